"""Which desk draws the home page of whom; each desk says what waits there and until when."""

from collections.abc import Callable
from importlib import import_module

from accounts.roles import AGENCY, KECAMATAN, KELURAHAN

DESK_OF_ROLE: dict[str, str] = {
    **dict.fromkeys(KELURAHAN, "kelurahan"),
    **dict.fromkeys(KECAMATAN, "kecamatan"),
    **dict.fromkeys(AGENCY, "opd"),
    **dict.fromkeys(("bappeda_reviewer", "bappeda_admin", "bappeda_head", "leadership"), "bappeda"),
}


def find_desk(role: str) -> tuple[str, Callable[..., dict]] | None:
    """(template, `build_home(user, cycle, now)`) of the role's desk; None for the administrator."""
    desk = DESK_OF_ROLE.get(role)
    if desk is None:
        return None
    template = "bappeda/home_leadership.html" if role == "leadership" else f"{desk}/home.html"
    return template, import_module(f"{desk}.home").build_home
