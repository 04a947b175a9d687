"""The history of one proposal as a path to read: what was done, why, by whom, in which office and capacity."""

import heapq
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts.roles import ROLES
from proposals import workflow
from proposals.content import LEVELS
from proposals.levels import show, tell_difference
from proposals.questions import Spoken
from regions.indonesian import long_moment, rupiah, short_moment

QUIET = ("edit", "attach")  # told once for a whole run of them: the form saves by itself while somebody types
ICONS = {
    "create": "pencil", "edit": "pencil-fill", "attach": "paperclip", "submit": "send", "return": "arrow-return-left",
    "send_back": "arrow-return-left", "take_back": "clock-history", "reject": "x-lg", "withdraw": "slash-circle",
    "merge": "sign-merge-left", "redirect": "arrow-left-right", "object": "exclamation-circle-fill",
    "refer": "arrow-up-right-circle", "publish": "flag-fill", "supersede": "flag-fill", "close": "clock-history",
    "reopen": "arrow-repeat", "mark": "ui-checks",
}  # fmt: skip
TONES = {
    "return": "warning", "send_back": "warning", "take_back": "warning", "object": "warning",
    "reject": "bad", "withdraw": "bad", "close": "bad",
}  # fmt: skip


def tell(
    events: Sequence, reviews: Iterable, *, unit: str, waiting: str = "", spoken: Iterable[Spoken] = ()
) -> list[dict]:
    """Steps for components/path.html, oldest first: events, and between them what was asked and answered.

    `waiting` adds what comes next.
    """
    by_seq = {review.seq: review for review in reviews}
    timed, before = [], {}
    for run in _runs(events):
        timed.append((run[-1].at, _step(run, by_seq.get(run[-1].seq), before, unit)))
    said = [(one.message.at, _step_of_message(one)) for one in spoken]
    steps = [step for _, step in heapq.merge(timed, said, key=lambda one: one[0])]
    if waiting:
        steps.append({"title": waiting, "moment": "", "tone": "ahead", "icon": "hourglass-split"})
    return steps


def _runs(events: Sequence) -> list[list]:
    """Events one by one, but edits in a row together: those of one day, whoever typed."""
    runs: list[list] = []
    for event in events:
        last = runs[-1][-1] if runs else None
        if last and event.action in QUIET and last.action in QUIET and _is_same_day(last, event):
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


def _step(run: list, review, before: dict, unit: str) -> dict:
    event = run[-1]
    content = json.loads(event.content)
    spec, data = workflow.ACTIONS[event.action], content["data"]
    title = tell_act(event, data)
    if len(run) > 1:
        title = f"Isian atau lampiran diubah {len(run)} kali"
    elif event.action in ("publish", "supersede"):
        title = f"{spec.done}: {workflow.STATUSES[event.status].label}"
    lines = _tell_authors(run) if len(run) > 1 else [tell_author(event, content)]
    figures = _figures(review, before, unit)
    if figures:
        lines.append(figures)
    lines += [(detail, "") for detail in _details(data, review)]
    reason = (review.text if review else "") or data.get("text", "")
    return {
        "title": title,
        "moment": _tell_moments(run),
        "icon": ICONS.get(event.action, "check-lg"),
        "tone": _tone(event),
        "text": format_html_join("", "<div>{}{}</div>", lines),
        "reason_label": workflow.REASON_CATEGORIES.get(
            data.get("category") or (review.category if review else ""), "Alasan"
        ),
        "reason": reason,
        "seq": event.seq,
    }


def tell_act(event, data: dict | None = None) -> str:
    """What was done, in words; a merge and a reopening read differently on either side of a merger.

    A redirection by Bappeda is the end of a dispute, even when the proposal stays where it is.
    """
    if event.action == "redirect" and json.loads(event.content).get("role") == "bappeda_admin":
        return "Perangkat Daerah ditetapkan Bappeda"
    if event.action in ("merge", "reopen"):
        data = json.loads(event.content)["data"] if data is None else data
        if data.get("merged"):
            return "Menampung usulan lain"
        if data.get("left"):
            return "Dikeluarkan dari gabungan"
    return workflow.ACTIONS[event.action].done


def _is_same_day(one, other) -> bool:
    return timezone.localdate(one.at) == timezone.localdate(other.at)


def _tell_moments(run: list) -> str:
    """As in "28 Jan 2020, 16.20", or "28 Jan 2020, 16.02 sampai 16.20" for a run."""
    first, last = timezone.localtime(run[0].at), timezone.localtime(run[-1].at)
    if f"{first:%H.%M}" == f"{last:%H.%M}":
        return short_moment(last)
    return f"{short_moment(first)} sampai {last:%H.%M}"


def _tell_authors(run: list) -> list[tuple[str, str]]:
    """Everybody who had a part in a run, in the order of their first."""
    firsts: dict = {}
    for event in run:
        firsts.setdefault(event.by_id, event)
    return [tell_author(event, json.loads(event.content)) for event in firsts.values()]


def _step_of_message(said: Spoken) -> dict:
    message, is_answer = said.message, bool(said.message.question_id)
    return {
        "title": f"{'Jawaban' if is_answer else 'Pertanyaan'} untuk {message.to_office}",
        "moment": short_moment(message.at),
        "icon": "question-circle" if not is_answer else "info-circle",
        "tone": "",
        "text": said.author,
        "reason_label": "Jawaban" if is_answer else "Pertanyaan",
        "reason": message.text,
    }


def tell_author(event, content: dict) -> tuple[str, str]:
    """(name, ", Plh. Lurah (surat nomor 800/12), Kelurahan Batujaya")."""
    if event.by_id is None:
        return "Sistem", ""
    if event.action == "mark":
        return "Penilai Bappeda", ""  # who judges is not told to those who are judged
    role = ROLES[content["role"]].label if content.get("role") in ROLES else ""
    capacity = f"{content['capacity']} " if content.get("capacity") else ""
    letter = f" (surat nomor {content['letter']})" if content.get("letter") else ""
    return event.by.full_name or event.by.username, f", {capacity}{role}{letter}, {content['office']}"


def _figures(review, before: dict, unit: str):
    """Volume and budget of this level; what changed carries its mark and its difference."""
    if review is None or review.volume is None:
        return None
    parts = []
    for name in ("volume", "budget"):
        value = getattr(review, name)
        words = tell_difference(name, before.get(name), value, unit)
        before[name] = value
        if words and words != "tetap":
            parts.append(format_html('<span class="changed">{}</span> {}', show(name, value, unit), words))
        else:
            parts.append(format_html("{}", show(name, value, unit)))
    return parts[0], format_html(", {}", parts[1])


def _details(data: dict, review) -> list[str]:
    details = []
    if data.get("carried_from"):
        details.append(f"Disalin dari usulan {data['carried_from']} yang dulu tidak didanai.")
    if data.get("agency"):
        details.append(f"Ditangani {review.agency.name if review and review.agency else data['agency']}.")
    if data.get("institution"):
        details.append(f"Kepada {data['institution']} ({LEVELS.get(data.get('level'), 'Provinsi/Pusat')}).")
    if data.get("deadline"):
        details.append(f"Batas perbaikan {long_moment(datetime.fromisoformat(data['deadline']))}.")
    if data.get("lead"):
        details.append(f"Usulan utama {data['lead']}.")
    if data.get("left"):
        details.append(f"Bukan lagi bagian dari usulan {data['left']}.")
    for name, words in (("followed", "Ikut usulan ini"), ("released", "Dikeluarkan dari gabungan")):
        if data.get(name):
            details.append(f"{words}: {', '.join(str(one) for one in data[name])}.")
    if data.get("merged"):
        details.append(f"Digabung ke sini: {', '.join(str(name) for name in data['merged'])}.")
    if review is not None and review.sub_kegiatan:
        details.append(f"Sub kegiatan {review.sub_kegiatan.code} {review.sub_kegiatan.name}.")
    if review is not None and review.readiness:
        details.append(f"Kesiapan lahan dan teknis: {review.readiness} dari 5.")
    if data.get("position_confirmed"):
        details.append("Letak sudah dipastikan lurah.")
    return details


def _tone(event) -> str:
    if event.action in TONES:
        return TONES[event.action]
    tone = (
        workflow.STATUSES[event.status].tone if event.action in ("publish", "supersede", "fund_local") else ""
    )
    return tone if tone in ("good", "reserve", "bad") else ""


def tell_sum(proposal) -> str:
    """What counts now, as one line: "110 meter, Rp 169.125.000"."""
    return f"{show('volume', proposal.current_volume, proposal.unit)}, {rupiah(proposal.current_budget)}"
