"""/usulan/<uuid>/sub-kegiatan/: finding a sub kegiatan by word or code, or by walking down the tree of codes."""

from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from proposals import lookup
from proposals.code_tree import MOST, group_by_path, read_tree

LONGEST = 200


@require_safe
def pick(request, uuid):
    """Suggestions for the box that is typed in; without a script a page of its own."""
    row = lookup.find(uuid, user=request.user)
    words = _read_words(request.GET)
    tree = read_tree(planning_year=row.cycle.planning_year, agency=row.current_agency)
    found = tree.search(words)
    context = {"row": row, "cycle": row.cycle, "words": words, "matches": len(found)}
    if request.headers.get("HX-Request"):
        shown = found[:MOST]
        return render(
            request, "proposals/code_options.html", context | {"groups": group_by_path(tree, shown)}
        )
    back = _read_back(request)
    page = {
        "groups": group_by_path(tree, found[: 4 * MOST]) if words else [],
        "roots": [] if words else tree.roots,
        "back": back or row.get_absolute_url(),
        "next": back,
        "use": f"{back}{'&' if '?' in back else '?'}tindakan=verify&sub_kegiatan=" if back else "",
    }
    return render(request, "proposals/codes.html", context | page)


def _read_words(params) -> str:
    """What was typed: `cari` of the page, or the box of whichever form asks."""
    typed = next((v for k, v in params.items() if k == "cari" or k.endswith("sub_kegiatan")), "")
    return "".join(letter for letter in typed if letter.isprintable())[:LONGEST].strip()


def _read_back(request) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""
