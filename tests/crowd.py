"""Many proposals at once, each brought to its status through the workflow itself, in a handful of statements."""

import uuid

from proposals.models import Proposal
from proposals.services.transitions import perform
from tests.factories import World, stored_photo

STEPS = {
    "draft": (),
    "kecamatan_review": ("submit", "endorse"),
    "opd_review": ("submit", "endorse", "recommend", "forward"),
    "scoring": ("submit", "endorse", "recommend", "forward", "verify"),
}


def make_many(world: World, count: int, status: str = "kecamatan_review", **changed) -> list[Proposal]:
    """`count` proposals of Batujaya in the status, in the order of their keys."""
    keys = [uuid.uuid4() for _ in range(count)]
    values = {"cycle": world.cycle, **world.values(**changed)}
    perform(targets=dict.fromkeys(keys, 0), action="create", by=world.operator, values=values).require()
    _take(keys, "attach", world.operator, add=[stored_photo()])
    figures = {"volume": "120", "price": world.drainage.unit_price}
    for step in STEPS[status]:
        by, inputs = {
            "submit": (world.operator, {}),
            "endorse": (world.lurah, {}),
            "recommend": (world.officer, figures),
            "forward": (world.camat, {}),
            "verify": (world.verifier, {**figures, "sub_kegiatan": "1.03.06.2.01.05", "readiness": 4}),
        }[step]
        _take(keys, step, by, **inputs)
    return list(Proposal.objects.filter(uuid__in=keys).order_by("pk"))


def _take(keys: list, action: str, by, **inputs) -> None:
    targets = dict(Proposal.objects.filter(uuid__in=keys).order_by("pk").values_list("uuid", "version"))
    perform(targets=targets, action=action, by=by, **inputs).require()
