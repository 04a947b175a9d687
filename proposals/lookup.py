"""Finding one proposal by its UUID or its public reference, inside what the person may see."""

import re
from uuid import UUID

from django.db.models import Exists, OuterRef

from proposals.models import Proposal
from proposals.querysets import visible_to
from proposals.questions import with_summary
from proposals.refusals import Refusal, Refused

REFERENCE = re.compile(r"^(L-)?\d{4}-[0-9A-Z.]{5,13}(-P)?-\d{4,}\Z")
NAMES = (
    "cycle",
    "kelurahan",
    "kecamatan__agency",
    "field",
    "catalogue_item",
    "rkpd_priority",
    "target_agency",
    "current_agency",
    "current_sub_kegiatan",
    "merged_into",
)


def find(uuid: UUID, *, user, with_talk: bool = False):
    """The proposal with everything a sheet names; raises Refused (404) when it is out of scope or does not exist.

    `with_talk` adds the figures of its questions and answers; `has_merged` says whether anything lives on in it.
    """
    rows = visible_to(user).select_related(*NAMES).filter(uuid=uuid)
    rows = rows.annotate(
        has_merged=Exists(Proposal.objects.filter(merged_into=OuterRef("pk"), status="merged"))
    )
    found = (with_summary(rows, user) if with_talk else rows).first()
    if found is None:
        sentence = "Usulan ini tidak ditemukan di kantor Anda. Periksa nomornya."
        raise Refused(Refusal(404, "not_found", sentence, uuid=uuid))
    return found


def find_by_reference(typed: str, *, user):
    """The visible proposal with this reference, or None; capitals and blanks around it do not matter."""
    reference = str(typed).strip().upper()
    if len(reference) > 32 or not reference.isascii() or not REFERENCE.match(reference):
        return None
    return visible_to(user).filter(reference=reference).first()
