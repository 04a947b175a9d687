"""How an act is asked for and what is said when it was done: words that name the result."""

from datetime import datetime

from django.utils import timezone

from proposals import workflow
from regions.indonesian import rupiah

# action: (button, question, what follows)
WORDS: dict[str, tuple[str, str, str]] = {
    "submit": (
        "Ajukan ke Lurah",
        "Ajukan ke Lurah {kelurahan}?",
        "Nomor usulan diberikan saat ini juga. Sesudah itu lurah yang mengubah isian dan meneruskannya.",
    ),
    "send_back": (
        "Kembalikan ke operator",
        "Kembalikan ke operator?",
        "Usulan kembali menjadi draf. Operator membaca alasan Anda.",
    ),
    "endorse": (
        "Teruskan ke Kecamatan {kecamatan}",
        "Teruskan ke Kecamatan {kecamatan}?",
        "Setelah ini, perubahan hanya lewat pengembalian oleh kecamatan.",
    ),
    "register": ("Catat usulan", "Catat usulan ini?", "Usulan mendapat nomor dan masuk ke tahap berikutnya."),
    "withdraw": (
        "Batalkan usulan",
        "Batalkan usulan ini?",
        "Usulan berhenti di sini dan tidak bisa dilanjutkan lagi. Isian dan alasannya tetap terbaca.",
    ),
    "recommend": (
        "Simpan rekomendasi",
        "Rekomendasi kecamatan",
        "Angka ini yang dihitung selanjutnya. Angka kelurahan tetap terbaca di sampingnya.",
    ),
    "forward": (
        "Teruskan ke {agency}",
        "Teruskan ke {agency}?",
        "Setelah ini, perubahan hanya lewat pengembalian oleh {agency}.",
    ),
    "fund_local": (
        "Danai dengan Dana Kelurahan",
        "Danai dengan Dana Kelurahan {kelurahan}?",
        "{budget} dihitung dari Dana Kelurahan {kelurahan}. Usulan selesai dan tidak diteruskan ke Perangkat Daerah.",
    ),
    "verify": (
        "Nyatakan layak",
        "Nyatakan layak?",
        "Usulan masuk ke penilaian Bappeda dengan angka dan sub kegiatan di bawah ini.",
    ),
    "redirect": (
        "Alihkan Perangkat Daerah",
        "Alihkan ke Perangkat Daerah lain?",
        "Perangkat Daerah hanya bisa mengalihkan satu kali; sesudah itu Bappeda yang memutuskan.",
    ),
    "settle": (
        "Tetapkan Perangkat Daerah",
        "Perangkat Daerah mana yang menangani?",
        "Keputusan ini mengikat: usulan tidak bisa dialihkan lagi. Kantor yang ditetapkan mendapat 3 hari kerja.",
    ),
    "object": (
        "Sampaikan keberatan",
        "Sampaikan keberatan ke Bappeda?",
        "Usulan tetap di kantor Anda sampai Bappeda menetapkan siapa yang menangani.",
    ),
    "refer": (
        "Usulkan ke Provinsi/Pusat",
        "Usulkan ke Provinsi atau Pusat?",
        "Usulan selesai di tingkat kota. Alasan Anda dibaca kelurahan dan warga.",
    ),
    "merge": (
        "Gabungkan",
        "Gabungkan ke usulan lain?",
        "Usulan ini selesai sebagai bagian dari usulan utama. Angka gabungan berlaku untuk usulan utama.",
    ),
    "return": (
        "Kembalikan untuk perbaikan",
        "Kembalikan untuk perbaikan?",
        "{sender} memperbaiki sampai batas di bawah ini, lalu usulan kembali ke kantor Anda.",
    ),
    "resubmit": (
        "Kirim ulang",
        "Kirim ulang usulan ini?",
        "Usulan kembali ke kantor yang mengembalikannya. Setelah ini, perubahan hanya lewat pengembalian lagi.",
    ),
    "reject": ("Tolak usulan", "Tolak usulan ini?", "Alasan Anda dibaca kelurahan dan warga."),
    "reopen": (
        "Buka kembali",
        "Buka kembali usulan ini?",
        "Usulan kembali ke tahap sebelum diputuskan, dan kantornya mendapat 3 hari kerja.",
    ),
}


def name_button(action: str, proposal) -> str:
    """The label of the button: what will happen."""
    return _fill(action, 0, proposal)


def ask(action: str, proposal) -> tuple[str, str]:
    """(question, what follows)."""
    return _fill(action, 1, proposal), _fill(action, 2, proposal)


def tell_done(action: str, *, reference: str, at: datetime, grace: bool = False) -> str:
    """As in "Diteruskan ke kecamatan pukul 10.42. Nomor usulan 2021-36.71.03.1002-0041."."""
    sentence = f"{workflow.ACTIONS[action].done} pukul {timezone.localtime(at):%H.%M}."
    if reference:
        sentence += f" Nomor usulan {reference}."
    if grace:
        sentence += " Tahapnya baru saja ditutup; yang dimulai dalam 5 menit sesudahnya masih diterima."
    return sentence


def _fill(action: str, place: int, proposal) -> str:
    spec = workflow.ACTIONS[action]
    if action == "redirect" and proposal.redirect_count:
        action = "settle"  # after the agency's one redirection only Bappeda does it
    words = WORDS.get(action, (spec.label, f"{spec.label}?", spec.help))
    sender = {"musrenbang": "Kelurahan", "kecamatan": "Kecamatan"}.get(proposal.source, "Bappeda")
    return words[place].format(
        agency=proposal.current_agency.short_name if proposal.current_agency else "Perangkat Daerah",
        kelurahan=proposal.kelurahan.name if proposal.kelurahan else proposal.kecamatan.name,
        kecamatan=proposal.kecamatan.name,
        budget=rupiah(proposal.current_budget),
        sender=sender,
    )
