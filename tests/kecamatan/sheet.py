"""Deciding on the sheet of one proposal as a browser does: the form as it stands, and what was typed."""

from proposals.models import Proposal, Review
from tests.kelurahan.pages import read_form


def url(row, query: str = "") -> str:
    return f"/kecamatan/{row.uuid}/{query}"


def decide(client, row, action: str, *, query: str = "", **typed):
    form = read_form(client.get(url(row, query)))
    return client.post(url(row, query), form | {"tindakan": action} | typed)


def again(row) -> Proposal:
    row.refresh_from_db()
    return row


def last_review(row) -> Review:
    return row.reviews.order_by("-seq").first()
