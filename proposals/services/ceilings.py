"""Change a ceiling: a new version with its reason; the old one stays, and the offices concerned are told."""

from datetime import date

from django.db import transaction

from accounts.offices import standings
from jobs.services.delivering import post
from proposals import text
from proposals.models import Ceiling, Field, PlanningCycle
from proposals.refusals import Refusal, Refused, content
from regions.models import Agency, Kecamatan, Kelurahan
from regions.typed import tell_unread

LARGEST = 2**63 - 1
HOLDERS = {
    "kecamatan": ("kecamatan", Kecamatan),
    "agency": ("agency", Agency),
    "field": ("field", Field),
    "kelurahan": ("kelurahan", Kelurahan),
    "dana_kelurahan": ("kelurahan", Kelurahan),
}


@transaction.atomic
def set_ceiling(
    *, cycle: PlanningCycle, kind: str, holder, amount: int, reason: str, effective_on: date, by
) -> Ceiling:
    """The new version of one ceiling in whole rupiah (0: nothing); `holder` is the office or field, None for the city.

    Raises Refused: 403 for anybody but a bappeda_admin, 409 when the year is closed, 422 for an amount below zero or
    beyond 64 bits, a blank reason, or a holder that does not fit the kind.
    """
    if "bappeda_admin" not in {standing.role for standing in standings(by)}:
        raise Refused(Refusal(403, "role", "Hanya Admin Bappeda yang mengubah pagu."))
    reason = _require_fit(kind, holder, amount, reason, effective_on)
    cycle = PlanningCycle.objects.select_for_update(no_key=True).get(
        pk=cycle.pk
    )  # one change after the other
    if cycle.closed_at:
        raise Refused(Refusal(409, "closed", f"Tahun perencanaan {cycle} sudah ditutup."))
    office = {HOLDERS[kind][0]: holder} if kind in HOLDERS else {}
    present = Ceiling.objects.in_force().filter(cycle=cycle, kind=kind, **office).first()
    if present is not None:  # out of force before the new one comes in: only one may be
        Ceiling.objects.filter(pk=present.pk).update(replaced_by=present.pk)
    ceiling = Ceiling.objects.create(
        cycle=cycle,
        kind=kind,
        **office,
        amount=amount,
        version=present.version + 1 if present else 1,
        reason=reason,
        effective_on=effective_on,
        by=by,
    )
    if present is not None:
        Ceiling.objects.filter(pk=present.pk).update(replaced_by=ceiling.pk)
    was = present.amount if present else None
    post(kind="proposals.ceiling", payloads=[{"ceiling": ceiling.pk, "was": was}])
    return ceiling


def _require_fit(kind: str, holder, amount, reason: str, effective_on) -> str:
    unfit = {}
    if kind not in Ceiling.Kind.values:
        unfit["kind"] = "Pilih jenis pagu dari daftar."
    elif not isinstance(holder, HOLDERS[kind][1] if kind in HOLDERS else type(None)):
        unfit["holder"] = "Isi kantor atau bidang yang sesuai dengan jenis pagu, dan kosongkan yang lain."
    if type(amount) is not int:
        unfit["amount"] = tell_unread("pagu")
    elif amount < 0:
        unfit["amount"] = "Pagu tidak boleh kurang dari nol. Tulis 0 bila tidak ada dana."
    elif amount > LARGEST:
        unfit["amount"] = "Pagu ini terlalu besar untuk disimpan. Periksa jumlah nolnya."
    if not isinstance(effective_on, date):
        unfit["effective_on"] = "Isi tanggal mulai berlaku."
    try:
        reason = text.clean(reason or "", longest=300, lines=False)
    except text.UnfitText as refusal:
        unfit["reason"] = str(refusal)
    if not reason:
        unfit["reason"] = "Tulis alasan perubahan pagu; alasan ini dibaca kantor yang terkait."
    if unfit:
        raise Refused(content(unfit))
    return reason
