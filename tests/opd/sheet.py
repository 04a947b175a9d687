"""The sheet of one proposal at this desk."""

from tests.sheets import again, decide_at

__all__ = ["again", "decide", "url"]


def url(row, query: str = "") -> str:
    return f"/opd/{row.uuid}/{query}"


def decide(client, row, action: str, *, query: str = "", **typed):
    return decide_at(url(row, query), client, action, **typed)
