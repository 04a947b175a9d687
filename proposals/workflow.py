"""The workflow, as one table: every status, action and rule of who may do what when (no Django in here).

Everything else reads it: model choices and CHECK constraint, `perform`, buttons, queues, API, admin,
notifications, docs/workflow.md and the permission matrix. Source: DESIGN §5.

Read a rule as: *somebody with one of `roles`, standing for the office whose turn it is, may do `action` to a
proposal of one of `origins` in `source`, while `window` is open, which brings it to `target`.*
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Status:
    """What is said about one status: `turn` names the office that must act, `tone` and `icon` its badge."""

    key: str
    label: str
    turn: str | None  # "kelurahan", "lurah", "kecamatan", "agency", "bappeda"; None when final
    icon: str
    tone: str
    stage: str | None  # the stage that a proposal in this status belongs to

    @property
    def final(self) -> bool:
        return self.turn is None


@dataclass(frozen=True, slots=True)
class Stage:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Action:
    """An act, its button, and what must be said with it.

    `needs` are the inputs without which it is refused; `takes` those that may come with it. `outcome` is that of
    the Review it writes (None: no review). `direct` acts are offered as buttons and by the API's transitions;
    the others belong to a service of their own (saving a form, marking, publishing, closing a cycle).
    """

    key: str
    label: str
    done: str  # how the history tells it
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    outcome: str | None = None
    direct: bool = True
    danger: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    action: str
    source: str | None  # None: the proposal does not exist yet
    target: str  # a status, or one of the names below
    roles: tuple[str, ...]  # empty: the system alone
    window: str | None  # a stage, ACT_UNTIL or None
    origins: tuple[str, ...] = field(default=("musrenbang", "kecamatan", "pokir"))


# Targets that depend on the proposal or on the input.
SAME = "="
WHERE_RETURNED_FROM = "@returned_from"
WHERE_CLOSED_FROM = "@closed_from"
BY_RESULT = "@result"
ACT_UNTIL = "act_until"

STAGES: dict[str, Stage] = {
    stage.key: stage
    for stage in (
        Stage("kelurahan", "Kelurahan"),
        Stage("kecamatan", "Kecamatan"),
        Stage("opd", "Perangkat Daerah"),
        Stage("bappeda", "Bappeda"),
        Stage("publication", "Pengumuman"),
    )
}

STATUSES: dict[str, Status] = {
    status.key: status
    for status in (
        Status("draft", "Draf", "kelurahan", "pencil", "draft", "kelurahan"),
        Status("awaiting_lurah", "Menunggu Lurah", "lurah", "hourglass-split", "process", "kelurahan"),
        Status("kecamatan_review", "Verifikasi Kecamatan", "kecamatan", "building", "process", "kecamatan"),
        Status("opd_review", "Verifikasi Perangkat Daerah", "agency", "tools", "process", "opd"),
        Status("scoring", "Penilaian Bappeda", "bappeda", "ui-checks", "process", "bappeda"),
        Status("revision", "Perlu Perbaikan", "kelurahan", "arrow-return-left", "warning", None),
        Status("prioritised", "Prioritas", None, "check-circle-fill", "good", None),
        Status("reserve", "Cadangan", None, "pause-circle-fill", "reserve", None),
        Status("local", "Dana Kelurahan", None, "check-circle-fill", "good", None),
        Status("referred", "Diusulkan ke Provinsi/Pusat", None, "arrow-up-right-circle", "muted", None),
        Status("rejected", "Ditolak", None, "x-circle-fill", "bad", None),
        Status("withdrawn", "Dibatalkan", None, "slash-circle", "muted", None),
        Status("merged", "Digabung", None, "sign-merge-left", "muted", None),
        Status("lapsed", "Tidak Terproses", None, "clock-history", "muted", None),
    )
}
OPEN = tuple(key for key, status in STATUSES.items() if not status.final)
FINAL = tuple(key for key, status in STATUSES.items() if status.final)
PUBLISHED = ("prioritised", "reserve")

ORIGINS: dict[str, str] = {
    "musrenbang": "Musrenbang kelurahan",
    "kecamatan": "Usulan kecamatan",
    "pokir": "Pokok pikiran DPRD",
}

REASON_CATEGORIES: dict[str, str] = {
    "duplicate": "Usulan ganda",
    "wrong_address": "Alamat keliru",
    "already_done": "Sudah diusulkan atau dikerjakan",
    "wrong_agency": "Salah Perangkat Daerah",
    "not_priority": "Tidak sesuai prioritas",
    "land": "Masalah lahan",
    "incomplete": "Data tidak lengkap",
    "other": "Lainnya",
}

SUPERSEDE_REASONS: dict[str, str] = {
    "correction": "Koreksi",
    "ceiling_changed": "Pagu berubah",
    "land_cancelled": "Batal karena lahan",
}

OUTCOMES: dict[str, str] = {
    "submitted": "Diajukan",
    "accepted": "Disetujui",
    "accepted_with_changes": "Disetujui dengan perubahan",
    "recommended": "Direkomendasikan",
    "resubmitted": "Dikirim ulang setelah perbaikan",
    "returned": "Dikembalikan",
    "redirected": "Dialihkan",
    "objected": "Keberatan",
    "rejected": "Ditolak",
    "merged": "Digabung",
    "referred": "Diusulkan ke Provinsi/Pusat",
    "local": "Dana Kelurahan",
    "reopened": "Dibuka kembali",
}
# Outcomes whose values count for the proposal (`current_*`).
ACCEPTING = (
    "submitted",
    "accepted",
    "accepted_with_changes",
    "recommended",
    "resubmitted",
    "redirected",
    "local",
)

# fmt: off
ACTIONS: dict[str, Action] = {
    action.key: action
    for action in (
        Action("create", "Simpan", "Draf dibuat", ("values",), direct=False),
        Action("edit", "Simpan", "Isian diubah", ("values",), direct=False),
        Action("attach", "Simpan lampiran", "Lampiran diubah", (), ("add", "remove"), direct=False),
        Action("submit", "Ajukan", "Diajukan ke Lurah", ("complete",), help="Nomor usulan diberikan saat ini juga."),
        Action("send_back", "Kembalikan ke operator", "Dikembalikan Lurah", ("text",), outcome="returned"),
        Action(
            "endorse", "Teruskan ke kecamatan", "Diteruskan ke kecamatan", ("complete",),
            ("position_confirmed", "ordered"), outcome="submitted",
            help="Setelah ini, perubahan hanya lewat pengembalian oleh kecamatan.",
        ),
        Action("register", "Catat", "Dicatat", ("complete",), outcome="submitted"),
        Action("withdraw", "Batalkan", "Dibatalkan", ("text",), danger=True),
        Action(
            "recommend", "Simpan rekomendasi", "Direkomendasikan kecamatan", ("volume", "price"),
            ("text", "households"), outcome="recommended",
        ),
        Action(
            "forward", "Teruskan hasil Musrenbang", "Diteruskan ke Perangkat Daerah", ("recommended",), ("ordered",),
            outcome="accepted", help="Setelah ini, perubahan hanya lewat pengembalian oleh Perangkat Daerah.",
        ),
        Action(
            "fund_local", "Danai dengan Dana Kelurahan", "Didanai Dana Kelurahan", ("sub_kegiatan",), ("text",),
            outcome="local",
        ),
        Action(
            "verify", "Nyatakan layak", "Dinyatakan layak", ("volume", "price", "sub_kegiatan"),
            ("text", "households", "readiness"), outcome="accepted",
        ),
        Action(
            "redirect", "Alihkan Perangkat Daerah", "Dialihkan ke Perangkat Daerah lain", ("agency", "text"),
            outcome="redirected",
        ),
        Action(
            "object", "Sampaikan keberatan", "Keberatan disampaikan ke Bappeda", ("text",), outcome="objected",
        ),
        Action(
            "refer", "Usulkan ke Provinsi/Pusat", "Diusulkan ke Provinsi/Pusat", ("level", "institution", "text"),
            ("merged",), outcome="referred",
        ),
        Action(
            "merge", "Gabungkan", "Digabung ke usulan lain", ("lead", "volume", "households"),
            ("text",), outcome="merged",
        ),
        Action(
            "return", "Kembalikan untuk perbaikan", "Dikembalikan untuk perbaikan", ("text",), ("category", "deadline"),
            outcome="returned",
        ),
        Action("resubmit", "Kirim ulang", "Dikirim ulang", ("complete", "changed"), outcome="resubmitted"),
        Action("take_back", "Tidak diperbaiki", "Batas perbaikan lewat tanpa perubahan", (), direct=False),
        Action(
            "reject", "Tolak", "Ditolak", ("category", "text"), ("merged",), outcome="rejected", danger=True,
            help="Alasan Anda dibaca kelurahan dan warga.",
        ),
        Action("reopen", "Buka kembali", "Dibuka kembali", ("text",), outcome="reopened"),
        Action("mark", "Nilai", "Dinilai", ("assessment",), direct=False),
        Action("publish", "Umumkan hasil pemeringkatan", "Hasil diumumkan", ("results",), direct=False),
        Action("supersede", "Umumkan perubahan", "Hasil diganti", ("results", "category", "text"), direct=False),
        Action("close", "Tutup tahun", "Tidak terproses sampai tahun ditutup", (), direct=False),
    )
}
# fmt: on

OPERATORS = ("kelurahan_operator", "lurah")
ADMIN = ("bappeda_admin",)
KECAMATAN = ("kecamatan_officer", "camat")
AGENCY = ("opd_verifier",)


def _rules() -> Iterable[Rule]:
    for action in ("create", "edit", "attach"):
        source = None if action == "create" else "draft"
        target = "draft" if action == "create" else SAME
        yield Rule(action, source, target, OPERATORS, "kelurahan", ("musrenbang",))
        yield Rule(action, source, target, ("kecamatan_officer",), "kecamatan", ("kecamatan",))
        yield Rule(action, source, target, ADMIN, "opd", ("pokir",))
    for action in ("edit", "attach"):
        yield Rule(action, "awaiting_lurah", SAME, ("lurah",), "kelurahan", ("musrenbang",))
        yield Rule(action, "revision", SAME, OPERATORS, ACT_UNTIL, ("musrenbang",))
        yield Rule(action, "revision", SAME, ("kecamatan_officer",), ACT_UNTIL, ("kecamatan",))
        yield Rule(action, "revision", SAME, ADMIN, ACT_UNTIL, ("pokir",))
    yield Rule("submit", "draft", "awaiting_lurah", OPERATORS, "kelurahan", ("musrenbang",))
    yield Rule("send_back", "awaiting_lurah", "draft", ("lurah",), "kelurahan", ("musrenbang",))
    yield Rule("endorse", "awaiting_lurah", "kecamatan_review", ("lurah",), "kelurahan", ("musrenbang",))
    yield Rule("register", "draft", "kecamatan_review", ("kecamatan_officer",), "kecamatan", ("kecamatan",))
    yield Rule("register", "draft", "opd_review", ADMIN, "opd", ("pokir",))
    for source in ("draft", "awaiting_lurah", "revision"):
        yield Rule("withdraw", source, "withdrawn", OPERATORS, None, ("musrenbang",))
    for source in ("draft", "revision"):
        yield Rule("withdraw", source, "withdrawn", ("kecamatan_officer",), None, ("kecamatan",))
        yield Rule("withdraw", source, "withdrawn", ADMIN, None, ("pokir",))
    yield Rule("recommend", "kecamatan_review", SAME, KECAMATAN, "kecamatan")
    yield Rule("forward", "kecamatan_review", "opd_review", ("camat",), "kecamatan")
    yield Rule("fund_local", "kecamatan_review", "local", ("camat",), "kecamatan")
    yield Rule("verify", "opd_review", "scoring", AGENCY, "opd")
    yield Rule("redirect", "opd_review", SAME, AGENCY + ADMIN, "opd")
    yield Rule("object", "opd_review", SAME, AGENCY, "opd")
    yield Rule("refer", "kecamatan_review", "referred", ("camat",), "kecamatan")
    yield Rule("refer", "opd_review", "referred", AGENCY, "opd")
    yield Rule("refer", "scoring", "referred", ADMIN, "bappeda")
    yield Rule("merge", "kecamatan_review", "merged", KECAMATAN, "kecamatan")
    yield Rule("merge", "opd_review", "merged", AGENCY, "opd")
    yield Rule("merge", "scoring", "merged", ADMIN, "bappeda")
    yield Rule("return", "kecamatan_review", "revision", KECAMATAN, "kecamatan")
    yield Rule("return", "opd_review", "revision", AGENCY, "opd")
    yield Rule("return", "scoring", "revision", ADMIN, "bappeda")
    yield Rule("resubmit", "revision", WHERE_RETURNED_FROM, ("lurah",), ACT_UNTIL, ("musrenbang",))
    yield Rule("resubmit", "revision", WHERE_RETURNED_FROM, ("kecamatan_officer",), ACT_UNTIL, ("kecamatan",))
    yield Rule("resubmit", "revision", WHERE_RETURNED_FROM, ADMIN, ACT_UNTIL, ("pokir",))
    yield Rule("take_back", "revision", WHERE_RETURNED_FROM, (), None)
    yield Rule("reject", "awaiting_lurah", "rejected", ("lurah",), "kelurahan", ("musrenbang",))
    yield Rule("reject", "kecamatan_review", "rejected", ("camat",), "kecamatan")
    yield Rule("reject", "opd_review", "rejected", AGENCY, "opd")
    yield Rule("reject", "scoring", "rejected", ADMIN, "bappeda")
    for source in ("rejected", "merged", "referred", "local"):
        yield Rule("reopen", source, WHERE_CLOSED_FROM, ADMIN, None)
    # What leaves a lead that is rejected, referred or withdrawn: a consequence of that act (services/releasing.py).
    yield Rule("reopen", "merged", WHERE_CLOSED_FROM, (), None)
    yield Rule("mark", "scoring", SAME, ("bappeda_reviewer",), "bappeda")
    yield Rule("publish", "scoring", BY_RESULT, ADMIN, None)
    for source in PUBLISHED:
        yield Rule("supersede", source, BY_RESULT, ADMIN, None)
    for source in OPEN:
        yield Rule("close", source, "lapsed", (), None)


RULES: tuple[Rule, ...] = tuple(_rules())


def find_rules(*, action: str, source: str | None, origin: str) -> tuple[Rule, ...]:
    """The rules that say who may do `action` to a proposal of this origin in this status; none: not possible."""
    return tuple(
        rule for rule in RULES if rule.action == action and rule.source == source and origin in rule.origins
    )


def sources_of(action: str) -> tuple[str | None, ...]:
    """Every status from which the action leads, in the order of the table."""
    return tuple(dict.fromkeys(rule.source for rule in RULES if rule.action == action))


def resolve_target(rule: Rule, *, status: str, returned_from: str, closed_from: str, result: str = "") -> str:
    """The status that the rule leads to for this proposal.

    Raises ValueError when the proposal does not know where it came from, or the result is not one of the
    statuses that a publication may give.
    """
    if rule.target == SAME:
        return status
    target = {WHERE_RETURNED_FROM: returned_from, WHERE_CLOSED_FROM: closed_from, BY_RESULT: result}.get(
        rule.target, rule.target
    )
    allowed = {
        BY_RESULT: PUBLISHED if rule.action == "publish" else (*PUBLISHED, "rejected"),
        WHERE_RETURNED_FROM: ("kecamatan_review", "opd_review", "scoring"),
        WHERE_CLOSED_FROM: ("awaiting_lurah", "kecamatan_review", "opd_review", "scoring"),
    }.get(rule.target, (target,))
    if target not in allowed:
        raise ValueError(f"{rule.action}: no way to {target!r}")
    return target


def owners_of(status: str, origin: str) -> tuple[str, ...]:
    """The roles whose turn it is: those that may do something other than withdraw; empty when final."""
    if STATUSES[status].final:
        return ()
    roles = (
        role
        for rule in RULES
        if rule.source == status and origin in rule.origins and rule.action != "withdraw"
        for role in rule.roles
    )
    return tuple(dict.fromkeys(roles))
