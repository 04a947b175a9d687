"""The sheet of one proposal at this desk."""

from proposals.models import Review
from tests.sheets import again, decide_at

__all__ = ["again", "decide", "last_review", "url"]


def url(row, query: str = "") -> str:
    return f"/kecamatan/{row.uuid}/{query}"


def decide(client, row, action: str, *, query: str = "", **typed):
    return decide_at(url(row, query), client, action, **typed)


def last_review(row) -> Review:
    return row.reviews.order_by("-seq").first()
