"""One field per input of a decision: label, hint and choices for the proposal at hand."""

from django import forms
from django.utils.html import format_html
from django.utils.timezone import localdate

from proposals import clock, workflow
from proposals.action_widgets import CodeInput, ListedInput, MergedChoices
from proposals.content import LEVELS, LOCAL_SUB_KEGIATAN
from proposals.form_fields import CountField, RupiahField, TextField, VolumeField
from proposals.merged import list_merged
from proposals.models import CatalogueItem, Holiday
from proposals.querysets import visible_to
from proposals.services.merging import POSSIBLE
from proposals.working_days import add_working_days
from regions.indonesian import decimal, long_date, rupiah
from regions.models import Agency, Nomenclature

# The same words as the levels of the criterion that reads this value.
READINESS = {
    5: "Lahan siap dan rencana teknis lengkap, atau tidak memerlukan lahan.",
    4: "Lahan jelas dengan surat, rencana teknis sederhana sudah ada.",
    3: "Lahan jelas, rencana teknis belum ada.",
    2: "Lahan belum jelas, rencana teknis belum ada.",
    1: "Lahan bermasalah atau belum diperiksa.",
}
WHY_CHANGED = "Wajib bila volume atau anggaran berbeda dari jenjang sebelumnya. Dibaca kelurahan dan warga."
MOST_LEADS = 200


def _volume(form):
    row = form.proposal
    if form.action.key == "merge":
        unit, before = (form.lead or row).unit, form.lead
        hint = "Volume bersama setelah digabung; tidak dijumlahkan sendiri oleh sistem."
        if before is not None:
            asked = _amount(row.current_volume, row.unit)
            hint += f" Usulan utama {_amount(before.current_volume, unit)}, usulan ini {asked}."
        return VolumeField(
            label="Volume gabungan",
            help_text=hint,
            widget=_number("decimal", unit),
            initial=before and before.current_volume,
        )
    hint = f"Sebelumnya {_amount(row.current_volume, row.unit)}."
    return VolumeField(
        label="Volume", help_text=hint, widget=_number("decimal", row.unit), initial=row.current_volume
    )


def _price(form):
    row = form.proposal
    hint = f"Sebelumnya {rupiah(row.current_price)}."
    if row.catalogue_item_id:
        hint += f" Harga kamus {rupiah(row.catalogue_item.unit_price)}."
    return RupiahField(label="Harga satuan", help_text=hint, initial=row.current_price)


def _households(form):
    row = form.proposal
    if form.action.key == "merge":
        hint = "Jumlah KK setelah digabung. KK yang sama dihitung satu kali."
        if form.lead is not None:
            theirs, own = _count(form.lead.current_households), _count(row.current_households)
            hint += f" Usulan utama {theirs}, usulan ini {own}."
        return CountField(label="Penerima manfaat gabungan", help_text=hint, widget=_number("numeric", "KK"))
    hint = f"Sebelumnya {_count(row.current_households)}. Ubah bila hasil pemeriksaan berbeda."
    return CountField(
        label="Penerima manfaat",
        help_text=hint,
        widget=_number("numeric", "KK"),
        initial=row.current_households,
    )


def _text(form):
    label, hint = {
        "recommend": ("Alasan perubahan", WHY_CHANGED),
        "verify": ("Alasan perubahan", WHY_CHANGED),
        "fund_local": ("Keterangan", "Boleh dikosongkan. Dibaca kelurahan dan warga."),
        "merge": ("Keterangan", "Boleh dikosongkan, misalnya: satu ruas dengan usulan utama."),
        "return": ("Yang harus diperbaiki", "Sebutkan satu per satu. Kelurahan bekerja dari kalimat ini."),
        "send_back": ("Yang harus diperbaiki", "Dibaca operator kelurahan."),
        "object": (
            "Keberatan kantor Anda",
            "Mengapa bukan urusan kantor Anda. Bappeda membacanya di samping alasan pengalihan.",
        ),
        "withdraw": ("Alasan", "Dibaca semua yang dapat melihat usulan ini."),
    }.get(form.action.key, ("Alasan", "Dibaca kelurahan dan warga."))
    return TextField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": 4}))


def _category(form):
    choices = [("", "Pilih golongan alasan"), *workflow.REASON_CATEGORIES.items()]
    return forms.ChoiceField(label="Golongan alasan", choices=choices, widget=_select())


def _sub_kegiatan(form):
    row = form.proposal
    if form.action.key == "fund_local":
        known = Nomenclature.objects.filter(
            planning_year=row.cycle.planning_year, level=Nomenclature.Level.SUB_KEGIATAN
        )
        options = list(known.filter(code__in=LOCAL_SUB_KEGIATAN).values_list("code", "name"))
        cards = [(code, format_html("<b>{}</b><small>{}</small>", name, code)) for code, name in options]
        return forms.ChoiceField(label="Sub kegiatan", choices=cards, widget=forms.RadioSelect)
    current, picked = row.current_sub_kegiatan, form.initial.pop("sub_kegiatan", None)
    if picked:
        known = Nomenclature.objects.filter(planning_year=row.cycle.planning_year, code=picked)
        current = known.filter(level=Nomenclature.Level.SUB_KEGIATAN).first() or current
    return forms.CharField(
        label="Sub kegiatan",
        help_text="Ketik kode atau sebagian nama, lalu pilih. Yang biasa dikerjakan kantor ini tampil lebih dulu.",
        widget=CodeInput(row),
        initial=str(current) if current else "",
    )


def _agency(form):
    row = form.proposal
    known = Agency.objects.filter(is_active=True)
    if row.redirect_count < 1:
        others = [_name_agency(agency) for agency in known if agency.pk != row.current_agency_id]
        choices = [("", "Pilih Perangkat Daerah"), *others]
        return forms.ChoiceField(label="Perangkat Daerah tujuan", choices=choices, widget=_select())
    asked = set(row.addressees.values_list("agency", flat=True))
    parties = [_name_agency(agency) for agency in known if agency.pk in asked]
    others = [_name_agency(agency) for agency in known if agency.pk not in asked]
    choices = [
        ("", "Pilih Perangkat Daerah"),
        ("Yang bersengketa", parties),
        ("Perangkat Daerah lain", others),
    ]
    return forms.ChoiceField(
        label="Ditangani oleh",
        help_text=f"Sekarang di {row.current_agency.name}.",
        choices=choices,
        widget=_select(),
    )


def _name_agency(agency: Agency) -> tuple[str, str]:
    return agency.code, f"{agency.name} ({agency.short_name})"


def _lead(form):
    if form.lead is not None:
        return forms.CharField(widget=forms.HiddenInput, initial=form.lead.reference or str(form.lead.uuid))
    hint = "Ketik nomor usulan yang menampung, misalnya 2021-36.71.03.1002-0007, atau pilih dari daftar."
    widget = ListedInput(_leads_for(form), {"data-width": "8"})
    return forms.CharField(label="Usulan utama", help_text=hint, widget=widget)


def _leads_for(form) -> list[tuple[str, str]]:
    row = form.proposal
    rows = visible_to(form.user).filter(
        cycle=row.cycle_id, kecamatan=row.kecamatan_id, status__in=POSSIBLE, reference__isnull=False
    )
    return list(rows.exclude(pk=row.pk).order_by("reference").values_list("reference", "title")[:MOST_LEADS])


def _merged(form):
    """Asked only where something was merged; `lookup.find` knows that without a further question."""
    if not getattr(form.proposal, "has_merged", True):
        return None
    rows = list(list_merged(form.proposal).select_related("kelurahan", "kecamatan"))
    if not rows:
        return None
    words = {"reject": "Ikut ditolak", "refer": "Ikut diusulkan ke Provinsi/Pusat"}[form.action.key]
    hint = "Pilih untuk masing-masing. Pengusulnya tidak bisa menjawab sendiri."
    return forms.Field(label="Yang digabung ke usulan ini", help_text=hint, widget=MergedChoices(rows, words))


def _level(form):
    return forms.ChoiceField(label="Diusulkan ke", choices=list(LEVELS.items()), widget=forms.RadioSelect)


def _institution(form):
    return TextField(
        label="Instansi yang dituju", max_length=160, help_text="Misalnya Dinas PUPR Provinsi Banten."
    )


def _deadline(form):
    days = form.proposal.cycle.repair_days
    day = localdate(
        add_working_days(clock.now(), days, frozenset(Holiday.objects.values_list("day", flat=True)))
    )
    hint = f"Sampai pukul 16.00 hari itu. Bila tidak diubah: {days} hari kerja, {long_date(day)}."
    widget = forms.DateInput({"type": "date", "data-width": "4"}, format="%Y-%m-%d")
    return forms.DateField(label="Batas perbaikan", help_text=hint, widget=widget, initial=day)


def _readiness(form):
    choices = [
        (level, format_html("<b>{}</b><small>{}</small>", level, words)) for level, words in READINESS.items()
    ]
    label = (
        "Kesiapan lahan dan teknis"
        if form.proposal.kind == CatalogueItem.Kind.PHYSICAL
        else "Kesiapan pelaksanaan"
    )
    return forms.ChoiceField(
        label=label,
        help_text="Nilai ini masuk hitungan peringkat. Tanpa pilihan dihitung 1.",
        choices=choices,
        widget=forms.RadioSelect,
        initial=form.proposal.current_readiness,
    )


def _ordered(form):
    row = form.proposal
    listed = row.kelurahan_order if form.action.key == "endorse" else row.kecamatan_order
    if listed is not None:
        return None
    office = "kelurahan" if form.action.key == "endorse" else "kecamatan"
    return forms.BooleanField(label=f"Taruh di akhir daftar urutan {office}", initial=True)


def _position_confirmed(form):
    warning = form.proposal.position_warning
    if not warning:
        return None
    return forms.BooleanField(label="Letaknya sudah saya pastikan benar", help_text=warning)


def _select() -> forms.Select:
    return forms.Select(attrs={"data-width": "8"})


def _number(mode: str, unit: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": mode, "data-suffix": unit, "data-width": "6"})


def _amount(volume, unit: str) -> str:
    return f"{decimal(volume)} {unit}".strip() if volume is not None else "belum diisi"


def _count(households) -> str:
    return "belum diisi" if households is None else f"{households} KK"


# In the order in which they stand in a form.
FIELDS = {
    "lead": _lead,
    "volume": _volume,
    "price": _price,
    "households": _households,
    "sub_kegiatan": _sub_kegiatan,
    "readiness": _readiness,
    "agency": _agency,
    "level": _level,
    "institution": _institution,
    "category": _category,
    "text": _text,
    "merged": _merged,
    "deadline": _deadline,
    "ordered": _ordered,
    "position_confirmed": _position_confirmed,
}
