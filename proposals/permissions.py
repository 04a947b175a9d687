"""Who may, and when: the verdict on one action for one proposal, read from the table.

`perform`, the buttons and the queues ask the same function. Answers come in the order of DESIGN §6:
403 wrong role or office, then 409 status, version, window. (404, out of scope, is `visible_to`'s.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.offices import Standing
from proposals import workflow
from proposals.refusals import Refusal
from proposals.windows import Opening, Windows
from regions.indonesian import long_moment

REDIRECTED = "Usulan ini sudah sekali dialihkan. Sekarang Bappeda yang memutuskan."


@dataclass(frozen=True, slots=True)
class Verdict:
    """Either a rule with the standing that uses it, or a refusal."""

    rule: workflow.Rule | None = None
    standing: Standing | None = None
    opening: Opening | None = None
    refusal: Refusal | None = None


def judge(
    proposal,
    action: str,
    *,
    standings: Sequence[Standing],
    now: datetime,
    windows: Windows,
    expected_version: int | None = None,
    last_event=None,
) -> Verdict:
    """The verdict. With no standings (the system) only rules without roles count."""
    about = {"uuid": proposal.uuid, "reference": proposal.reference or ""}
    roles = {standing.role for standing in standings}
    mine = [
        rule
        for rule in workflow.RULES
        if rule.action == action
        and proposal.source in rule.origins
        and (roles & set(rule.roles) if standings else not rule.roles)
    ]
    if not mine:
        return _refuse(403, "role", _role_sentence(action, proposal), about)
    here = [rule for rule in mine if rule.source == proposal.status]
    is_stale = (
        expected_version is not None and expected_version != proposal.version and last_event is not None
    )
    if is_stale and (not here or not standings or _standing_for(here, standings, proposal)):
        return _refuse(409, "version", _moved_sentence(last_event, proposal), about)
    if not here:
        return _refuse(409, "status", _status_sentence(action, proposal), about)
    if not standings:
        return Verdict(rule=here[0])
    found = _standing_for(here, standings, proposal)
    if found is None:
        return _refuse(403, "office", "Usulan ini sekarang ditangani kantor lain.", about)
    rule, standing = found
    if action in ("redirect", "object"):
        refusal = _dispute_refusal(action, proposal, standing, about)
        if refusal:
            return Verdict(refusal=refusal)
    if action == "reopen" and proposal.cycle.published_at:
        return _refuse(
            409,
            "published",
            "Hasil tahun ini sudah diumumkan. Perubahan hanya lewat Umumkan perubahan.",
            about,
        )
    if proposal.cycle.closed_at:
        return _refuse(409, "closed", f"Tahun perencanaan {proposal.cycle} sudah ditutup.", about)
    if rule.window is None:
        return Verdict(rule, standing)
    opening = windows.of_proposal(rule.window, proposal, now)
    if not opening.is_open:
        return Verdict(
            rule,
            standing,
            opening,
            Refusal(409, "window", window_sentence(rule.window, opening, now), **about),
        )
    return Verdict(rule, standing, opening)


def covers(standing: Standing, proposal) -> bool:
    """Whether this office is the one whose turn it is for the proposal (the whole city for Bappeda)."""
    if standing.office_kind == "kelurahan":
        return standing.office_id == proposal.kelurahan_id
    if standing.office_kind == "kecamatan":
        return standing.office_id == proposal.kecamatan_id
    if standing.office_kind == "agency":
        return standing.office_id == proposal.current_agency_id
    return True


def window_sentence(stage: str, opening: Opening, now: datetime) -> str:
    """Why the door is shut, until when it was open, and whom to ask."""
    label = workflow.STAGES[stage].label if stage in workflow.STAGES else "perbaikan"
    if opening.opens_at and now < opening.opens_at:
        return f"Tahap {label} baru dibuka {long_moment(opening.opens_at)}. Draf tetap tersimpan."
    if opening.closes_at:
        return (
            f"Tahap {label} sudah ditutup {long_moment(opening.closes_at)}. "
            "Isian yang sudah tersimpan tidak hilang. Perpanjangan diminta ke Bappeda."
        )
    return f"Jadwal tahap {label} belum diatur. Tanyakan ke Bappeda."


def _standing_for(rules, standings, proposal):
    for rule in rules:
        for standing in standings:
            if standing.role in rule.roles and covers(standing, proposal):
                return rule, standing
    return None


def _dispute_refusal(action: str, proposal, standing, about) -> Refusal | None:
    """One redirection by an agency; then the one it went to may object, and Bappeda decides for good."""
    if action == "object":
        if proposal.redirect_count < 1:
            sentence = "Usulan ini belum dialihkan. Alihkan bila bukan urusan kantor Anda."
            return Refusal(409, "status", sentence, **about)
        if proposal.redirect_count > 1:
            return Refusal(409, "settled", "Bappeda sudah menetapkan Perangkat Daerahnya.", **about)
        return None
    if standing.role == "opd_verifier" and proposal.redirect_count >= 1:
        return Refusal(409, "redirected", REDIRECTED, **about)
    if standing.role == "bappeda_admin" and proposal.redirect_count < 1:
        return Refusal(409, "redirected", "Perangkat Daerah yang dituju memutuskan lebih dulu.", **about)
    return None


def _refuse(http: int, code: str, message: str, about: dict) -> Verdict:
    return Verdict(refusal=Refusal(http, code, message, **about))


def _role_sentence(action: str, proposal) -> str:
    label = workflow.ACTIONS[action].label
    return f"Peran Anda tidak dapat memakai “{label}” untuk usulan ini."


def _status_sentence(action: str, proposal) -> str:
    label, status = workflow.ACTIONS[action].label, workflow.STATUSES[proposal.status].label
    return f"“{label}” tidak berlaku lagi: usulan ini sekarang berstatus {status}."


def _moved_sentence(event, proposal) -> str:
    done = workflow.ACTIONS[event.action].done
    who = event.by.full_name if event.by_id else "sistem"
    return (
        f"Usulan ini berubah sejak Anda membukanya: {done} oleh {who}, {long_moment(event.at)}. "
        "Isian Anda belum dipakai. Lihat perubahan itu, lalu ulangi bila masih perlu."
    )
