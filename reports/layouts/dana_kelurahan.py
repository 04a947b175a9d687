"""Report 10: what is funded from Dana Kelurahan, and what that leaves of each kelurahan's ceiling."""

from collections.abc import Mapping

from django.db.models import Count, Sum

from accounts.roles import CITY, KECAMATAN, KELURAHAN
from proposals.models import Ceiling
from proposals.models.proposal import say_address
from regions.models import Kelurahan
from reports.cells import say_code, say_volume
from reports.declaration import PRINTABLE, Column, Kind, Listing, Report, Row, Sheet, Subject
from reports.places import list_kelurahan
from reports.scope import Scope, pick, read_scope

SLUG = "dana-kelurahan"
COLUMNS = (
    Column("number", "No", "nomor baris", Kind.INTEGER, 6),
    Column("kelurahan", "Kelurahan", "kelurahan pengusul", width=22),
    Column("title", "Kegiatan", "judul usulan", width=44),
    Column("sub_kegiatan", "Sub Kegiatan", "kode dan nama sub kegiatan yang berlaku", width=44),
    Column("location", "Lokasi", "jalan, RT dan RW", width=32),
    Column("volume", "Volume", "volume yang berlaku dengan satuannya", width=16),
    Column("budget", "Pagu", "anggaran yang berlaku, rupiah", Kind.RUPIAH, 20),
)
CEILING_COLUMNS = (
    Column("kelurahan", "Kelurahan", "kelurahan", width=22),
    Column("kecamatan", "Kecamatan", "kecamatan", width=20),
    Column("amount", "Pagu Dana Kelurahan", "pagu yang berlaku, rupiah; kosong: belum ada", Kind.RUPIAH, 22),
    Column("count", "Usulan", "usulan yang didanai Dana Kelurahan", Kind.INTEGER, 10),
    Column("used", "Terpakai", "jumlah anggaran usulan itu, rupiah", Kind.RUPIAH, 22),
    Column("left", "Sisa", "pagu dikurangi terpakai, rupiah", Kind.RUPIAH, 22),
)
VALUES = (
    "kelurahan__name",
    "title",
    "current_sub_kegiatan__code",
    "current_sub_kegiatan__name",
    "street",
    "rt",
    "rw",
    "current_volume",
    "unit",
    "current_budget",
)
FILTERS = pick("kecamatan", "kelurahan")


def settle(user, asked: Mapping[str, str]) -> Subject:
    """What the person may see of Dana Kelurahan; raises Refused as `read_scope` does."""
    scope = read_scope(user, asked, FILTERS)
    return scope.subject(
        slug=SLUG, title=f"Usulan yang Didanai Dana Kelurahan Tahun {scope.cycle.planning_year}"
    )


def list_rows(subject: Subject) -> Listing:
    """Sorted by kelurahan, then as they were entered."""
    rows = _list_funded(subject.about).order_by("kelurahan__code", "pk")

    def read(number: int, row) -> Row:
        return (
            number,
            row.kelurahan__name,
            row.title,
            say_code(row.current_sub_kegiatan__code, row.current_sub_kegiatan__name),
            say_address(row.street, row.rt, row.rw),
            say_volume(row.current_volume, row.unit),
            row.current_budget,
        )

    return Listing(rows.values_list(*VALUES, named=True), read, sums={"budget": "current_budget"})


def list_ceilings(subject: Subject) -> list[Row]:
    """One row per kelurahan in scope that has a ceiling or funded something, and their sum."""
    scope: Scope = subject.about
    funded = {
        place: (count, used or 0)
        for place, count, used in _list_funded(scope)
        .order_by()
        .values_list("kelurahan")
        .annotate(Count("pk"), Sum("current_budget"))
    }
    places = list_kelurahan(scope.user) | Kelurahan.objects.filter(pk__in=list(funded))
    for key, lookup in (("kecamatan", "kecamatan__code"), ("kelurahan", "code")):
        if key in scope.params:
            places = places.filter(**{lookup: scope.params[key]})
    in_force = Ceiling.objects.in_force().filter(cycle=scope.cycle, kind=Ceiling.Kind.DANA_KELURAHAN)
    ceilings = dict(in_force.values_list("kelurahan", "amount"))
    rows: list[Row] = []
    for place in places.select_related("kecamatan").order_by("code"):
        amount, (count, used) = ceilings.get(place.pk), funded.get(place.pk, (0, 0))
        if amount is not None or count:
            left = None if amount is None else amount - used
            rows.append((place.name, place.kecamatan.name, amount, count, used, left))
    if rows:
        sums = [sum(row[place] or 0 for row in rows) for place in range(2, 6)]
        rows.append(("JUMLAH", None, *sums))
    return rows


def _list_funded(scope: Scope):
    return scope.proposals.filter(status="local")


REPORT = Report(
    slug=SLUG,
    title="Dana Kelurahan",
    summary="Usulan yang didanai Dana Kelurahan, dengan pagu, yang terpakai, dan sisanya di tiap kelurahan.",
    roles=frozenset({*KELURAHAN, *KECAMATAN, *CITY}),
    columns=COLUMNS,
    filters=FILTERS,
    settle=settle,
    list_rows=list_rows,
    sheets=(Sheet("ceilings", "Pagu Dana Kelurahan", CEILING_COLUMNS, list_ceilings),),
    sums=("budget",),
    formats=PRINTABLE,
)
