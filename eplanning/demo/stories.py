"""Which lives the proposals of a cycle lead, and in which shares."""

from proposals.workflow import OPEN

from . import forums
from .life import Life
from .writer import Writer

# How far a proposal of the published cycle came, in per mille.
PUBLISHED_SHARES = {
    "draft": 22,
    "withdrawn": 12,
    "rejected_lurah": 8,
    "rejected_kecamatan": 62,
    "local": 52,
    "referred": 18,
    "merged": 26,
    "waits_kecamatan": 6,
    "rejected_opd": 105,
    "redirected": 18,
    "waits_opd": 8,
    "revision": 6,
    "scoring": 657,
}
# Last year ended before the agencies had answered; what was left lapsed.
CLOSED_SHARES = {"withdrawn": 30, "rejected_kecamatan": 330, "waits_kecamatan": 340, "waits_opd": 300}
# The training cycle has something to do for everybody.
TRAINING_SHARES = {
    "draft": 130,
    "sent_back": 25,
    "withdrawn": 20,
    "awaiting_lurah": 140,
    "rejected_lurah": 10,
    "rejected_kecamatan": 40,
    "local": 30,
    "referred": 25,
    "merged": 25,
    "waits_kecamatan": 150,
    "recommended": 95,
    "rejected_opd": 40,
    "redirected": 25,
    "waits_opd": 120,
    "revision": 35,
    "scoring": 90,
}
# In training some that wait at one of these stages say again what the one before them asked for.
TOLD_AGAIN = {
    "waits_kecamatan": "kecamatan",
    "recommended": "kecamatan",
    "waits_opd": "opd",
    "scoring": "bappeda",
}

PUT_ASIDE = "Peserta menundanya: data lapangan belum lengkap."


class Stories:
    """Tells the lives of one kecamatan."""

    def __init__(
        self,
        writer: Writer,
        life: Life,
        shares: dict[str, int],
        *,
        criteria=(),
        local_sub_kegiatan=None,
        agencies=(),
        closed_at=None,
        favoured="",
    ):
        self.writer, self.life, self.random = writer, life, writer.random
        self.fates, self.weights = list(shares), list(shares.values())
        self.criteria, self.local_sub_kegiatan, self.agencies = criteria, local_sub_kegiatan, agencies
        self.closed_at = closed_at
        self.favoured = favoured  # the code of a kelurahan that sees every fate
        self._turn = 0

    def tell(self, places: list[tuple]) -> None:
        """All proposals of one kecamatan; `places` are its kelurahan, each with how many it has."""
        cohort = []
        for kelurahan, count in places:
            cohort += self._kelurahan(kelurahan, count)
        self._kecamatan(cohort)
        if self.closed_at:
            for row in self.life.ledger.rows:
                if row.status in OPEN:
                    self.life.lapse(row, self.closed_at)

    def _kelurahan(self, kelurahan, count: int) -> list:
        """Drafts, submits in order of time, and the lurah's two batches."""
        told = []
        fates = self.random.choices(self.fates, self.weights, k=count)
        if kelurahan.code == self.favoured:
            fates = [*self.fates, *fates][:count]
        waiting: dict[str, list] = {}
        for fate in fates:
            stage = TOLD_AGAIN.get(fate) if self.life.ledger.cycle.is_training else None
            before = waiting.setdefault(stage, []) if stage else []
            row, values = self.writer.write(kelurahan, like=before[-1] if len(before) % 4 == 1 else None)
            before.append(row)
            self.life.draft(row, values, photo=fate != "draft" or self.random.random() < 0.5)
            told.append((fate, row))
        told.sort(key=lambda item: item[1].updated_at)
        going = []
        for fate, row in told:
            if fate == "withdrawn":
                self.life.withdraw(row)
            elif fate != "draft":
                self.life.submit(row)
                going.append((fate, row))
        lurah = self.life.cast.of("lurah", kelurahan.pk)
        moments = [
            self.life.calendar.moment(self.random, "kelurahan", low, low + 0.1) for low in (0.55, 0.86)
        ]
        order = 0
        for fate, row in going:
            if fate == "sent_back":
                self.life.send_back(row)
            elif fate == "rejected_lurah":
                self.life.reject(row, "kelurahan", lurah)
            elif fate != "awaiting_lurah":
                order += 1
                moment = next((m for m in moments if m > row.updated_at), moments[-1])
                self.life.endorse(row, moment, order)
        endorsed = [(fate, row) for fate, row in going if row.endorsed_at]
        put_aside = [(row, PUT_ASIDE) for fate, row in going if fate == "rejected_lurah"]
        self._hold_forum(kelurahan, lurah, [row for _, row in endorsed], put_aside)
        return endorsed

    def _hold_forum(self, kelurahan, lurah, agreed: list, put_aside: list) -> None:
        """Issued everywhere in the live year; in training the favoured one has a draft, and every second has issued."""
        training = self.life.ledger.cycle.is_training
        is_draft = kelurahan.code == self.favoured
        if self.closed_at or not agreed or (training and not is_draft and int(kelurahan.code[-1]) % 2):
            return
        forum = forums.hold(
            self.life.ledger,
            kelurahan,
            agreed=agreed,
            not_agreed=[] if is_draft else put_aside,
            sent_at=max(row.endorsed_at for row in agreed),
            chief=lurah,
            issued=not is_draft,
        )
        self.life.ledger.hold(forum)

    def _kecamatan(self, cohort: list) -> None:
        """Decisions of the kecamatan, then the camat's batch in order, then agencies and reviewers."""
        life, forwarded, refused = self.life, [], []
        spent: dict[int, int] = {}
        for fate, row in cohort:
            officer = life.cast.of("kecamatan_officer", row.kecamatan_id)
            camat = life.cast.of("camat", row.kecamatan_id)
            if fate == "waits_kecamatan":
                continue
            if fate == "rejected_kecamatan":
                refused.append((row, life.reject(row, "kecamatan", camat)))
            elif fate == "referred":
                life.refer(row)
            elif fate == "revision":
                life.return_only(row, "kecamatan", officer)
            elif fate == "local" and spent.get(row.kelurahan_id, 0) + row.current_budget < 350_000_000:
                spent[row.kelurahan_id] = spent.get(row.kelurahan_id, 0) + row.current_budget
                life.fund_local(row, self.local_sub_kegiatan)
            elif fate == "merged" and (lead := self._find_lead(row, cohort)):
                life.merge(row, lead)
            else:
                if self.random.random() < 0.09:
                    life.repair(row, "kecamatan", officer)
                life.recommend(row)
                if fate != "recommended":
                    forwarded.append((fate, row))
        self.random.shuffle(forwarded)
        moment = life.calendar.moment(self.random, "kecamatan", 0.9, 1.0)
        self._hold_forum_of_kecamatan([row for _, row in forwarded], refused, moment)
        for order, (fate, row) in enumerate(forwarded, start=1):
            life.forward(row, moment, order)
            self._agency(fate, row)

    def _hold_forum_of_kecamatan(self, agreed: list, refused: list, moment) -> None:
        """Issued everywhere in the live year; in training it is left to those who practise."""
        if self.closed_at or not agreed or self.life.ledger.cycle.is_training:
            return
        kecamatan = agreed[0].kecamatan
        forum = forums.hold(
            self.life.ledger,
            kecamatan,
            agreed=agreed,
            not_agreed=refused,
            sent_at=moment,
            chief=self.life.cast.of("camat", kecamatan.pk),
            issued=True,
        )
        self.life.ledger.hold(forum)

    def _agency(self, fate: str, row) -> None:
        life = self.life
        if fate == "waits_opd":
            return
        if fate == "redirected":
            life.redirect(
                row, self.random.choice([a for a in self.agencies if a.pk != row.current_agency_id])
            )
            if life.ledger.cycle.is_training:
                return
        by = life.cast.of("opd_verifier", row.current_agency_id)
        if fate == "rejected_opd":
            life.reject(row, "opd", by)
            return
        if self.random.random() < 0.05:
            life.repair(row, "opd", by)
        life.verify(row)
        if self.criteria:
            self._turn += 1
            life.mark(row, self.criteria, self._turn)

    def _find_lead(self, row, cohort):
        """A proposal of the same kelurahan and kind of work that is still on its way and decided later."""
        return next(
            (
                other
                for fate, other in cohort
                if fate == "scoring"
                and other.kelurahan_id == row.kelurahan_id
                and other.status == "kecamatan_review"
                and other.catalogue_item_id == row.catalogue_item_id
                and not other.is_recommended
            ),
            None,
        )
