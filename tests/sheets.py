"""Deciding on the sheet of one proposal as a browser does: the form as it stands, and what was typed."""

from proposals.models import Proposal
from tests.kelurahan.pages import read_form


def decide_at(url: str, client, action: str, **typed):
    form = read_form(client.get(url))
    return client.post(url, form | {"tindakan": action} | typed)


def again(row) -> Proposal:
    row.refresh_from_db()
    return row
