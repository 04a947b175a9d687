"""One click: an old proposal that was not funded becomes a draft of this year."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from proposals import cycles
from proposals.entry import finding, steps
from proposals.querysets import visible_to
from proposals.refusals import Refusal, Refused
from proposals.services.carrying import carry_over

DONE = "Usulan lama sudah disalin menjadi draf ini. Periksa isinya, lalu tambahkan foto keadaan sekarang."


@require_POST
def carry(request, uuid):
    """Lead to the draft; a second click leads to the same one."""
    cycle = cycles.current(request)
    if cycle is None:
        raise Refused(Refusal(409, "cycle", "Belum ada tahun perencanaan. Tanyakan ke Bappeda."))
    carried = carry_over(uuids=[uuid], cycle=cycle, by=request.user)
    if carried.refused:
        raise Refused(*carried.refused)
    draft = carried.drafts[uuid]
    typed = finding.read_uuid(request.POST.get("usulan"))
    sentence = DONE
    if typed and typed != draft and visible_to(request.user).filter(uuid=typed, status="draft").exists():
        sentence += " Draf yang tadi Anda isi masih tersimpan di beranda; batalkan bila tidak dipakai."
    messages.success(request, sentence)
    row = finding.find(request.user, draft)
    if row.status != "draft":
        return redirect(row)
    return redirect("proposals:step", draft, steps.ORDER[0])
