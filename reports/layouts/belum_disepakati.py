"""Report 7: what a forum did not agree on, with the reasons, as Lampiran III of its berita acara has it."""

from collections.abc import Mapping

from accounts.roles import AGENCY, BIDANG, KECAMATAN, KELURAHAN
from proposals.refusals import Refused, content
from reports.declaration import PRINTABLE, Column, Kind, Report, ShortListing, Subject, Version
from reports.forms import LEVELS, Form, blank, list_offices, say_location, settle_form

SLUG = "belum-disepakati"
WORDS = {"kecamatan": "Kecamatan", "kelurahan": "Kelurahan", "agency": "Perangkat Daerah"}
UNKNOWN = "Jenis musyawarah ini tidak ada dalam daftar Anda. Pilih dari pilihan yang tersedia."
COLUMNS = (
    Column("number", "No", "nomor baris", Kind.INTEGER, 6),
    Column("title", "Kegiatan", "judul usulan", width=44),
    Column("location", "Lokasi", "jalan, RT, RW; kelurahan bila lebih dari satu", width=40),
    Column("volume", "Volume", "volume yang berlaku dengan satuannya", width=16),
    Column("budget", "Pagu", "anggaran yang berlaku, rupiah", Kind.RUPIAH, 20),
    Column("agency", "OPD", "Perangkat Daerah yang menangani usulan ini", width=34),
    Column("reason", "Alasan", "alasan menurut catatan musyawarah, atau alasan penolakan", width=48),
)


def settle(user, asked: Mapping[str, str]) -> Subject:
    """The list of one forum: `level` says of which kind, `office` whose; raises Refused as `settle_form` does."""
    levels = list_levels(user, asked)
    level = asked.get("level") or (levels[0][0] if levels else "")
    if level not in dict(levels):
        raise Refused(content({"level": UNKNOWN}))
    title = "USULAN YANG BELUM DISEPAKATI {place} TAHUN {year}"
    return settle_form(user, asked, place=level, slug=SLUG, title=title, key="office", level=level)


def list_levels(user, params: Mapping[str, str]) -> list[tuple[str, str]]:
    """The kinds of forum of which the person may read at least one."""
    return [(place, word) for place, word in WORDS.items() if LEVELS[place][1](user).exists()]


def list_rows(subject: Subject) -> ShortListing:
    """As the paper numbers them: what was put aside, then what the office rejected."""
    form: Form = subject.about
    return ShortListing(
        [
            (
                line["no"],
                line["title"],
                say_location(line),
                blank(line["volume"]),
                line["budget"],
                blank(line["agency"]),
                blank(line["reason"]),
            )
            for line in form.read().said["not_agreed"]
        ]
    )


REPORT = Report(
    slug=SLUG,
    title="Belum disepakati",
    summary="Usulan yang tidak disepakati satu musyawarah, dengan alasannya, seperti Lampiran III berita acaranya.",
    roles=frozenset({*KELURAHAN, *KECAMATAN, *AGENCY, *BIDANG}),
    columns=COLUMNS,
    filters=(),
    versions=(
        Version("level", "Musyawarah", list_levels),
        Version(
            "office",
            "Kantor",
            lambda user, params: list_offices(user, params["level"]) if params.get("level") else [],
        ),
    ),
    settle=settle,
    list_rows=list_rows,
    formats=PRINTABLE,
)
