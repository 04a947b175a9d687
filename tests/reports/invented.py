"""A report that uses everything a declaration can say: merged headers, groups, sums, a sheet beside it."""

from datetime import date
from decimal import Decimal

from reports.declaration import Column, Kind, Report, Row, Sheet, ShortListing, Subject

INCOMING, DISTRICT = ("JUMLAH USULAN",), ("JUMLAH USULAN", "PROSES DI KECAMATAN")
COLUMNS = (
    Column("number", "NO", "nomor baris", Kind.INTEGER, 6),
    Column("title", "USULAN", "judul", width=30),
    Column("incoming", "MASUK", "yang masuk", Kind.INTEGER, heads=INCOMING),
    Column("waiting", "BELUM", "yang belum diverifikasi", Kind.INTEGER, heads=DISTRICT),
    Column("passed", "DITERUSKAN", "yang diteruskan", Kind.INTEGER, heads=DISTRICT),
    Column("budget", "PAGU", "anggaran", Kind.RUPIAH, 18),
    Column("on", "TANGGAL", "tanggal usul", Kind.DATE),
    Column("volume", "VOLUME", "volume", Kind.DECIMAL, places=3),
)
GROUP = Column("kelurahan", "KELURAHAN", "kelurahan pengusul", width=20)
ROWS: tuple[Row, ...] = (
    ("Batujaya", 1, "=1+1", 3, 1, 2, 120_000_000, date(2020, 1, 20), Decimal("12.500")),
    ("Batujaya", 2, "Drainase", 1, None, 1, None, None, Decimal("0.125")),
    ("Belendung", 3, "<b>Paving</b>", 2, 2, 0, 80_000_000, date(2020, 1, 21), None),
)
SUMS = ("incoming", "waiting", "passed", "budget")
TOTALS = {"incoming": 6, "waiting": 3, "passed": 3, "budget": 200_000_000}
SUBJECT = Subject("Rekapitulasi Uji", ("Lingkup: Kota Tangerang.",), {"cycle": "2021"}, "uji-2021", None)
REPORT = Report(
    slug="uji",
    title="Rekap uji",
    summary="Hanya untuk uji.",
    roles=frozenset({"bappeda_admin"}),
    columns=COLUMNS,
    filters=(),
    settle=lambda user, asked: SUBJECT,
    list_rows=lambda subject: ShortListing(ROWS, TOTALS),
    sheets=(Sheet("beside", "Di samping", COLUMNS[:2], lambda subject: [(1, "@SUM(A1)")]),),
    group=GROUP,
    sums=SUMS,
)
