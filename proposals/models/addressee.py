"""Which agencies a proposal is or was addressed to: what they may see, for ever."""

from django.db import models


class Addressee(models.Model):
    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="addressees")
    agency = models.ForeignKey("regions.Agency", models.PROTECT, related_name="addressed")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "proposal"], name="addressed_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} → {self.agency_id}"
