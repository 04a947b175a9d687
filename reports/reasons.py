"""Why a proposal stands where it stands, as a list prints it: the last decision's reason, read with the row itself."""

import json

from django.db.models import OuterRef, QuerySet, Subquery

from proposals import workflow
from proposals.content import LEVELS
from proposals.models import Event, Review

REASON = ("reason_category", "reason_text", "reason_detail", "replaced")
# Of these statuses the reason is that of the decision which led there; of others the last that anybody gave.
OUTCOMES = {
    "revision": "returned",
    "rejected": "rejected",
    "merged": "merged",
    "referred": "referred",
    "local": "local",
}


def with_reason(rows: QuerySet, status: str = "") -> QuerySet:
    """Annotate rows of one status, or of any, with `REASON`, for `say_reason`.

    `replaced` is what a later list said of them.
    """
    reviews = Review.objects.filter(proposal=OuterRef("pk"))
    if status in OUTCOMES:
        reviews = reviews.filter(outcome=OUTCOMES[status])
    last = reviews.order_by("-seq")
    replaced = Event.objects.filter(proposal=OuterRef("pk"), action="supersede", status="rejected")
    return rows.annotate(
        reason_category=Subquery(last.values("category")[:1]),
        reason_text=Subquery(last.values("text")[:1]),
        reason_detail=Subquery(last.values("detail")[:1]),
        replaced=Subquery(replaced.order_by("-seq").values("content")[:1]),
    )


def say_reason(row, *, lead: str | None = None) -> str | None:
    """As in "Usulan ganda. Sama dengan usulan RW 03." or "Digabung ke 2021-36.71.03.1002-0007."; None for nothing."""
    category, text = workflow.REASON_CATEGORIES.get(row.reason_category or "", ""), row.reason_text or ""
    if row.replaced is not None:
        data = json.loads(row.replaced)["data"]
        category, text = workflow.SUPERSEDE_REASONS.get(data.get("category"), ""), data.get("text") or ""
    words = ". ".join(part for part in (f"Digabung ke {lead}" if lead else "", category) if part)
    return f"{words}. {text}" if words and text else words or text or None


def say_remark(row) -> str | None:
    """What a list's column of remarks says; the row also has its status, `closed_from` and its lead's reference."""
    if row.status == "lapsed" and row.closed_from:
        return f"Tahun ditutup saat {workflow.STATUSES[row.closed_from].label}."
    return say_reason(row, lead=row.merged_into__reference)


def with_advice(rows: QuerySet, *stages: str) -> QuerySet:
    """Annotate rows with what the offices of these stages decided last, for `say_advice`."""
    for stage in stages:
        last = Review.objects.filter(proposal=OuterRef("pk"), stage=stage).order_by("-seq")
        rows = rows.annotate(
            **{f"{stage}_{name}": Subquery(last.values(name)[:1]) for name in ("outcome", "text")}
        )
    return rows


def say_advice(row, stage: str) -> str | None:
    """As in "Disetujui. Volume menurut ukur ulang."; None where the office has decided nothing."""
    outcome, text = (getattr(row, f"{stage}_{name}") for name in ("outcome", "text"))
    return ". ".join(part for part in (workflow.OUTCOMES.get(outcome), text) if part) or None


def say_level(row) -> tuple[str | None, str | None]:
    """(level, institution) of a referral, in words."""
    detail = row.reason_detail or {}
    return LEVELS.get(detail.get("level")), detail.get("institution") or None
