"""Report 6: form T-D.4, the agreed list of a kecamatan's musrenbang, one table for each agency."""

from collections.abc import Mapping

from accounts.roles import BIDANG, KECAMATAN
from reports.declaration import PRINTABLE, Column, Kind, Report, ShortListing, Subject, Version
from reports.forms import Form, blank, list_offices, say_location, settle_form

SLUG = "prioritas-kecamatan"
GROUP = Column("table", "PERANGKAT DAERAH", "Perangkat Daerah yang menangani usulan", width=34)
COLUMNS = (
    Column("number", "No", "urutan kecamatan", Kind.INTEGER, 6),
    Column("priority", "Prioritas Daerah", "prioritas RKPD usulan", width=28),
    Column("target", "Sasaran Daerah", "sasaran prioritas RKPD itu", width=32),
    Column("program", "Program", "menurut kode sub kegiatan, sebelum verifikasi kamus usulan", width=36),
    Column("title", "Kegiatan Prioritas", "judul usulan", width=44),
    Column("output", "Sasaran Kegiatan", "hasil yang diharapkan", width=36),
    Column("location", "Lokasi", "jalan, RT, RW dan kelurahan", width=36),
    Column("volume", "Volume", "volume yang berlaku dengan satuannya", width=16),
    Column("budget", "Pagu", "anggaran yang berlaku, rupiah", Kind.RUPIAH, 20),
    Column(
        "agency", "Perangkat Daerah Penanggungjawab", "Perangkat Daerah yang menangani usulan ini", width=34
    ),
)


def settle(user, asked: Mapping[str, str]) -> Subject:
    """The form of one kecamatan; raises Refused as `settle_form` does."""
    title = "PRIORITAS {place} TAHUN {year} (FORMULIR T-D.4)"
    return settle_form(user, asked, place="kecamatan", slug=SLUG, title=title)


def list_rows(subject: Subject) -> ShortListing:
    """Agencies in the order in which they first stand in the list; a line keeps its number in it."""
    form: Form = subject.about
    paper = form.read()
    rows = [
        (
            blank(table.agency),
            line["no"],
            *(blank(line[name]) for name in ("priority", "target", "program")),
            line["title"],
            blank(line["output"]),
            say_location(line),
            blank(line["volume"]),
            line["budget"],
            blank(line["agency"]),
        )
        for table in paper.agencies
        for line in table.lines
    ]
    return ShortListing(rows, {"budget": paper.budget})


REPORT = Report(
    slug=SLUG,
    title="Prioritas kecamatan (T-D.4)",
    summary="Daftar yang disepakati Musrenbang satu kecamatan, satu tabel untuk tiap Perangkat Daerah.",
    roles=frozenset({*KECAMATAN, *BIDANG}),
    columns=COLUMNS,
    filters=(),
    versions=(Version("kecamatan", "Kecamatan", lambda user, params: list_offices(user, "kecamatan")),),
    settle=settle,
    list_rows=list_rows,
    group=GROUP,
    sums=("budget",),
    formats=PRINTABLE,
)
