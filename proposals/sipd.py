"""The one list of columns in which proposals stand in a sheet: the SIPD layout, the template, and what an import takes.

No Django here. The report `daftar-usulan` writes `SIPD` in this order, the template offers `TEMPLATE`, and an import
recognises every column by its heading and the other names that offices give it. What decides something (status, notes,
recommendations) is written by the report and ignored by the import: a sheet is no second writer of decisions.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `label` says what it fills (empty: ignored on import), `names` are other headings for the same.

    `width` is in characters of a workbook; `hint` stands in the template as the cell's prompt.
    """

    key: str
    heading: str
    label: str = ""
    names: tuple[str, ...] = ()
    width: int = 16
    hint: str = ""

    @property
    def is_taken(self) -> bool:
        return bool(self.label)


COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("number", "No", "Nomor baris", ("nomor", "no urut", "nomor urut", "nourut"), 6),
        Column(
            "reference", "Id Usulan", "Nomor usulan", ("nomor usulan", "no usulan", "kode usulan", "id"), 24
        ),
        Column("proposed_at", "Tanggal Usul", names=("tanggal", "tgl usul", "tanggal usulan", "tgl")),
        Column(
            "proposer",
            "Pengusul",
            "Pengusul",
            (
                "nama pengusul",
                "diusulkan oleh",
                "pemohon",
                "lembaga pengusul",
                "asal usulan",
                "unsur pengusul",
            ),
            18,
            "RW, LPM, PKK, Karang Taruna, atau lainnya.",
        ),
        Column("office", "Profil", names=("profil pengusul", "akun")),
        Column(
            "title",
            "Usulan",
            "Usulan",
            (
                *("usulan kegiatan", "nama usulan", "judul usulan", "judul", "kegiatan", "nama kegiatan"),
                *(
                    "uraian kegiatan",
                    "uraian usulan",
                    "program kegiatan",
                    "nama program kegiatan",
                    "pekerjaan",
                ),
                *("nama pekerjaan", "rencana kegiatan", "usulan program kegiatan", "usulan pembangunan"),
                *("kegiatan prioritas", "uraian pekerjaan", "uraian", "jenis kegiatan", "isi usulan"),
            ),
            44,
            "Apa yang diminta dan di mana. Paling banyak 200 karakter.",
        ),
        Column(
            "problem",
            "Masalah",
            "Masalah",
            (
                *("permasalahan", "uraian permasalahan", "uraian masalah", "latar belakang", "isu"),
                *("masalah yang dihadapi", "alasan usulan", "alasan", "kondisi saat ini", "kondisi"),
            ),
            44,
            "Apa yang terjadi sekarang dan siapa yang terkena.",
        ),
        Column(
            "address",
            "Alamat",
            "Alamat atau lokasi",
            (
                *("lokasi", "alamat lokasi", "lokasi alamat", "lokasi kegiatan", "alamat lengkap", "tempat"),
                *("detail lokasi", "nama jalan", "jalan", "jalan atau gang", "letak", "alamat usulan"),
                *("lokasi usulan", "lokasi pekerjaan", "nama jalan atau gang"),
            ),
            32,
            "Nama jalan atau gang. RT dan RW boleh ikut di sini.",
        ),
        Column("regency", "Kabupaten", names=("kota", "kabupaten kota", "kab kota")),
        Column("kecamatan", "Kecamatan"),
        Column("kelurahan", "Kelurahan", "Kelurahan", ("kel", "desa kelurahan", "kelurahan desa", "desa")),
        Column("times", "Usulan ke"),
        Column(
            "target_agency",
            "OPD Tujuan Awal",
            "Perangkat Daerah tujuan",
            (
                *("opd", "opd tujuan", "skpd", "skpd tujuan", "perangkat daerah", "perangkat daerah tujuan"),
                *("perangkat daerah penanggungjawab", "perangkat daerah penanggung jawab", "dinas"),
                *("dinas terkait", "dinas tujuan", "instansi", "opd pelaksana", "skpd pelaksana"),
                *("opd penanggung jawab", "opd penanggungjawab", "opd skpd", "skpd opd"),
            ),
            30,
            "Pilih dari daftar. Terisi sendiri bila kamus usulan diisi.",
        ),
        Column("agency", "OPD Tujuan Akhir"),
        Column("status", "Status", names=("hasil", "status usulan")),
        Column("note", "Catatan", names=("keterangan", "ket", "catatan penting")),
        Column("partner", "Rekomendasi Mitra"),
        Column("kelurahan_advice", "Rekomendasi Kelurahan/Desa", names=("rekomendasi kelurahan",)),
        Column("kecamatan_advice", "Rekomendasi Kecamatan"),
        Column("agency_advice", "Rekomendasi SKPD", names=("rekomendasi opd",)),
        Column("budget_team_advice", "Rekomendasi TAPD"),
        Column(
            "volume",
            "Volume",
            "Volume (dan satuannya)",
            (
                *(
                    "vol",
                    "koefisien",
                    "banyaknya",
                    "volume satuan",
                    "volume dan satuan",
                    "kuantitas",
                    "besaran",
                ),
                *("besaran volume", "ukuran", "volume kegiatan", "volume pekerjaan", "target volume", "qty"),
                "jumlah volume",
            ),
            12,
            "Angka saja, misalnya 120 atau 12,5.",
        ),
        Column(
            "unit", "Satuan", "Satuan", ("sat", "satuan volume"), 12, "Pilih dari daftar, atau tulis sendiri."
        ),
        Column(
            "budget",
            "Anggaran",
            "Anggaran (jumlah)",
            (
                *("pagu", "biaya", "perkiraan anggaran", "perkiraan biaya", "estimasi biaya", "rab", "nilai"),
                *("pagu anggaran", "jumlah biaya", "total biaya", "kebutuhan dana", "pagu indikatif", "dana"),
                *("jumlah anggaran", "total anggaran", "jumlah harga", "usulan anggaran", "kebutuhan biaya"),
                *("estimasi anggaran", "nilai usulan", "total", "jumlah", "anggaran biaya", "usulan biaya"),
            ),
            18,
        ),
        Column("expenditure", "Jenis Belanja"),
        Column("sub_kegiatan", "Sub Kegiatan", names=("kode sub kegiatan", "nomenklatur")),
        # Not in the SIPD layout: what the template asks besides, and what offices keep in columns of their own.
        Column(
            "expected_output",
            "Hasil yang Diharapkan",
            "Hasil yang diharapkan",
            (
                *(
                    "hasil diharapkan",
                    "output",
                    "keluaran",
                    "sasaran kegiatan",
                    "sasaran",
                    "manfaat",
                    "tujuan",
                ),
                *("indikator kinerja", "hasil kegiatan"),
            ),
            32,
            "Yang ada setelah pekerjaan selesai.",
        ),
        Column(
            "field",
            "Bidang",
            "Bidang",
            ("bidang pembangunan", "bidang urusan", "jenis bidang", "bidang usulan"),
            22,
            "Pilih dari daftar.",
        ),
        Column(
            "rkpd_priority",
            "Prioritas RKPD",
            "Prioritas RKPD",
            ("prioritas daerah", "prioritas kota", "prioritas pembangunan"),
            30,
            "Pilih dari daftar.",
        ),
        Column("rt", "RT", "RT", ("nomor rt", "no rt"), 12, "Nomor RT, boleh beberapa: 02, 03, 09."),
        Column("rw", "RW", "RW", ("nomor rw", "no rw"), 8, "Nomor RW, misalnya 05."),
        Column("rt_rw", "RT/RW", "RT dan RW", ("rt dan rw", "rtrw")),
        Column(
            "latitude",
            "Lintang",
            "Lintang",
            ("latitude", "lat", "koordinat lintang"),
            12,
            "Misalnya -6,153420.",
        ),
        Column(
            "longitude",
            "Bujur",
            "Bujur",
            ("longitude", "long", "lng", "lon", "koordinat bujur"),
            12,
            "Misalnya 106,659380.",
        ),
        Column(
            "position",
            "Koordinat",
            "Koordinat (lintang, bujur)",
            ("titik koordinat", "lat long", "latlong", "koordinat lokasi", "titik lokasi"),
        ),
        Column(
            "catalogue_item",
            "Kamus Usulan",
            "Kamus usulan",
            ("kamus", "kode kamus", "jenis pekerjaan", "jenis usulan"),
            40,
            "Pilih dari daftar: satuan, harga, bidang, dan OPD terisi sendiri. Kosongkan bila tidak ada.",
        ),
        Column(
            "justification",
            "Alasan di Luar Kamus",
            "Alasan di luar kamus",
            ("alasan diluar kamus",),
            30,
            "Isi hanya bila kamus usulan kosong.",
        ),
        Column(
            "kind",
            "Jenis",
            "Jenis (fisik atau nonfisik)",
            ("fisik nonfisik", "fisik non fisik", "jenis fisik nonfisik", "kategori", "sifat"),
            12,
            "Fisik atau Nonfisik. Terisi sendiri bila kamus usulan diisi.",
        ),
        Column(
            "unit_price",
            "Harga Satuan",
            "Harga satuan",
            ("harga", "hrg satuan", "biaya satuan", "harga per satuan"),
            16,
            "Rupiah bulat. Terisi sendiri bila kamus usulan diisi.",
        ),
        Column("price_basis", "Dasar Harga", "Dasar harga", ("sumber harga",), 24, "Pilih dari daftar."),
        Column("funding", "Sumber Dana", "Sumber dana", ("sumber pendanaan", "pendanaan")),
        Column(
            "households",
            "Penerima Manfaat (KK)",
            "Penerima manfaat (KK)",
            ("kk", "jumlah kk", "penerima kk", "jumlah kepala keluarga"),
            12,
            "Angka bulat.",
        ),
        Column(
            "people",
            "Penerima Manfaat (Jiwa)",
            "Penerima manfaat (jiwa)",
            (
                *("jiwa", "jumlah jiwa", "penerima manfaat", "jumlah penerima", "jumlah penerima manfaat"),
                "penerima",
            ),
            12,
            "Angka bulat.",
        ),
        Column(
            "land_status",
            "Status Lahan",
            "Status lahan",
            ("status tanah", "lahan"),
            30,
            "Hanya untuk pekerjaan fisik. Pilih dari daftar.",
        ),
        Column(
            "contact",
            "Narahubung",
            "Narahubung",
            (
                "kontak",
                "no hp",
                "nomor hp",
                "telepon",
                "no telepon",
                "contact person",
                "nama dan nomor telepon",
            ),
            26,
            "Nama dan nomor telepon. Hanya dilihat petugas.",
        ),
    )
}

SIPD: tuple[Column, ...] = tuple(
    COLUMNS[key]
    for key in (
        *(
            "number",
            "reference",
            "proposed_at",
            "proposer",
            "office",
            "title",
            "problem",
            "address",
            "regency",
        ),
        *("kecamatan", "kelurahan", "times", "target_agency", "agency", "status", "note", "partner"),
        *("kelurahan_advice", "kecamatan_advice", "agency_advice", "budget_team_advice", "volume", "unit"),
        *("budget", "expenditure", "sub_kegiatan"),
    )
)

TEMPLATE: tuple[Column, ...] = tuple(
    COLUMNS[key]
    for key in (
        *("number", "title", "problem", "expected_output", "proposer", "catalogue_item", "justification"),
        *("field", "rkpd_priority", "address", "rt", "rw", "latitude", "longitude", "kind", "volume", "unit"),
        *("unit_price", "price_basis", "target_agency", "households", "people", "land_status", "contact"),
    )
)

TAKEN: tuple[Column, ...] = tuple(column for column in COLUMNS.values() if column.is_taken)
