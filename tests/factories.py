"""Plain functions that make what a test needs, with real names and codes of Kota Tangerang.

`World` is the smallest city in which everything can happen: two kecamatan, three kelurahan, agencies, an open cycle
and one person for every role. Two offices of each kind, so that what must not leak has somewhere to leak to.
"""

import itertools
import uuid
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace

from accounts.models import User
from accounts.roles import ROLES
from proposals import clock, workflow
from proposals.models import CatalogueItem, Field, PlanningCycle, Proposal, RkpdPriority, StageWindow
from proposals.services.transitions import perform
from regions.models import Agency, City, Kecamatan, Kelurahan, Nomenclature

PASSWORD = "kata-sandi-uji-2021"
_serial = itertools.count(1)

SUB_KEGIATAN = {
    "1.03.06.2.01.05": "Pembangunan Sistem Drainase Perkotaan dan Lingkungan",
    "7.01.03.2.02.02": "Pembangunan Sarana dan Prasarana Kelurahan",
    "7.01.03.2.02.03": "Pemberdayaan Masyarakat di Kelurahan",
}


class World:
    """A small city. Everything is made when it is first asked for, except places, cycle and catalogue."""

    def __init__(self, *, year: int = 2021, kind: str = "live"):
        self.city = _ensure(City, "36.71", **_place("Kota Tangerang", -6.18977, 106.65385))
        self.batuceper = self._kecamatan("36.71.03", "Batuceper", -6.1611, 106.66954)
        self.benda = self._kecamatan("36.71.04", "Benda", -6.1272, 106.6712)
        self.batujaya = self._kelurahan("36.71.03.1002", "Batujaya", self.batuceper, -6.15342, 106.65938)
        self.batusari = self._kelurahan("36.71.03.1003", "Batusari", self.batuceper, -6.1662, 106.6628)
        self.belendung = self._kelurahan("36.71.04.1001", "Belendung", self.benda, -6.1312, 106.6655)
        self.dpupr = self._agency("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang", "DPUPR")
        self.dishub = self._agency("DISHUB", "Dinas Perhubungan", "Dishub")
        self.batuceper_agency = self._agency(
            "36.71.03", "Kecamatan Batuceper", "Kec. Batuceper", self.batuceper
        )
        for code, name in SUB_KEGIATAN.items():
            _ensure(Nomenclature, code, planning_year=year, level="sub_kegiatan", name=name)
        self.cycle = make_cycle(year=year, kind=kind)
        self.field = _ensure(Field, "infrastruktur", name="Infrastruktur")
        self.priority, _ = RkpdPriority.objects.get_or_create(
            planning_year=year,
            number=1,
            defaults={"priority": "Infrastruktur wilayah", "target": "Genangan berkurang"},
        )
        self.drainage, _ = CatalogueItem.objects.get_or_create(
            planning_year=year,
            code="DRN-01",
            defaults={
                "name": "Perbaikan saluran drainase, U-ditch 40 × 60 cm",
                "kind": "physical",
                "field": self.field,
                "unit": "meter",
                "unit_price": 1_537_500,
                "price_basis": "SSH",
                "agency": self.dpupr,
                "sub_kegiatan": Nomenclature.objects.get(planning_year=year, code="1.03.06.2.01.05"),
                "levels": {"spm": 5, "hak_dasar": 4},
            },
        )

    def person(self, role: str, office=None, **fields) -> User:
        """Somebody with the role; `office` defaults to Batujaya, Batuceper or DPUPR."""
        kind = ROLES[role].office
        if kind and office is None:
            office = {"kelurahan": self.batujaya, "kecamatan": self.batuceper, "agency": self.dpupr}[kind]
        if kind:
            fields[kind] = office
        number = next(_serial)
        superuser = role == "administrator"
        user = User(
            username=fields.pop("username", f"{role}-{number}"),
            full_name=f"{ROLES[role].label} {number}",
            role=role,
            is_staff=superuser,
            is_superuser=superuser,
            **fields,
        )
        user.set_password(PASSWORD)
        user.save()
        return user

    @cached_property
    def operator(self) -> User:
        return self.person("kelurahan_operator")

    @cached_property
    def lurah(self) -> User:
        return self.person("lurah")

    @cached_property
    def officer(self) -> User:
        return self.person("kecamatan_officer")

    @cached_property
    def camat(self) -> User:
        return self.person("camat")

    @cached_property
    def verifier(self) -> User:
        return self.person("opd_verifier")

    @cached_property
    def reviewer(self) -> User:
        return self.person("bappeda_reviewer")

    @cached_property
    def admin(self) -> User:
        return self.person("bappeda_admin")

    @cached_property
    def head(self) -> User:
        return self.person("bappeda_head")

    def values(self, **changed) -> dict:
        """What a complete physical proposal says, as raw values of the form."""
        return {
            "title": "Perbaikan saluran drainase Jl. Melati RT 03/RW 05",
            "problem": "Genangan 20–30 cm setiap hujan.",
            "expected_output": "Saluran 120 m berfungsi.",
            "proposer": "RW 05",
            "field": "infrastruktur",
            "street": "Jl. Melati",
            "rt": "03",
            "rw": "05",
            "latitude": "-6.153420",
            "longitude": "106.659380",
            "catalogue_item": "DRN-01",
            "volume": "120",
            "households": "34",
            "people": "142",
            "rkpd_priority": "1",
            "land_status": "city",
        } | changed

    def draft(self, *, by: User | None = None, photo: bool = True, **changed) -> Proposal:
        """A draft of Batujaya (or of the office of `by`), complete unless `photo` is False or values are taken away."""
        by = by or self.operator
        key = uuid.uuid4()
        perform(
            targets={key: 0}, action="create", by=by, values={"cycle": self.cycle, **self.values(**changed)}
        ).require()
        if photo:
            attach_photo(key, by=by)
        return Proposal.objects.get(uuid=key)

    def proposal(self, status: str = "kecamatan_review", **changed) -> Proposal:
        """A musrenbang proposal of Batujaya brought to an open status through the workflow itself."""
        row = self.draft(**changed)
        steps = {
            "draft": [],
            "awaiting_lurah": ["submit"],
            "kecamatan_review": ["submit", "endorse"],
            "opd_review": ["submit", "endorse", "recommend", "forward"],
            "scoring": ["submit", "endorse", "recommend", "forward", "verify"],
            "revision": ["submit", "endorse", "return"],
            "rejected": ["submit", "endorse", "reject"],
            "withdrawn": ["withdraw"],
            "referred": ["submit", "endorse", "refer"],
        }[status]
        for step in steps:
            self._take(row, step)
        return row

    def step(self, row: Proposal, action: str, **given):
        """One action by the person whose turn it is, with inputs that fit."""
        row.refresh_from_db()
        return self._take(row, action, **given)

    def _take(self, row: Proposal, action: str, **given):
        by = {
            "submit": self.operator,
            "withdraw": self.operator,
            "endorse": self.lurah,
            "resubmit": self.lurah,
            "recommend": self.officer,
            "forward": self.camat,
            "reject": self.camat,
            "refer": self.camat,
            "return": self.officer,
            "fund_local": self.camat,
            "verify": self.verifier,
            "reopen": self.admin,
            "redirect": self.verifier,
        }[action]
        inputs = {
            "recommend": {"volume": row.current_volume, "price": row.current_price},
            "verify": {
                "volume": row.current_volume,
                "price": row.current_price,
                "sub_kegiatan": "1.03.06.2.01.05",
                "readiness": 4,
            },
            "return": {"text": "Panjang tidak cocok dengan foto."},
            "reject": {"category": "duplicate", "text": "Sudah diusulkan RW lain."},
            "refer": {
                "level": "province",
                "institution": "Dinas PUPR Provinsi Banten",
                "text": "Jalan provinsi.",
            },
            "withdraw": {"text": "Salah isi."},
            "fund_local": {"sub_kegiatan": "7.01.03.2.02.02"},
            "reopen": {"text": "Keliru ditolak."},
            "redirect": {"agency": "DISHUB", "text": "Urusan Dishub."},
        }.get(action, {}) | given
        outcome = perform(targets={row.uuid: row.version}, action=action, by=by, **inputs).require()
        row.refresh_from_db()
        return outcome

    def _kecamatan(self, code, name, lat, lon):
        return _ensure(Kecamatan, code, city=self.city, **_place(name, lat, lon))

    def _kelurahan(self, code, name, kecamatan, lat, lon):
        return _ensure(Kelurahan, code, kecamatan=kecamatan, **_place(name, lat, lon))

    def _agency(self, code, name, short, kecamatan=None):
        return _ensure(Agency, code, name=name, short_name=short, kecamatan=kecamatan)


def make_cycle(*, year: int = 2021, kind: str = "live", open_days: int = 30) -> PlanningCycle:
    """A cycle with every stage open from yesterday for `open_days`."""
    cycle = PlanningCycle.objects.create(planning_year=year, kind=kind)
    now = clock.now()
    opens_at, closes_at = now - timedelta(days=1), now + timedelta(days=open_days)
    StageWindow.objects.bulk_create(
        StageWindow(cycle=cycle, stage=stage, opens_at=opens_at, closes_at=closes_at)
        for stage in workflow.STAGES
    )
    return cycle


def close_stage(cycle: PlanningCycle, stage: str, *, minutes_ago: int = 60) -> None:
    now = clock.now()
    StageWindow.objects.filter(cycle=cycle, stage=stage).update(
        opens_at=now - timedelta(days=9), closes_at=now - timedelta(minutes=minutes_ago)
    )


def stored_photo(**changed) -> SimpleNamespace:
    """What the upload service hands over, without bytes on disk."""
    number = next(_serial)
    return SimpleNamespace(
        **{
            "kind": "photo",
            "name": f"foto-{number}.jpg",
            "file": f"uji/{number}.jpg",
            "content_type": "image/jpeg",
            "size": 1000,
            "width": 40,
            "height": 30,
            "sha256": f"{number:064x}",
        }
        | changed
    )


def attach_photo(key, *, by: User) -> None:
    row = Proposal.objects.get(uuid=key)
    perform(targets={key: row.version}, action="attach", by=by, add=[stored_photo()]).require()


def _ensure(model, code: str, **values):
    """The row of this code (and planning year), made when it is missing: in two queries instead of four."""
    key = {"code": code} | {name: values[name] for name in ("planning_year",) if name in values}
    return model.objects.filter(**key).first() or model.objects.create(code=code, **values)


def _place(name: str, lat: float, lon: float) -> dict:
    return {"name": name, "latitude": Decimal(str(lat)), "longitude": Decimal(str(lon))}
