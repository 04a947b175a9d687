"""How questions and answers read in JSON, and what is sent to ask or to answer."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from proposals.models import Message, MessageFile


class MessageFileSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()

    class Meta:
        model = MessageFile
        fields = ["uuid", "kind", "name", "content_type", "size", "width", "height", "sha256", "url"]

    @extend_schema_field(serializers.CharField())
    def get_url(self, stored) -> str:
        return f"/usulan/tanya-jawab/berkas/{stored.uuid}/"


class MessageSerializer(serializers.ModelSerializer):
    """One question, or with `question` an answer to it. Who wrote it is told by office, role and capacity."""

    question = serializers.SlugRelatedField("uuid", read_only=True, allow_null=True)
    from_party = serializers.SerializerMethodField()
    to_party = serializers.SerializerMethodField()
    files = MessageFileSerializer(many=True, read_only=True)

    class Meta:
        model = Message
        fields = [
            "uuid",
            "question",
            "text",
            "from_party",
            "office",
            "to_party",
            "to_office",
            "role",
            "capacity",
            "letter_number",
            "at",
            "files",
        ]

    def get_from_party(self, message) -> str:
        return _key(message.kind, message.agency)

    def get_to_party(self, message) -> str:
        return _key(message.to_kind, message.to_agency)


class SendSerializer(serializers.Serializer):
    """A question with `to`, or an answer with `question`. The sender makes `uuid`: sent twice it is one message."""

    uuid = serializers.UUIDField()
    text = serializers.CharField(trim_whitespace=False, help_text="Paling banyak 10.000 karakter.")
    to = serializers.CharField(
        required=False, help_text="kelurahan, kecamatan, bappeda, atau agency:KODE, misalnya agency:DPUPR"
    )
    speaker = serializers.CharField(
        required=False, help_text="Kantor sendiri, bila pengirim bertugas di beberapa kantor usulan ini."
    )
    question = serializers.UUIDField(required=False, help_text="Pertanyaan yang dijawab.")
    files = serializers.ListField(
        child=serializers.FileField(), required=False, max_length=3, help_text="Foto atau PDF (multipart)."
    )


def _key(kind: str, agency) -> str:
    return f"{kind}:{agency.code}" if agency else kind
