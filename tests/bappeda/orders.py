"""Orders of proposals with their costs and ceilings, small ones by hand and any by hypothesis. No Django."""

from hypothesis import strategies as st

from bappeda import allocation
from bappeda.allocation import Item
from bappeda.ranking import Ranked

KEYS = ["city", "kecamatan:1", "kecamatan:2", "agency:x"]
items = st.lists(
    st.tuples(st.integers(0, 40), st.lists(st.sampled_from(KEYS), unique=True)), max_size=20
).map(lambda rows: [Item(f"p{n}", cost, tuple(keys)) for n, (cost, keys) in enumerate(rows, start=1)])
ceilings = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 120))


def allocate(costs, ceilings, keys=("city",)):
    items = [Item(f"p{n}", cost, tuple(keys)) for n, cost in enumerate(costs, start=1)]
    return items, allocation.allocate(items, ceilings=ceilings, rule="skip")


def funded(result) -> list[bool]:
    return [outcome.funded for outcome in result.outcomes]


def place(scores) -> list[Ranked]:
    return [
        Ranked(f"p{n}", n, score, 1, "score", None, None, None) for n, score in enumerate(scores, start=1)
    ]


def force(costs, amount, *, rule="skip", **forced):
    rows = [Item(f"p{n}", cost, ("city", "free")) for n, cost in enumerate(costs, start=1)]
    return rows, allocation.allocate(rows, ceilings={"city": amount}, rule=rule, **forced)
