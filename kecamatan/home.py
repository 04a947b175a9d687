"""The kecamatan's part of the home page."""

from datetime import datetime
from typing import Any

from kecamatan.desk import DESK, can_begin
from proposals.desk_home import read_home


def build_home(user, cycle, now: datetime) -> dict[str, Any]:
    """The context of templates/kecamatan/home.html."""
    context = read_home(DESK, user, cycle=cycle, now=now)
    seat = context["seat"]
    return context | {
        "is_camat": "camat" in seat.roles,
        "can_begin": cycle is not None and can_begin(seat, context["opening"]),
    }
