"""Questions and answers between the offices that have touched a proposal (no events: docs/adr/0010)."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from .private_file import PrivateFile


class Message(models.Model):
    """A question of one office to another or, with `question`, an answer of that other office.

    `kind` and `agency` say which party of the proposal speaks (`proposals.parties`), `office` how it read then.
    Immutable once sent: triggers refuse UPDATE always and DELETE unless `training`. The text may hold personal data,
    so it never enters an event, a report or a notification.
    """

    class Party(models.TextChoices):
        KELURAHAN = "kelurahan", "Kelurahan"
        KECAMATAN = "kecamatan", "Kecamatan"
        AGENCY = "agency", "Perangkat Daerah"
        BAPPEDA = "bappeda", "Bappeda"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="messages")
    question = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    text = models.TextField()
    kind = models.CharField(max_length=10, choices=Party.choices)
    agency = models.ForeignKey("regions.Agency", models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=200)
    to_kind = models.CharField(max_length=10, choices=Party.choices)
    to_agency = models.ForeignKey("regions.Agency", models.PROTECT, null=True, related_name="+")
    to_office = models.CharField(max_length=200)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    capacity = models.CharField(max_length=4, blank=True)
    letter_number = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    training = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        verbose_name = "tanya jawab"
        verbose_name_plural = "tanya jawab"
        indexes = [
            models.Index(
                fields=["to_kind", "to_agency", "-id"], condition=Q(question=None), name="question_to_office"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=Q(kind="agency", agency__isnull=False) | (~Q(kind="agency") & Q(agency=None)),
                name="message_from_a_party",
            ),
            models.CheckConstraint(
                condition=Q(to_kind="agency", to_agency__isnull=False)
                | (~Q(to_kind="agency") & Q(to_agency=None)),
                name="message_to_a_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.office} → {self.to_office}"

    def get_absolute_url(self) -> str:
        return f"{reverse('proposals:questions', args=[self.proposal.uuid])}#p-{self.uuid}"


class MessageFile(PrivateFile):
    """One file sent with a message; whoever may read the message may read the file."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    training = models.BooleanField()


class MessageReading(models.Model):
    """Up to which message of a proposal a person has read."""

    proposal = models.ForeignKey("proposals.Proposal", models.CASCADE, related_name="+")
    reader = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    last = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "proposal"], name="one_reading_a_reader_and_proposal")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}, {self.reader_id}: {self.last}"
