"""What makes the desk of a Perangkat Daerah."""

from django.db.models import Q

from accounts.roles import AGENCY
from proposals.desks import Desk
from proposals.queue_choices import FILTERS
from regions.models import Agency

NOTES = {
    "verify": "Masuk penilaian Bappeda dengan angka di kolom Anda",
    "redirect": "Satu kali; sesudah itu Bappeda yang memutuskan",
    "object": "Bappeda membaca kedua alasan, lalu menetapkan",
    "return": "Kelurahan memperbaiki sampai batas waktunya",
    "merge": "Nomor usulan utama wajib diisi",
    "refer": "Di luar kewenangan kota",
    "reject": "Golongan dan alasan wajib diisi",
}

DESK = Desk(
    name="opd",
    place="agency",
    roles=AGENCY,
    stage="opd",
    status="opd_review",
    figures="verify",
    own_column="Perangkat Daerah (Anda)",
    actions=("verify", "redirect", "object", "return", "merge", "refer", "reject"),
    on_demand=("redirect", "return", "merge"),
    filters=tuple(name for name in FILTERS if name not in ("kelurahan", "rekomendasi")),
    order="kecamatan_order",
    arrived=("forwarded_at", "endorsed_at"),
    offices=Agency,
    narrow=lambda rows, office: rows.filter(
        Q(forwarded_at__isnull=False) | Q(source="pokir"), current_agency=office, endorsed_at__isnull=False
    ),
    note=lambda action, row: NOTES[action],
    usual=lambda row: "verify",
)
