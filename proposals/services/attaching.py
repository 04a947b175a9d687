"""Adding and removing stored files of a proposal. The bytes were cleaned and stored by `uploads` before."""

from proposals.models import Attachment
from proposals.refusals import Refused
from proposals.refusals import content as content_refusal

MOST = {Attachment.Kind.PHOTO: 3, Attachment.Kind.DOCUMENT: 3}


def fill(change, *, add, remove):
    """Complete `change`; None when there is nothing to do. Raises Refused (422)."""
    row = change.row
    present = list(row.attachments.filter(removed_at=None))
    gone = _find(present, remove, row)
    if gone and row.submitted_at and row.status != "revision":
        _refuse(
            row, "remove", "Lampiran usulan yang sudah diajukan tidak bisa dihapus. Tambahkan lampiran baru."
        )
    for kind, most in MOST.items():
        count = sum(a.kind == kind for a in present) - sum(a.kind == kind for a in gone)
        if count + sum(stored.kind == kind for stored in add) > most:
            _refuse(row, "add", f"{kind.label} paling banyak {most}. Hapus satu lebih dulu.")
    if not add and not gone:
        return None
    change.attach = [*add]
    change.data |= {"added": [stored.sha256 for stored in add], "removed": [a.sha256 for a in gone]}
    Attachment.objects.filter(pk__in=[a.pk for a in gone]).update(removed_at=change.at)
    return change


def _find(present, remove, row):
    wanted = {str(key) for key in remove}
    known = [a for a in present if str(a.uuid) in wanted]
    if len(known) != len(wanted):
        _refuse(row, "remove", "Lampiran itu tidak ada pada usulan ini. Muat ulang halaman.")
    return known


def _refuse(row, name: str, sentence: str):
    raise Refused(content_refusal({name: sentence}, uuid=row.uuid, reference=row.reference or ""))
