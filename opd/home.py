"""The part of a Perangkat Daerah of the home page."""

from datetime import datetime
from typing import Any

from opd.desk import DESK
from opd.share import read_share
from proposals.desk_home import read_home


def build_home(user, cycle, now: datetime) -> dict[str, Any]:
    """The context of templates/opd/home.html."""
    context = read_home(DESK, user, cycle=cycle, now=now)
    office = context["office"]
    return context | {
        "share": read_share(office.pk, cycle) if cycle else None,
        "office_name": office.short_name,
    }
