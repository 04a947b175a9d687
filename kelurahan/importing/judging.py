"""The verdict on every row: what its cells say, whether a draft can say that, and whether it is a proposal already.

The proposal that a row becomes has a UUID made from the row's own words, its cycle and its kelurahan, so that the same
row, in the same file or in a corrected one, is never a second proposal. A draft that was withdrawn makes room for anew.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID, uuid5

from kelurahan.models import ImportFile, ImportRow
from kelurahan.reading_sheets import amounts, rows, understanding
from kelurahan.reading_sheets.choices import (
    FUNDINGS,
    KINDS,
    PRICE_BASES,
    SEPARATOR,
    Choices,
    list_agencies,
    list_choices,
)
from kelurahan.reading_sheets.words import fold
from proposals.completeness import find_missing
from proposals.models import CatalogueItem, Field, Proposal, RkpdPriority
from proposals.refusals import Refused
from proposals.services import editing
from proposals.services.known_forms import KnownForms
from regions.models import Agency

NAMESPACE = UUID("6f4b8f0a-2f0e-4c39-9a55-9f1c1d0a7b2e")
GENERATIONS = 20  # how often a withdrawn draft may be imported again
STEP = 250  # rows between two reports of progress
Verdict = ImportRow.Verdict


class Judge:
    """Judges rows of one import; reads reference data once, however many rows there are."""

    def __init__(self, file: ImportFile):
        self.file = file
        self.columns = {int(place): key for place, key in file.columns.items()}
        self.layout = build_layout(file)
        self.forms = KnownForms(file.cycle)
        self.kecamatan = file.kelurahan.kecamatan

    def judge(
        self, judged: Sequence[ImportRow], *, on_progress: Callable[[int], None] = lambda done: None
    ) -> None:
        """Fill verdict, values, problems, notes and key of every row; nothing is saved.

        The rows must be all of the file, in order, or rows whose `key` is settled already.
        """
        seen: Counter[str] = Counter()
        references: dict[str, list[ImportRow]] = {}
        below_total = False
        for number, row in enumerate(judged):
            if number % STEP == 0:
                on_progress(number)
            understood = self._read(row, below_total=below_total)
            below_total = below_total or row.reason == rows.TOTAL
            if understood is None:
                continue
            if row.key is None:
                text = self._identify(row)
                row.key = make_key(self.file, text, seen[text], 0)
                row._identity = (text, seen[text])
                seen[text] += 1
            if understood.reference:
                references.setdefault(understood.reference, []).append(row)
        self._find_known(judged, references)

    def _read(self, row: ImportRow, *, below_total: bool) -> understanding.Understood | None:
        row.reason = why = ""
        if not row.is_forced and row.key is None:  # a row with a key was found to be a proposal before
            why = rows.explain_omission(row.cells, self.columns, self.file.headings, below_total=below_total)
        if why:
            row.verdict, row.reason, row.key = Verdict.OMITTED, why, None
            row.values, row.problems, row.notes, row.missing = {}, {}, [], []
            return None
        understood = understanding.understand(row.cells, self.layout)
        values = {name: text for name, text in understood.values.items() if text.strip()} | row.edits
        problems = {name: text for name, text in understood.problems.items() if name not in row.edits}
        row.values, row.notes = values, understood.notes
        row.problems, row.missing = self._try(values, problems)
        row.verdict = Verdict.BAD if row.problems else Verdict.GOOD
        return understood

    def _try(self, values: dict, problems: dict) -> tuple[dict, list]:
        """What the draft's own form says to the values, and what the draft would lack."""
        ghost = Proposal(
            cycle=self.file.cycle,
            source="musrenbang",
            kelurahan=self.file.kelurahan,
            kecamatan=self.kecamatan,
        )
        try:
            cleaned = editing.clean(values, proposal=ghost, forms=self.forms)
            derived = editing.derive(ghost, cleaned, counts=False)
        except Refused as refused:
            return refused.refusals[0].fields | problems, []
        for name, value in (cleaned | derived).items():
            setattr(ghost, name, value)
        lacks = find_missing(ghost, photos=0)
        return problems, [lack.sentence for lack in lacks if lack.field not in problems]

    def _identify(self, row: ImportRow) -> str:
        """The row's own words without its number, which changes when a row is put in."""
        cells = [cell for place, cell in enumerate(row.cells) if self.columns.get(place) != "number"]
        words = [" ".join(str(cell).split()).casefold() if cell is not None else "" for cell in cells]
        while words and not words[-1]:
            words.pop()
        return hashlib.sha256("\x1f".join(words).encode()).hexdigest()

    def _find_known(self, judged: Iterable[ImportRow], references: dict[str, list[ImportRow]]) -> None:
        """Mark what is a proposal already: by its UUID, or by the number that the sheet itself gives."""
        waiting = {row.key: row for row in judged if row.key is not None}
        for generation in range(1, GENERATIONS + 1):
            found = Proposal.objects.filter(uuid__in=list(waiting))
            again: dict[UUID, ImportRow] = {}
            for uuid, status, reference in found.values_list("uuid", "status", "reference"):
                row = waiting[uuid]
                identity = getattr(row, "_identity", None)
                if status == "withdrawn" and identity is not None:
                    row.key = make_key(self.file, *identity, generation)
                    again[row.key] = row
                elif status != "withdrawn":
                    _mark_known(row, reference)
            if not again:
                break
            waiting = again
        numbered = Proposal.objects.filter(
            reference__in=list(references), cycle=self.file.cycle, kelurahan=self.file.kelurahan
        )
        for uuid, reference in numbered.values_list("uuid", "reference"):
            for row in references[reference]:
                row.key = uuid
                _mark_known(row, reference)


def make_key(file: ImportFile, text: str, occurrence: int, generation: int) -> UUID:
    """The UUID of the proposal that a row becomes; `occurrence` tells equal rows of one file apart."""
    return uuid5(NAMESPACE, f"{file.cycle.slug}|{file.kelurahan.code}|{text}|{occurrence}|{generation}")


def judge_again(file: ImportFile) -> None:
    """Judge every row anew, after columns were corrected. Rows are written anew: that takes two statements."""
    kept = list(file.rows.all())
    for row in kept:
        row.pk, row.key = None, None
    Judge(file).judge(kept)
    file.rows.all().delete()
    ImportRow.objects.bulk_create(kept, batch_size=500)


def build_layout(file: ImportFile) -> understanding.Layout:
    """How this file is read: its columns, and everything that a cell may name."""
    columns = {int(place): key for place, key in file.columns.items()}
    headings = {key: file.headings[place] for place, key in columns.items() if place < len(file.headings)}
    items = list(CatalogueItem.objects.filter(planning_year=file.cycle.planning_year, is_active=True))
    return understanding.Layout(
        columns=columns,
        scales={key: amounts.read_scale(headings.get(key, "")) for key in ("budget", "unit_price")},
        choices=_list_all_choices(file.cycle, items),
        units={item.code: item.unit for item in items},
        prices={item.code: item.unit_price for item in items},
        own_names=frozenset(
            fold(name)
            for name in (file.kelurahan.name, file.kelurahan.later_name, file.kelurahan.code)
            if name
        ),
        own_label=f"Kelurahan {file.kelurahan.name}",
    )


def _list_all_choices(cycle, items: list[CatalogueItem]) -> dict[str, Choices]:
    priorities = RkpdPriority.objects.filter(planning_year=cycle.planning_year)
    return {
        "catalogue_item": list_choices((item.code, item.name) for item in items),
        "field": list_choices(Field.objects.values_list("code", "name")),
        "rkpd_priority": list_choices(
            (number, f"{number}{SEPARATOR}{name}", name)
            for number, name in priorities.values_list("number", "priority")
        ),
        "target_agency": list_agencies(
            Agency.objects.filter(is_active=True).values_list("code", "name", "short_name")
        ),
        "kind": list_choices((code, *names) for code, names in KINDS.items()),
        "price_basis": list_choices(
            (code, CatalogueItem.PriceBasis(code).label, *names) for code, names in PRICE_BASES.items()
        ),
        "funding": list_choices(
            (code, Proposal.Funding(code).label, *names) for code, names in FUNDINGS.items()
        ),
        "land_status": list_choices(Proposal.LandStatus.choices),
    }


def _mark_known(row: ImportRow, reference: str | None) -> None:
    row.verdict, row.problems, row.missing = Verdict.KNOWN, {}, []
    row.reason = f"Sudah ada sebagai usulan {reference}." if reference else "Sudah ada sebagai draf."
