"""Report 5: the agreed list of a kelurahan's musrenbang, as Lampiran II of its berita acara has it."""

from collections.abc import Mapping

from accounts.roles import BIDANG, KECAMATAN, KELURAHAN
from reports.declaration import PRINTABLE, Column, Kind, Report, ShortListing, Subject, Version
from reports.forms import Form, blank, list_offices, say_location, settle_form

SLUG = "prioritas-kelurahan"
COLUMNS = (
    Column("number", "No", "urutan kelurahan", Kind.INTEGER, 6),
    Column("field", "Bidang Pembangunan", "bidang", width=22),
    Column("problem", "Permasalahan", "permasalahan menurut isian", width=44),
    Column("title", "Usulan Kegiatan", "judul usulan", width=44),
    Column("location", "Lokasi", "jalan, RT dan RW", width=32),
    Column("volume", "Volume", "volume yang berlaku dengan satuannya", width=16),
    Column("budget", "Perkiraan Anggaran (Rp.)", "anggaran yang berlaku, rupiah", Kind.RUPIAH, 20),
    Column(
        "agency", "Perangkat Daerah Penanggungjawab", "Perangkat Daerah yang menangani usulan ini", width=34
    ),
)


def settle(user, asked: Mapping[str, str]) -> Subject:
    """The list of one kelurahan; raises Refused as `settle_form` does."""
    title = "DAFTAR PRIORITAS {place} TAHUN {year}"
    return settle_form(user, asked, place="kelurahan", slug=SLUG, title=title)


def list_rows(subject: Subject) -> ShortListing:
    """In the order of the kelurahan."""
    form: Form = subject.about
    paper = form.read()
    rows = [
        (
            line["no"],
            blank(line["field"]),
            line["problem"],
            line["title"],
            say_location(line),
            blank(line["volume"]),
            line["budget"],
            blank(line["agency"]),
        )
        for line in paper.said["agreed"]
    ]
    return ShortListing(rows, {"budget": paper.budget})


REPORT = Report(
    slug=SLUG,
    title="Prioritas kelurahan",
    summary="Daftar yang disepakati Musrenbang satu kelurahan, seperti Lampiran II berita acaranya.",
    roles=frozenset({*KELURAHAN, *KECAMATAN, *BIDANG}),
    columns=COLUMNS,
    filters=(),
    versions=(Version("kelurahan", "Kelurahan", lambda user, params: list_offices(user, "kelurahan")),),
    settle=settle,
    list_rows=list_rows,
    sums=("budget",),
    formats=PRINTABLE,
)
