"""The kecamatan's part of the home page."""

from datetime import datetime
from typing import Any

from kecamatan.desk import DESK
from proposals.desk_home import read_home


def build_home(user, cycle, now: datetime) -> dict[str, Any]:
    """The context of templates/kecamatan/home.html."""
    context = read_home(DESK, user, cycle=cycle, now=now)
    return context | {"is_camat": "camat" in context["seat"].roles}
