"""The five steps of the form: what each holds for an origin, and how far a proposal has come in them."""

from collections.abc import Sequence

from django.urls import reverse

from proposals.completeness import Missing
from proposals.forms import STEPS

CHECK = "periksa"
ORDER = (*STEPS, CHECK)
TITLES = {key: title for key, (title, _) in STEPS.items()} | {CHECK: "Periksa dan ajukan"}
GO_ON = {
    "lokasi": "lokasi dan foto",
    "volume": "volume dan anggaran",
    "penerima": "penerima manfaat",
    CHECK: "periksa dan ajukan",
}
_ONLY_FOR = {"councillor": ("pokir",), "faction": ("pokir",), "kelurahan": ("kecamatan",)}
_NOT_TYPED = ("kelurahan", "funding")  # filled without anybody having typed


def names_of(step: str, source: str) -> tuple[str, ...]:
    """The fields of a step; pokir asks for the kelurahan first, because without it there is no row."""
    names = tuple(name for name in STEPS[step][1] if source in _ONLY_FOR.get(name, (source,)))
    return ("kelurahan", *names) if source == "pokir" and step == "masalah" else names


def neighbours(step: str) -> tuple[str, str]:
    """The step before and the step after; empty at the ends."""
    at = ORDER.index(step)
    return ORDER[at - 1] if at else "", ORDER[at + 1] if at + 1 < len(ORDER) else ""


def build_rail(row, *, current: str, missing: Sequence[Missing], is_new: bool) -> list[dict]:
    """{title, note, url, state, current} per step, for components/steps.html."""
    return [
        {
            "title": TITLES[step],
            "note": _note(row, step, current, missing),
            "url": address(row, step, is_new=is_new),
            "state": "done" if _is_done(row, step, missing) else "",
            "current": step == current,
        }
        for step in ORDER
    ]


def address(row, step: str, *, is_new: bool) -> str:
    """Where a step is filled in: before the first save under the UUID that the form has made."""
    if not is_new:
        return reverse("proposals:step", args=[row.uuid, step])
    return f"{reverse('proposals:new')}?langkah={step}&usulan={row.uuid}"


def _is_done(row, step: str, missing: Sequence[Missing]) -> bool:
    if step == CHECK:
        return row.status not in (None, "draft", "revision")
    return _is_begun(row, step) and not _lacks(step, missing)


def _is_begun(row, step: str) -> bool:
    return any(
        getattr(row, f"{name}_id" if hasattr(row, f"{name}_id") else name)
        for name in names_of(step, row.source)
        if name not in _NOT_TYPED
    )


def _lacks(step: str, missing: Sequence[Missing]) -> int:
    return sum(item.step == step for item in missing)


def _note(row, step: str, current: str, missing: Sequence[Missing]) -> str:
    if step == current:
        return "Sedang diperiksa" if step == CHECK else "Sedang diisi"
    if step == CHECK:
        return f"Kurang {len(missing)} isian" if missing else "Siap diajukan"
    if not _is_begun(row, step):
        return "Belum diisi"
    lacking = _lacks(step, missing)
    return f"Kurang {lacking} isian" if lacking else "Lengkap"
