"""Why something was not done: the sentence a person reads, and its HTTP status (404, 403, 409, 422)."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused act. `fields` maps an input to its sentence (422); `code` is stable, for programs."""

    http: int
    code: str
    message: str
    uuid: UUID | None = None
    reference: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Nothing was written. Pages answer with the status of the first refusal, the API with 400 instead of 422."""

    def __init__(self, *refusals: Refusal):
        self.refusals = refusals
        super().__init__(" ".join(refusal.message for refusal in refusals))

    @property
    def http(self) -> int:
        return self.refusals[0].http


def content(fields: dict[str, str], **about) -> Refusal:
    """A refusal of what was entered: 422."""
    return Refusal(422, "content", " ".join(dict.fromkeys(fields.values())), fields=fields, **about)
