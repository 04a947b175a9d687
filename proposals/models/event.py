"""The append-only history: one hash chain per proposal."""

from django.db import models

from proposals import workflow


class Event(models.Model):
    """What happened. `content` is canonical text; `sha256` covers the previous hash and that text.

    `seq` is the proposal's version after the change. Triggers refuse UPDATE always, and DELETE unless
    `training` is true (see `proposals.triggers`). No personal data in `content`.
    """

    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=12, choices=[(a.key, a.label) for a in workflow.ACTIONS.values()])
    status = models.CharField(max_length=16, choices=[(s.key, s.label) for s in workflow.STATUSES.values()])
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    content = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    training = models.BooleanField()

    class Meta:
        ordering = ["proposal", "seq"]
        verbose_name = "riwayat"
        verbose_name_plural = "riwayat"
        constraints = [models.UniqueConstraint(fields=["proposal", "seq"], name="one_event_a_version")]
        indexes = [models.Index(fields=["sha256"], name="event_by_hash")]

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.seq} {self.action}"
