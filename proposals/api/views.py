"""Proposals over HTTP: list, read, create, edit, attach and every direct action of the workflow."""

import re
from decimal import Decimal

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.response import Response

from proposals.filters import ProposalFilter
from proposals.models import PlanningCycle, Proposal
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.refusals import content as content_refusal
from proposals.services import asking
from proposals.services.transitions import Outcome, perform
from proposals.services.uploads import discard, store_all

from . import serializers
from .questions import MessageSerializer, SendSerializer

DECIMALS = ("volume", "latitude", "longitude")
_PLAIN_DECIMAL = re.compile(r"^-?\d{1,20}\.\d{1,12}$")
NOT_FOUND = Refusal(404, "not_found", "Usulan ini tidak ditemukan di kantor Anda. Periksa nomornya.")


class NewestFirst(CursorPagination):
    """Keyset paging: the same cost for every page."""

    ordering = "-pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class ProposalViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Only what the caller's offices may see. Refusals: 404, 403, 409, and 400 for content."""

    queryset = Proposal.objects.none()
    serializer_class = serializers.ProposalSerializer
    filterset_class = ProposalFilter
    pagination_class = NewestFirst
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    parser_classes = [JSONParser]

    def get_queryset(self):
        rows = visible_to(self.request.user).select_related(
            "cycle",
            "kelurahan",
            "kecamatan",
            "field",
            "catalogue_item",
            "rkpd_priority",
            "target_agency",
            "current_agency",
            "current_sub_kegiatan",
            "merged_into",
        )
        return (
            rows
            if self.action == "list"
            else rows.prefetch_related("attachments", "reviews__agency", "reviews__sub_kegiatan")
        )

    @extend_schema(responses=serializers.ProposalDetailSerializer)
    def retrieve(self, request, uuid):
        """One proposal with its reviews and attachments."""
        return Response(self._read(uuid))

    @extend_schema(
        request=serializers.CreateSerializer, responses={201: serializers.ProposalDetailSerializer}
    )
    def create(self, request):
        """Open a draft. The same UUID sent twice answers with the same row."""
        body = _read_body(serializers.CreateSerializer, request.data)
        cycle = next((c for c in PlanningCycle.objects.all() if c.slug == body["cycle"]), None)
        if cycle is None:
            raise Refused(content_refusal({"cycle": "Tahun perencanaan ini tidak ada. Pakai misalnya 2021."}))
        values = _read_values(body["values"]) | {"cycle": cycle}
        perform(targets={body["uuid"]: 0}, action="create", by=request.user, values=values).require()
        return Response(self._read(body["uuid"]), status=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.EditSerializer, responses=serializers.ProposalDetailSerializer)
    def partial_update(self, request, uuid):
        """Change some values; refused when somebody changed the proposal since `version`."""
        body = _read_body(serializers.EditSerializer, request.data)
        perform(
            targets={uuid: body["version"]},
            action="edit",
            by=request.user,
            values=_read_values(body["values"]),
        ).require()
        return Response(self._read(uuid))

    @extend_schema(request=serializers.TransitionSerializer, responses=serializers.OutcomeSerializer)
    @action(detail=True, methods=["post"])
    def transitions(self, request, uuid):
        """Do one action to this proposal."""
        body = _read_body(serializers.TransitionSerializer, request.data)
        outcome = perform(
            targets={uuid: body["version"]},
            action=body["action"],
            by=request.user,
            **_read_inputs(body.get("inputs")),
        ).require()
        return Response(_write_outcome(outcome))

    @extend_schema(
        request=serializers.BatchSerializer,
        operation_id="proposals_transitions_batch",
        responses={200: serializers.OutcomeSerializer, 409: OpenApiResponse(serializers.OutcomeSerializer)},
    )
    @action(detail=False, methods=["post"], url_path="transitions", url_name="batch")
    def batch(self, request):
        """Do one action to many; says of each whether it was done. The first refusal gives the status if none was."""
        body = _read_body(serializers.BatchSerializer, request.data)
        outcome = perform(
            targets={target["uuid"]: target["version"] for target in body["targets"]},
            action=body["action"],
            by=request.user,
            each={target["uuid"]: _read_inputs(target.get("inputs")) for target in body["targets"]},
            **_read_inputs(body.get("inputs")),
        )
        if not outcome.done:
            outcome.require()
        return Response(_write_outcome(outcome))

    @extend_schema(responses=serializers.EventSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def events(self, request, uuid):
        """The chain of the history: what happened, when, and the hashes."""
        row = self._find(uuid)
        return Response(serializers.EventSerializer(row.events.order_by("seq"), many=True).data)

    @extend_schema(
        request={
            "multipart/form-data": {
                "type": "object",
                "properties": {
                    "version": {"type": "integer"},
                    "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                },
                "required": ["version", "files"],
            }
        },
        responses=serializers.ProposalDetailSerializer,
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser])
    def attachments(self, request, uuid):
        """Add photos or documents (JPEG, PNG, WebP, PDF)."""
        self._find(uuid)
        version = str(request.data.get("version", ""))
        if not version.isdecimal() or len(version) > 9:
            raise Refused(content_refusal({"version": "Kirim versi usulan sebagai angka."}))
        files = request.FILES.getlist("files")
        if not files:
            raise Refused(content_refusal({"files": "Pilih berkas yang akan dilampirkan."}))
        stored = store_all(files)
        try:
            perform(targets={uuid: int(version)}, action="attach", by=request.user, add=stored).require()
        except Refused:
            discard(stored)
            raise
        return Response(self._read(uuid), status=status.HTTP_201_CREATED)

    @extend_schema(
        methods=["get"],
        responses=MessageSerializer(many=True),
        filters=False,
        operation_id="proposals_questions_list",
    )
    @extend_schema(methods=["post"], request=SendSerializer, responses={201: MessageSerializer})
    @action(
        detail=True,
        methods=["get", "post"],
        pagination_class=None,
        filterset_class=None,
        parser_classes=[JSONParser, MultiPartParser],
    )
    def questions(self, request, uuid):
        """What the offices of the proposal asked and answered, in the order in which it was said; asking, answering."""
        row = self._find(uuid)
        if request.method == "GET":
            messages = row.messages.select_related("question", "agency", "to_agency").prefetch_related(
                "files"
            )
            return Response(MessageSerializer(messages, many=True).data)
        body = _read_body(SendSerializer, request.data)
        sent = {"uuid": uuid, "key": body["uuid"], "text": body["text"], "by": request.user}
        sent["files"] = body.get("files", ())
        if "question" in body:
            message = asking.answer(question=body["question"], **sent)
        else:
            message = asking.ask(to=body.get("to", ""), speaker=body.get("speaker", ""), **sent)
        return Response(MessageSerializer(message).data, status=status.HTTP_201_CREATED)

    def _find(self, uuid):
        row = self.get_queryset().filter(uuid=uuid).first()
        if row is None:
            raise Refused(NOT_FOUND)
        return row

    def _read(self, uuid) -> dict:
        return serializers.ProposalDetailSerializer(self._find(uuid), context={"request": self.request}).data


def _read_body(serializer_class, data) -> dict:
    serializer = serializer_class(data=data)
    if serializer.is_valid():
        return serializer.validated_data
    errors = serializer.errors
    fields = (
        {name: _flatten(sentences) for name, sentences in errors.items()} if isinstance(errors, dict) else {}
    )
    raise Refused(
        content_refusal(fields or {"body": "Isi permintaan tidak terbaca. Kirim sebagai objek JSON."})
    )


def _flatten(sentences) -> str:
    if isinstance(sentences, dict):
        return " ".join(f"{name}: {_flatten(value)}" for name, value in sentences.items())
    if isinstance(sentences, list):
        return " ".join(_flatten(sentence) for sentence in sentences if sentence)
    return str(sentences)


def _read_values(values: dict) -> dict:
    """JSON writes decimals with a point, officials write thousands with it: here "120.500" is a decimal."""
    return {
        name: Decimal(value)
        if name in DECIMALS and isinstance(value, str) and _PLAIN_DECIMAL.match(value)
        else value
        for name, value in values.items()
    }


def _read_inputs(inputs: dict | None) -> dict:
    """The inputs of an action; names that `perform` keeps for itself are answered as unknown inputs."""
    values = _read_values(inputs or {})
    reserved = {"targets", "action", "by", "each", "all_or_nothing"} & set(values)
    if reserved:
        raise Refused(content_refusal({name: f"Isian “{name}” tidak dikenal." for name in sorted(reserved)}))
    return values


def _write_outcome(outcome: Outcome) -> dict:
    return serializers.OutcomeSerializer(
        {
            "action": outcome.action,
            "grace": outcome.grace,
            "done": outcome.done,
            "refused": [
                {
                    "http": r.http,
                    "code": r.code,
                    "message": r.message,
                    "uuid": str(r.uuid or ""),
                    "fields": r.fields,
                }
                for r in outcome.refused
            ],
        }
    ).data
