"""The default criteria set: the usual form of a ranking, plus reach and the forum's will (DESIGN §7).

No official weights of the city are known; a set is data, and this one is where a new cycle starts.
"""

from decimal import Decimal

from django.db import transaction

from bappeda.models import CriteriaSet, Criterion

TITLE = "Kriteria bawaan"

DEFAULT = (
    {
        "key": "rkpd",
        "label": "Kesesuaian dengan rancangan awal RKPD",
        "question": "Seberapa dekat usulan ini dengan prioritas dan sasaran RKPD tahun rencana?",
        "official_heading": "Kesesuaian dengan Rancangan Awal RKPD",
        "source": "mark",
        "weight": "0.25000",
        "descriptors": {
            "1": "Tidak terkait dengan prioritas atau sasaran RKPD.",
            "2": "Terkait prioritas secara umum, tanpa sasaran yang jelas.",
            "3": "Mendukung satu sasaran, belum ada program yang menampungnya.",
            "4": "Mendukung satu sasaran dan ada program yang menampungnya; lokasi belum disebut.",
            "5": "Mendukung sasaran dan program, dan lokasinya disebut dalam rancangan awal.",
        },
    },
    {
        "key": "spm",
        "label": "Percepatan standar pelayanan minimal (SPM)",
        "question": "Seberapa langsung usulan ini menutup kekurangan indikator SPM?",
        "official_heading": "Percepatan SPM",
        "source": "catalogue",
        "weight": "0.20000",
        "descriptors": {
            "1": "Tidak terkait dengan indikator SPM.",
            "2": "Menunjang pelayanan yang indikatornya sudah tercapai.",
            "3": "Menunjang indikator SPM yang belum tercapai, secara tidak langsung.",
            "4": "Menutup sebagian kekurangan satu indikator SPM.",
            "5": "Langsung menutup kekurangan indikator SPM di lokasi ini.",
        },
    },
    {
        "key": "hak_dasar",
        "label": "Pemenuhan hak dasar",
        "question": "Apakah usulan memenuhi air bersih, sanitasi, kesehatan, pendidikan, atau rasa aman?",
        "official_heading": "Pemenuhan Hak Dasar",
        "source": "catalogue",
        "weight": "0.15000",
        "descriptors": {
            "1": "Tidak memenuhi hak dasar.",
            "2": "Menunjang hak dasar secara tidak langsung.",
            "3": "Memenuhi satu hak dasar bagi sebagian warga terdampak.",
            "4": "Memenuhi satu hak dasar bagi seluruh warga terdampak.",
            "5": "Memenuhi dua hak dasar atau lebih, warga miskin didahulukan.",
        },
    },
    {
        "key": "lintas_wilayah",
        "label": "Nilai tambah lintas wilayah",
        "question": "Apakah manfaatnya sampai ke luar lingkungan yang mengusulkan?",
        "official_heading": "Nilai Tambah Lintas Wilayah",
        "source": "mark",
        "weight": "0.10000",
        "descriptors": {
            "1": "Manfaat hanya untuk satu RT.",
            "2": "Manfaat untuk satu RW.",
            "3": "Manfaat untuk beberapa RW dalam satu kelurahan.",
            "4": "Manfaat untuk dua kelurahan atau lebih dalam satu kecamatan.",
            "5": "Manfaat lintas kecamatan, atau menyambung jaringan kota.",
        },
    },
    {
        "key": "kesiapan",
        "label": "Kesiapan lahan dan teknis",
        "question": "Seberapa siap lahan dan rencana teknis menurut pemeriksaan Perangkat Daerah?",
        "official_heading": "Kesiapan Lahan dan Teknis",
        "source": "field",
        "field_name": "current_readiness",
        "bands": {"edges": [2, 3, 4, 5]},
        "weight": "0.10000",
        "descriptors": {
            "1": "Lahan bermasalah atau belum diperiksa.",
            "2": "Lahan belum jelas, rencana teknis belum ada.",
            "3": "Lahan jelas, rencana teknis belum ada.",
            "4": "Lahan jelas dengan surat, rencana teknis sederhana sudah ada.",
            "5": "Lahan siap dan rencana teknis lengkap, atau tidak memerlukan lahan.",
        },
    },
    {
        "key": "urutan_musrenbang",
        "label": "Urutan Musrenbang kecamatan",
        "question": "Di bagian mana daftar kecamatan usulan ini berada?",
        "official_heading": "Urutan Musrenbang",
        "source": "order",
        "weight": "0.10000",
        "descriptors": {
            "1": "Seperempat terbawah daftar kecamatan, atau tanpa urutan.",
            "2": "Sesudah 50 persen, sampai 75 persen daftar.",
            "3": "Sesudah 25 persen, sampai 50 persen daftar.",
            "4": "Sesudah 10 persen, sampai 25 persen daftar.",
            "5": "10 persen teratas daftar kecamatan.",
        },
    },
    {
        "key": "jangkauan",
        "label": "Jangkauan penerima manfaat",
        "question": "Berapa keluarga yang menerima manfaat?",
        "official_heading": "Jangkauan Penerima Manfaat",
        "source": "field",
        "field_name": "current_households",
        "bands": {"edges": {"physical": [10, 20, 30, 40], "nonphysical": [20, 40, 60, 80]}},
        "weight": "0.10000",
        "descriptors": {
            "1": "Kurang dari 10 KK (nonfisik: kurang dari 20 KK).",
            "2": "10 sampai kurang dari 20 KK (nonfisik: 20 sampai kurang dari 40 KK).",
            "3": "20 sampai kurang dari 30 KK (nonfisik: 40 sampai kurang dari 60 KK).",
            "4": "30 sampai kurang dari 40 KK (nonfisik: 60 sampai kurang dari 80 KK).",
            "5": "40 KK atau lebih (nonfisik: 80 KK atau lebih).",
        },
    },
)


@transaction.atomic
def create_default_set(*, cycle, is_draft: bool = False) -> CriteriaSet:
    """The default set of a cycle that has none; its present set otherwise."""
    present = CriteriaSet.objects.in_force(cycle)
    if present is not None:
        return present
    criteria_set = CriteriaSet.objects.create(cycle=cycle, version=1, title=TITLE, is_draft=is_draft)
    Criterion.objects.bulk_create(
        Criterion(
            criteria_set=criteria_set,
            position=position,
            **{**values, "weight": Decimal(values["weight"])},
        )
        for position, values in enumerate(DEFAULT, start=1)
    )
    return criteria_set
