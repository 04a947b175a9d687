"""How proposals, their history and the reference lists read in JSON; relations go by natural key."""

import json

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.offices import standings
from proposals import workflow
from proposals.models import (
    Attachment,
    CatalogueItem,
    Event,
    Field,
    PlanningCycle,
    Proposal,
    Review,
    RkpdPriority,
)
from regions.models import Agency, Kelurahan

RECORDED_ACTIONS = [(action.key, action.label) for action in workflow.ACTIONS.values()]
DIRECT_ACTIONS = [(action.key, action.label) for action in workflow.ACTIONS.values() if action.direct]


class ReviewSerializer(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("code", read_only=True)
    sub_kegiatan = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Review
        fields = [
            "seq",
            "stage",
            "action",
            "outcome",
            "volume",
            "price",
            "budget",
            "households",
            "agency",
            "sub_kegiatan",
            "readiness",
            "text",
            "category",
            "detail",
            "office",
            "role",
            "capacity",
            "at",
        ]


class AttachmentSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ["uuid", "kind", "name", "content_type", "size", "width", "height", "sha256", "at", "url"]

    @extend_schema_field(serializers.CharField())
    def get_url(self, attachment) -> str:
        return f"/usulan/lampiran/{attachment.uuid}/"


class ProposalSerializer(serializers.ModelSerializer):
    """One row of the list. Money in whole rupiah, volume as a decimal string."""

    cycle = serializers.SlugRelatedField("slug", read_only=True)
    kelurahan = serializers.SlugRelatedField("code", read_only=True)
    kecamatan = serializers.SlugRelatedField("code", read_only=True)
    field = serializers.SlugRelatedField("code", read_only=True)
    catalogue_item = serializers.SlugRelatedField("code", read_only=True)
    target_agency = serializers.SlugRelatedField("code", read_only=True)
    current_agency = serializers.SlugRelatedField("code", read_only=True)
    current_sub_kegiatan = serializers.SlugRelatedField("code", read_only=True)
    rkpd_priority = serializers.SlugRelatedField("number", read_only=True)
    merged_into = serializers.SlugRelatedField("reference", read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)

    class Meta:
        model = Proposal
        fields = [
            "uuid",
            "reference",
            "cycle",
            "source",
            "status",
            "status_label",
            "version",
            "title",
            "problem",
            "expected_output",
            "proposer",
            "field",
            "kind",
            "kelurahan",
            "kecamatan",
            "street",
            "rt",
            "rw",
            "latitude",
            "longitude",
            "catalogue_item",
            "justification",
            "volume",
            "unit",
            "unit_price",
            "price_basis",
            "budget",
            "funding",
            "households",
            "people",
            "rkpd_priority",
            "land_status",
            "merged_into",
            "target_agency",
            "current_volume",
            "current_price",
            "current_budget",
            "current_agency",
            "current_sub_kegiatan",
            "current_households",
            "current_readiness",
            "kelurahan_order",
            "kecamatan_order",
            "act_until",
            "created_at",
            "updated_at",
            "submitted_at",
            "endorsed_at",
            "forwarded_at",
            "verified_at",
            "decided_at",
        ]
        read_only_fields = fields


class ProposalDetailSerializer(ProposalSerializer):
    """One proposal with what each level decided. The contact is shown to the own kelurahan only."""

    reviews = ReviewSerializer(many=True, read_only=True)
    attachments = serializers.SerializerMethodField()
    contact = serializers.SerializerMethodField()

    class Meta(ProposalSerializer.Meta):
        fields = [*ProposalSerializer.Meta.fields, "contact", "reviews", "attachments"]
        read_only_fields = fields

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, proposal):
        return AttachmentSerializer(
            [a for a in proposal.attachments.all() if a.removed_at is None], many=True
        ).data

    def get_contact(self, proposal) -> str:
        own = any(
            s.office_kind == "kelurahan" and s.office_id == proposal.kelurahan_id
            for s in standings(self.context["request"].user)
        )
        return proposal.contact if own else ""


class EventSerializer(serializers.ModelSerializer):
    """One link of the chain. In whose name: office and role, and for a deputy the capacity and the letter's number."""

    office = serializers.SerializerMethodField()
    role = serializers.SerializerMethodField()
    capacity = serializers.SerializerMethodField(help_text="Plh., Plt., a.n., atau kosong")
    letter_number = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = [
            "seq",
            "action",
            "status",
            "office",
            "role",
            "capacity",
            "letter_number",
            "at",
            "previous",
            "sha256",
        ]

    def get_office(self, event) -> str:
        return _tell(event, "office")

    def get_role(self, event) -> str:
        return _tell(event, "role")

    def get_capacity(self, event) -> str:
        return _tell(event, "capacity")

    def get_letter_number(self, event) -> str:
        return _tell(event, "letter")


def _tell(event, name: str) -> str:
    return json.loads(event.content).get(name) or ""


class CreateSerializer(serializers.Serializer):
    """A new draft. `uuid` is made by the sender: the same one sent twice is the same row."""

    uuid = serializers.UUIDField()
    cycle = serializers.CharField(help_text="2021 atau latihan-2021")
    values = serializers.DictField(
        child=serializers.JSONField(allow_null=True), help_text="Isian usulan menurut nama."
    )


class EditSerializer(serializers.Serializer):
    version = serializers.IntegerField(min_value=0, help_text="Versi yang dilihat sebelum mengubah.")
    values = serializers.DictField(child=serializers.JSONField(allow_null=True))


class TransitionSerializer(serializers.Serializer):
    """One act on one proposal. `inputs` as the action needs them (docs/workflow.md)."""

    action = serializers.ChoiceField(choices=DIRECT_ACTIONS)
    version = serializers.IntegerField(min_value=0)
    inputs = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)


class TargetSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    version = serializers.IntegerField(min_value=0)
    inputs = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)


class BatchSerializer(serializers.Serializer):
    """One act on many, in their order; each may have inputs of its own."""

    action = serializers.ChoiceField(choices=DIRECT_ACTIONS)
    targets = TargetSerializer(many=True, allow_empty=False, max_length=1000)
    inputs = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)


class DoneSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    version = serializers.IntegerField()
    sha256 = serializers.CharField()


class RefusalSerializer(serializers.Serializer):
    http = serializers.IntegerField()
    code = serializers.CharField()
    message = serializers.CharField()
    uuid = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField())


class OutcomeSerializer(serializers.Serializer):
    """What was done, and what was refused and why."""

    action = serializers.CharField()
    grace = serializers.BooleanField()
    done = DoneSerializer(many=True)
    refused = RefusalSerializer(many=True)


class CycleSerializer(serializers.ModelSerializer):
    slug = serializers.CharField(read_only=True)

    class Meta:
        model = PlanningCycle
        fields = ["slug", "planning_year", "kind", "published_at", "closed_at"]


class CatalogueItemSerializer(serializers.ModelSerializer):
    field = serializers.SlugRelatedField("code", read_only=True)
    agency = serializers.SlugRelatedField("code", read_only=True)
    sub_kegiatan = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = CatalogueItem
        fields = [
            "planning_year",
            "code",
            "name",
            "keywords",
            "kind",
            "field",
            "unit",
            "unit_price",
            "price_basis",
            "price_is_example",
            "agency",
            "sub_kegiatan",
        ]


class AgencySerializer(serializers.ModelSerializer):
    class Meta:
        model = Agency
        fields = ["code", "name", "short_name"]


class KelurahanSerializer(serializers.ModelSerializer):
    kecamatan = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Kelurahan
        fields = ["code", "name", "kecamatan", "latitude", "longitude"]


class FieldSerializer(serializers.ModelSerializer):
    class Meta:
        model = Field
        fields = ["code", "name"]


class RkpdPrioritySerializer(serializers.ModelSerializer):
    class Meta:
        model = RkpdPriority
        fields = ["planning_year", "number", "priority", "target"]
