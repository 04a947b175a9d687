"""Photos and letters of a proposal."""

from django.db import models

from .private_file import PrivateFile


class Attachment(PrivateFile):
    """One file of a proposal. Immutable after the first submit, except while the proposal is in `revision`."""

    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="attachments")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
