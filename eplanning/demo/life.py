"""The lives that demo proposals lead, step by step, at the times of the calendar."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from proposals import budget
from proposals.models import Proposal
from proposals.workflow import REASON_CATEGORIES
from proposals.working_days import add_working_days

from .steps import ADVICE, INSTITUTIONS, REJECT_REASONS, RETURN_REASONS, VERIFIED, Steps


class Life(Steps):
    """Moves one proposal after the other through the stages of one calendar."""

    def draft(self, row: Proposal, values: dict, *, photo: bool = True) -> None:
        at = self.calendar.moment(self.random, "kelurahan", 0.0, 0.7)
        by = self.cast.of("kelurahan_operator", row.kelurahan_id)
        self.ledger.open(row, by=by, at=at, values=values)
        if photo and row.kind == "physical":
            chosen = self.random.sample(self.photos, self.random.choice((1, 1, 2)))
            self.ledger.attach(row, chosen, by=by, at=at + timedelta(minutes=self.random.randint(2, 25)))

    def withdraw(self, row: Proposal) -> None:
        by = self.cast.of("kelurahan_operator", row.kelurahan_id)
        self._tell(
            row,
            "withdraw",
            "withdrawn",
            by,
            row.updated_at + timedelta(hours=3),
            data={"text": "Warga menarik usulan ini."},
        )

    def submit(self, row: Proposal) -> None:
        at = row.updated_at + timedelta(minutes=self.random.randint(5, 400))
        self.ledger.number(row, row.kelurahan.code)
        by = self.cast.of("kelurahan_operator", row.kelurahan_id)
        self._tell(row, "submit", "awaiting_lurah", by, at, submitted_at=row.submitted_at or at)

    def send_back(self, row: Proposal) -> None:
        reason = "Surat pernyataan lahan belum dilampirkan. Minta ke Ketua RW, lalu unggah fotonya."
        self._tell(
            row,
            "send_back",
            "draft",
            self.cast.of("lurah", row.kelurahan_id),
            row.updated_at + timedelta(hours=20),
            data={"text": reason},
            review={"outcome": "returned", "text": reason},
        )

    def endorse(self, row: Proposal, at, order: int) -> None:
        at = max(at, row.updated_at + timedelta(minutes=5))
        data = {"position_confirmed": True} if row.position_warning else {}
        self._tell(
            row,
            "endorse",
            "kecamatan_review",
            self.cast.of("lurah", row.kelurahan_id),
            at,
            data=data,
            review={"outcome": "submitted", **self._asked(row)},
            endorsed_at=at,
            kelurahan_order=order,
        )
        self.ledger.address(row, at)

    def repair(self, row: Proposal, stage: str, by) -> None:
        """Returned and sent again with a smaller volume."""
        at, back = self._step(row, stage), row.status
        deadline = add_working_days(at, 5, self.holidays)
        reason = self.random.choice(RETURN_REASONS)
        self._tell(
            row,
            "return",
            "revision",
            by,
            at,
            data={"text": reason, "deadline": deadline},
            review={"outcome": "returned", "text": reason},
            returned_from=back,
            act_until=deadline,
        )
        operator, lurah = (
            self.cast.of("kelurahan_operator", row.kelurahan_id),
            self.cast.of("lurah", row.kelurahan_id),
        )
        at += timedelta(hours=self.random.randint(18, 46))
        row.volume = self._smaller(row.volume)
        row.budget = budget.compute(row.volume, row.unit_price)
        self._tell(row, "edit", "revision", operator, at, data={"values": {"volume": row.volume}})
        at += timedelta(hours=2)
        asked = self._asked(row)
        self._tell(
            row,
            "resubmit",
            back,
            lurah,
            at,
            review={"outcome": "resubmitted", **asked},
            returned_from="",
            act_until=add_working_days(at, 3, self.holidays),
            **self._current(asked),
        )

    def return_only(self, row: Proposal, stage: str, by) -> None:
        at = self._step(row, stage)
        deadline = add_working_days(at, 30 if self.ledger.cycle.is_training else 5, self.holidays)
        reason = self.random.choice(RETURN_REASONS)
        self._tell(
            row,
            "return",
            "revision",
            by,
            at,
            data={"text": reason, "deadline": deadline},
            review={"outcome": "returned", "text": reason},
            returned_from=row.status,
            act_until=deadline,
        )

    def recommend(self, row: Proposal) -> None:
        values, text = self._judged(row, ADVICE)
        self._tell(
            row,
            "recommend",
            "kecamatan_review",
            self.cast.of("kecamatan_officer", row.kecamatan_id),
            self._step(row, "kecamatan"),
            data={"text": text} if text else {},
            review={"outcome": "recommended", "text": text, **values},
            is_recommended=True,
            **self._current(values),
        )

    def forward(self, row: Proposal, at, order: int) -> None:
        at = max(at, row.updated_at + timedelta(minutes=5))
        self._tell(
            row,
            "forward",
            "opd_review",
            self.cast.of("camat", row.kecamatan_id),
            at,
            review={"outcome": "accepted"},
            forwarded_at=at,
            kecamatan_order=order,
        )
        self.ledger.address(row, at)

    def fund_local(self, row: Proposal, sub_kegiatan) -> None:
        self._tell(
            row,
            "fund_local",
            "local",
            self.cast.of("camat", row.kecamatan_id),
            self._step(row, "kecamatan"),
            review={"outcome": "local", "sub_kegiatan": sub_kegiatan},
            current_sub_kegiatan=sub_kegiatan,
            funding="dana_kelurahan",
        )

    def merge(self, row: Proposal, lead: Proposal) -> None:
        by = self.cast.of("kecamatan_officer", row.kecamatan_id)
        at = max(self._step(row, "kecamatan"), lead.updated_at + timedelta(minutes=9))
        self._tell(
            row,
            "merge",
            "merged",
            by,
            at,
            data={"lead": lead.reference},
            merged_into=lead,
            review={"outcome": "merged", "text": "Ruas yang sama.", "detail": {"lead": lead.reference}},
        )
        volume = Decimal(round(lead.current_volume * Decimal("1.3")))
        joint = {
            "volume": volume,
            "price": lead.current_price,
            "budget": budget.compute(volume, lead.current_price),
            "households": round(lead.current_households * 1.3),
        }
        self._tell(
            lead,
            "merge",
            lead.status,
            by,
            at,
            data={"merged": [row.reference]},
            review={
                "outcome": "accepted_with_changes",
                "text": f"Gabungan dengan {row.reference}",
                "detail": {"merged": [row.reference]},
                **joint,
            },
            **self._current(joint),
        )

    def refer(self, row: Proposal) -> None:
        level, institution, text = self.random.choice(INSTITUTIONS)
        detail = {"level": level, "institution": institution}
        self._tell(
            row,
            "refer",
            "referred",
            self.cast.of("camat", row.kecamatan_id),
            self._step(row, "kecamatan"),
            data={"text": text, **detail},
            review={"outcome": "referred", "text": text, "detail": detail},
        )

    def reject(self, row: Proposal, stage: str, by) -> str:
        """The reason as a berita acara says it."""
        category = self.random.choice(list(REJECT_REASONS))
        text = REJECT_REASONS[category]
        self._tell(
            row,
            "reject",
            "rejected",
            by,
            self._step(row, stage),
            data={"text": text, "category": category},
            review={"outcome": "rejected", "text": text, "category": category},
        )
        return f"{REASON_CATEGORIES[category]}. {text}"

    def redirect(self, row: Proposal, agency) -> None:
        at, text = self._step(row, "opd"), "Bukan urusan kami; pekerjaan ini ditangani Perangkat Daerah lain."
        by = self.cast.of("opd_verifier", row.current_agency_id)
        review = {"outcome": "redirected", "agency": agency, "text": text}
        self._tell(
            row,
            "redirect",
            "opd_review",
            by,
            at,
            data={"agency": agency.code, "text": text},
            review=review,
            current_agency=agency,
            redirect_count=1,
            act_until=add_working_days(at, 3, self.holidays),
        )
        self.ledger.address(row, at)

    def verify(self, row: Proposal) -> None:
        values, text = self._judged(row, VERIFIED)
        readiness = self.random.choices((1, 2, 3, 4, 5), (3, 10, 32, 35, 20))[0]
        sub_kegiatan = row.current_sub_kegiatan
        outcome = "accepted" if values["volume"] == row.current_volume else "accepted_with_changes"
        at = self._step(row, "opd")
        self._tell(
            row,
            "verify",
            "scoring",
            self.cast.of("opd_verifier", row.current_agency_id),
            at,
            data={"text": text} if text else {},
            review={
                "outcome": outcome,
                "text": text,
                "readiness": readiness,
                "sub_kegiatan": sub_kegiatan,
                **values,
            },
            verified_at=at,
            current_readiness=readiness,
            **self._current(values),
        )

    def lapse(self, row: Proposal, at) -> None:
        self._tell(row, "close", "lapsed", None, max(at, row.updated_at + timedelta(days=1)))

    def mark(self, row: Proposal, criteria: Sequence[str], first: int) -> None:
        """Two reviewers who mostly agree."""
        truth = {key: self.random.gauss(3.3, 0.95) for key in criteria}
        for turn in range(2):
            reviewer = self.cast.reviewers[(first + turn) % len(self.cast.reviewers)]
            marks = {
                key: min(5, max(1, round(self.random.gauss(level, 0.55)))) for key, level in truth.items()
            }
            self.ledger.mark(row, by=reviewer, at=self._step(row, "bappeda"), marks=marks)
