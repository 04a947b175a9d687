"""Where a run stands between its making and the public list, in one word and in sentences."""

from bappeda.models import Publication, RankingRun
from bappeda.sheets import list_progress
from proposals.refusals import Refusal, Refused

MADE, APPROVED, ANNOUNCED, REPLACED = "made", "approved", "announced", "replaced"
LABELS = {
    MADE: ("Dibuat", "process", "calculator"),
    APPROVED: ("Disetujui", "warning", "check-circle"),
    ANNOUNCED: ("Diumumkan", "good", "flag-fill"),
    REPLACED: ("Diganti", "muted", "clock-history"),
}


def find_state(run: RankingRun, in_force: Publication | None) -> str:
    """`run` with its approval and publication selected; `in_force` is the cycle's list that nothing superseded."""
    publication = getattr(run, "publication", None)
    if publication is not None:
        return ANNOUNCED if in_force and publication.pk == in_force.pk else REPLACED
    return APPROVED if getattr(run, "approval", None) else MADE


def label(state: str) -> dict:
    words, tone, icon = LABELS[state]
    return {"label": words, "tone": tone, "icon": icon}


def require_own_marks_in(reviewer, cycle) -> None:
    """Before publication a reviewer sees no scores while own sheets are open (403): they carry the others' marks."""
    progress = list_progress(cycle, reviewer=reviewer)
    if progress and progress[0].left:
        sentence = f"Peringkat terbuka bagi Anda setelah {progress[0].left} lembar penilaian Anda yang tersisa selesai."
        raise Refused(Refusal(403, "marks_first", sentence))
