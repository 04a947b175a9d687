"""The product's table against the hand-written list."""

from proposals import workflow
from tests.permissions import allowed


def _from_table() -> set[tuple[str, str, str, str]]:
    return {
        (rule.action, origin, rule.source or "-", role)
        for rule in workflow.RULES
        for origin in rule.origins
        for role in rule.roles or ("(system)",)
        if (rule.action, rule.source) not in allowed.BY_PUBLICATION
    }


def test_table_says_what_was_designed():
    # A bappeda_admin redirects too, but only the second time, which `judge` decides (tests/proposals).
    second_redirection = {("redirect", origin, "opd_review", "bappeda_admin") for origin in allowed.ORIGINS}
    # The agency that a proposal was redirected to may object, which `judge` decides as well.
    objection = {("object", origin, "opd_review", "opd_verifier") for origin in allowed.ORIGINS}
    assert _from_table() == allowed.read() | second_redirection | objection


def test_table_publishes_only_through_a_publication():
    rows = {(r.action, r.source) for r in workflow.RULES if r.action in ("publish", "supersede")}
    assert rows == allowed.BY_PUBLICATION


def test_table_gives_every_open_status_an_owner():
    for key in workflow.OPEN:
        origins = ("musrenbang",) if key == "awaiting_lurah" else allowed.ORIGINS
        for origin in origins:
            assert workflow.owners_of(key, origin), f"{key} of {origin} has nobody whose turn it is"
    for key in workflow.FINAL:
        assert workflow.owners_of(key, "musrenbang") == ()


def test_table_names_only_known_statuses():
    for rule in workflow.RULES:
        assert rule.source is None or rule.source in workflow.STATUSES
        assert rule.target in workflow.STATUSES or rule.target == workflow.SAME or rule.target.startswith("@")
