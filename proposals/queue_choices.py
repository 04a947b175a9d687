"""Which part of a queue an address asks for, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from proposals.models import Review

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Sort:
    """One order of the queue; ties go by primary key, which is the order of entry."""

    label: str
    of: str  # the key of `Pile.keys` that it reads
    descending: bool = False


SORTS: dict[str, Sort] = {
    "urutan": Sort("Urutan musrenbang", "order"),
    "lama": Sort("Paling lama menunggu", "arrived"),
    "anggaran": Sort("Anggaran terbesar", "budget", True),
    "kk": Sort("KK terbanyak", "households", True),
}

REPAIRED = Exists(Review.objects.filter(proposal=OuterRef("pk"), action="resubmit"))

# What the address may say, and what it means.
FILTERS = {
    "kecamatan": lambda value: Q(kecamatan__code=value),
    "kelurahan": lambda value: Q(kelurahan__code=value),
    "bidang": lambda value: Q(field__code=value),
    "rekomendasi": lambda value: Q(is_recommended=value == "sudah"),
    "kembali": lambda value: Q(REPAIRED),
    "alihan": lambda value: Q(redirect_count__gte=1),
    "posisi": lambda value: ~Q(position_warning=""),
    "cari": lambda value: _search(value),
    "kantor": lambda value: Q(),  # at which desk somebody sits who stands for several offices
}
CHIPS = {
    "rekomendasi": (("belum", "belum"), ("sudah", "sudah")),
    "kembali": (("1", "Sudah diperbaiki"),),
    "alihan": (("1", "Alihan"),),
    "posisi": (("1", "Letak perlu dilihat"),),
}


@dataclass(frozen=True)
class Choice:
    """The filters and the order that an address asks for; unknown ones are left out."""

    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = "urutan"
    after: UUID | None = None
    before: UUID | None = None

    @classmethod
    def read(cls, params, *, allowed) -> "Choice":
        """From the query of a request; `allowed` names the filters of the desk."""
        given = {name: _plain(params.get(name, "")) for name in allowed if name in FILTERS}
        given = {name: value for name, value in given.items() if value and _is_known(name, value)}
        sort = params.get("urut", "urutan")
        return cls(
            given,
            sort if sort in SORTS else "urutan",
            _uuid(params.get("setelah")),
            _uuid(params.get("sebelum")),
        )

    def query(self, **changed: Any) -> str:
        """The address's query with some names changed; paging starts anew unless it is given. Empty or "?…"."""
        named = {**self.filters, "urut": self.sort if self.sort != "urutan" else ""} | changed
        kept = [(name, str(value)) for name, value in named.items() if value]
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def condition(self) -> Q:
        every = Q()
        for name, value in self.filters.items():
            every &= FILTERS[name](value)
        return every


def _search(words: str) -> Q:
    """Every word stands in the number, title, street or problem."""
    found = Q()
    for word in words.split()[:8]:
        anywhere = [Q(**{f"{name}__icontains": word}) for name in ("reference", "title", "street", "problem")]
        found &= anywhere[0] | anywhere[1] | anywhere[2] | anywhere[3]
    return found


def _plain(value: str) -> str:
    """What was typed into an address, without what no database can compare."""
    return "".join(letter for letter in value if letter.isprintable()).strip()[:LONGEST_SEARCH]


def _is_known(name: str, value: str) -> bool:
    return name not in CHIPS or value in dict(CHIPS[name])


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
