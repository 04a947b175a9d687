"""What both recaps share: the counts of a place as columns under merged headers, and how they are read from a tally."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.declaration import Column, Kind
from reports.whereabouts import Fate, Tally

ALL = "JUMLAH USULAN"
KECAMATAN, AGENCY, BAPPEDA = "PROSES DI KECAMATAN", "PROSES DI PERANGKAT DAERAH", "PROSES DI BAPPEDA"
DIVERTED, NOTES = "DIALIHKAN", "CATATAN"
EVERY_STAGE = ("kecamatan", "opd", "bappeda")
RULE = (
    "Yang dikembalikan atau tidak terproses dihitung belum diverifikasi di kantor yang mengembalikan atau memegangnya; "
    "yang digabung dihitung ditolak di tahapnya. Kolom CATATAN hanya mengulang."
)


@dataclass(frozen=True, slots=True)
class Count:
    """One column of counts: its headers, its source in words, and how it is read."""

    key: str
    heads: tuple[str, ...]
    heading: str
    source: str
    read: Callable[[Tally], int]


def _count_at(stage: str, *fates: Fate) -> Callable[[Tally], int]:
    return lambda tally: tally.at([stage], fates).count


COUNTS = (
    Count(
        "incoming",
        (ALL,),
        "USULAN MASUK",
        "usulan musrenbang kelurahan yang pernah diteruskan lurah dan tidak dibatalkan",
        lambda tally: tally.incoming("kecamatan").count,
    ),
    Count(
        "kecamatan_pending",
        (ALL, KECAMATAN),
        "BELUM DIVERIFIKASI",
        "menunggu kecamatan, dikembalikannya, atau tidak terproses di sana",
        _count_at("kecamatan", Fate.PENDING),
    ),
    Count(
        "kecamatan_refused",
        (ALL, KECAMATAN),
        "DITOLAK",
        "ditolak atau digabung kecamatan",
        _count_at("kecamatan", Fate.REFUSED),
    ),
    Count(
        "kecamatan_forwarded",
        (ALL, KECAMATAN),
        "DITERUSKAN",
        "diteruskan kecamatan ke Perangkat Daerah",
        lambda tally: tally.passed("kecamatan").count,
    ),
    Count(
        "agency_pending",
        (ALL, AGENCY),
        "BELUM DIVERIFIKASI",
        "menunggu Perangkat Daerah, dikembalikannya, atau tidak terproses di sana",
        _count_at("opd", Fate.PENDING),
    ),
    Count(
        "agency_refused",
        (ALL, AGENCY),
        "DITOLAK",
        "ditolak atau digabung Perangkat Daerah",
        _count_at("opd", Fate.REFUSED),
    ),
    Count(
        "agency_forwarded",
        (ALL, AGENCY),
        "DITERUSKAN",
        "dinyatakan layak oleh Perangkat Daerah",
        lambda tally: tally.passed("opd").count,
    ),
    Count(
        "bappeda_pending",
        (ALL, BAPPEDA),
        "BELUM DITETAPKAN",
        "dalam penilaian, dikembalikan Bappeda, atau tidak terproses di sana",
        _count_at("bappeda", Fate.PENDING),
    ),
    Count(
        "bappeda_refused",
        (ALL, BAPPEDA),
        "DITOLAK",
        "ditolak atau digabung Bappeda",
        _count_at("bappeda", Fate.REFUSED),
    ),
    Count("prioritised", (ALL, BAPPEDA), "PRIORITAS", "Prioritas", _count_at("bappeda", Fate.PRIORITISED)),
    Count("reserve", (ALL, BAPPEDA), "CADANGAN", "Cadangan", _count_at("bappeda", Fate.RESERVE)),
    Count(
        "local",
        (DIVERTED,),
        "DANA KELURAHAN",
        "didanai Dana Kelurahan",
        lambda tally: tally.at(EVERY_STAGE, [Fate.LOCAL]).count,
    ),
    Count(
        "referred",
        (DIVERTED,),
        "KE PROVINSI/PUSAT",
        "diusulkan ke provinsi atau pusat, di tahap mana pun",
        lambda tally: tally.at(EVERY_STAGE, [Fate.REFERRED]).count,
    ),
    Count(
        "returned",
        (NOTES,),
        "DIKEMBALIKAN",
        "sedang dikembalikan untuk perbaikan; sudah termasuk dalam BELUM",
        lambda tally: tally.returned.count,
    ),
    Count(
        "merged",
        (NOTES,),
        "DIGABUNG",
        "digabung ke usulan lain; sudah termasuk dalam DITOLAK",
        lambda tally: tally.merged.count,
    ),
)
COLUMNS = tuple(
    Column(count.key, count.heading, count.source, Kind.INTEGER, 15, heads=count.heads) for count in COUNTS
)
KEYS = tuple(count.key for count in COUNTS)


def read_counts(tally: Tally) -> tuple[int, ...]:
    """The cells of `COLUMNS`."""
    return tuple(count.read(tally) for count in COUNTS)
