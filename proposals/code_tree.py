"""The codes of Permendagri 90/2019 as a tree: urusan, bidang urusan, program, kegiatan, sub kegiatan of one year.

A pure part (`Tree`: search and branches, over plain rows) and what reads the rows of a planning year for an agency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from proposals.models import CatalogueItem
from regions.models import Nomenclature

LEAF = Nomenclature.Level.SUB_KEGIATAN
MOST = 12  # suggestions at a time
WORDS = 8


@dataclass(slots=True)
class Node:
    """One code with what lies below it. `own`: within the bidang urusan of the agency."""

    code: str
    level: str
    name: str
    own: bool = False
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_leaf(self) -> bool:
        return self.level == LEAF


@dataclass(frozen=True)
class Tree:
    """`rows`: (code, level, name). `areas`: codes of the bidang urusan that come first."""

    rows: Sequence[tuple[str, str, str]]
    areas: frozenset[str] = frozenset()

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every code, children under parents: a parent is the longest known code that a code continues."""
        found = {code: Node(code, level, name, self._is_own(code)) for code, level, name in self.rows}
        for code, node in found.items():
            parent = self._parent(code, found)
            if parent:
                found[parent].children.append(node)
        return found

    @cached_property
    def roots(self) -> list[Node]:
        """The branches that hold at least one sub kegiatan; those with own ones first."""
        tops = [node for code, node in self.nodes.items() if not self._parent(code, self.nodes)]
        return sorted((top for top in tops if _count(top)), key=lambda top: (not _holds_own(top), top.code))

    @cached_property
    def leaves(self) -> list[Node]:
        """Every sub kegiatan, the agency's own first, then by code."""
        return sorted((n for n in self.nodes.values() if n.is_leaf), key=lambda n: (not n.own, n.code))

    def path(self, node: Node) -> list[Node]:
        """From the bidang urusan down to what stands right above the node."""
        above, code = [], self._parent(node.code, self.nodes)
        while code:
            above.insert(0, self.nodes[code])
            code = self._parent(code, self.nodes)
        return above[1:] if len(above) > 1 else above

    def search(self, words: str) -> list[Node]:
        """Sub kegiatan whose code begins with, or whose name and path hold, every word. Own ones first, then those
        that say it themselves. Something already chosen (or no words) gives its neighbours and the own ones."""
        terms = words.lower().split()[:WORDS]
        chosen = self.nodes.get(terms[0]) if terms else None
        if chosen is not None and chosen.is_leaf:
            near = self.path(chosen)[-1:] or [chosen]
            beside = [node for node in near[0].children if node.is_leaf and node is not chosen]
            return list({id(node): node for node in [chosen, *beside, *self.leaves]}.values())
        if not terms:
            return self.leaves
        hits = []
        for node in self.leaves:
            itself = node.text.lower()
            whole = f"{itself} {' '.join(above.name for above in self.path(node)).lower()}"
            if all(_matches(term, node.code, whole) for term in terms):
                hits.append((not node.own, not all(_matches(t, node.code, itself) for t in terms), node))
        return [node for *_, node in sorted(hits, key=lambda hit: (hit[0], hit[1], hit[2].code))]

    def _is_own(self, code: str) -> bool:
        return any(code == area or code.startswith(f"{area}.") for area in self.areas)

    @staticmethod
    def _parent(code: str, known) -> str:
        parts = code.split(".")
        while parts := parts[:-1]:
            if ".".join(parts) in known:
                return ".".join(parts)
        return ""


def group_by_path(tree: Tree, nodes: Iterable[Node]) -> list[tuple[str, list[Node]]]:
    """(the kegiatan they stand under, its program before it; the nodes), in the order in which they come."""
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        label = " › ".join(above.name for above in tree.path(node)[-2:])
        groups.setdefault(label, []).append(node)
    return list(groups.items())


def read_tree(*, planning_year: int, agency=None) -> Tree:
    """The codes of the year, those of the agency's bidang urusan first. At most two queries.

    Which bidang urusan an agency has is read from the catalogue: those of the work that it is sent.
    """
    rows = Nomenclature.objects.filter(planning_year=planning_year).order_by("code")
    found = list(rows.values_list("code", "level", "name"))
    return Tree(found, _read_areas(planning_year, agency) if agency else frozenset())


def _read_areas(planning_year: int, agency) -> frozenset[str]:
    of_agency = {"agency__isnull": True} if agency.kecamatan_id else {"agency": agency}
    items = CatalogueItem.objects.filter(planning_year=planning_year, sub_kegiatan__isnull=False, **of_agency)
    codes = items.order_by().values_list("sub_kegiatan__code", flat=True).distinct()
    return frozenset(".".join(code.split(".")[:2]) for code in codes)


def _matches(term: str, code: str, text: str) -> bool:
    return code.startswith(term) if term[0].isdigit() and "." in term else term in text


def _count(node: Node) -> int:
    return int(node.is_leaf) + sum(_count(child) for child in node.children)


def _holds_own(node: Node) -> bool:
    return node.own or any(_holds_own(child) for child in node.children)
