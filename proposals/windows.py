"""When may it happen: stage windows, extensions, the grace of five minutes, and `act_until` of one proposal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from proposals import workflow
from proposals.models import StageWindow, WindowExtension

GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether an act may happen now. `closes_at` is what was in force; `grace`: counted though just closed."""

    is_open: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    grace: bool = False
    extended: str = ""  # the reason of the extension in force


class Windows:
    """The windows of one cycle, read once (two queries)."""

    def __init__(self, cycle):
        self.cycle = cycle
        self._windows = {w.stage: w for w in StageWindow.objects.filter(cycle=cycle)}
        self._extensions: dict[str, list] = {}
        for extension in WindowExtension.objects.filter(window__cycle=cycle, ended_at=None).select_related(
            "window"
        ):
            self._extensions.setdefault(extension.window.stage, []).append(extension)

    def of_stage(self, stage: str, now: datetime, *, kelurahan=None, kecamatan=None, agency=None) -> Opening:
        """The opening of a stage for an office (ids; an extension of an office above holds for those below)."""
        window = self._windows.get(stage)
        if window is None:
            return Opening(False)
        closes_at, extended = window.closes_at, ""
        for extension in self._extensions.get(stage, ()):
            if _applies(extension, kelurahan, kecamatan, agency) and extension.closes_at > closes_at:
                closes_at, extended = extension.closes_at, extension.reason
        if now < window.opens_at:
            return Opening(False, window.opens_at, closes_at, extended=extended)
        grace = closes_at < now <= closes_at + GRACE
        return Opening(now <= closes_at or grace, window.opens_at, closes_at, grace, extended)

    def ends_of(self, stage: str) -> set[datetime]:
        """Every closing time of a stage, those of extensions included, whosever they are."""
        window = self._windows.get(stage)
        if window is None:
            return set()
        return {window.closes_at, *(extension.closes_at for extension in self._extensions.get(stage, ()))}

    def of_proposal(self, stage: str, proposal, now: datetime) -> Opening:
        """The opening of a stage for this proposal: the stage itself, or its own `act_until`."""
        by_stage = (
            Opening(False)
            if stage == workflow.ACT_UNTIL
            else self.of_stage(
                stage,
                now,
                kelurahan=proposal.kelurahan_id,
                kecamatan=proposal.kecamatan_id,
                agency=proposal.current_agency_id,
            )
        )
        if by_stage.is_open or proposal.act_until is None or self.cycle.published_at:
            return by_stage
        grace = proposal.act_until < now <= proposal.act_until + GRACE
        if now <= proposal.act_until or grace:
            return Opening(True, by_stage.opens_at, proposal.act_until, grace)
        if stage == workflow.ACT_UNTIL:
            return Opening(False, None, proposal.act_until)
        return by_stage

    def stages(self, now: datetime, **office) -> list[tuple[workflow.Stage, Opening]]:
        """Every stage with its opening for the office, in the order of the year."""
        return [(stage, self.of_stage(key, now, **office)) for key, stage in workflow.STAGES.items()]


def _applies(extension, kelurahan, kecamatan, agency) -> bool:
    if extension.kelurahan_id:
        return extension.kelurahan_id == kelurahan
    if extension.kecamatan_id:
        return extension.kecamatan_id == kecamatan
    if extension.agency_id:
        return extension.agency_id == agency
    return True
