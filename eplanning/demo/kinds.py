"""The kinds of work that kelurahan ask for: catalogue items with the words proposals use.

Prices are examples (illustrative figures of other cities in 2019, and estimates), not a price list of the city.
In titles `{where}` is the place, `{rtrw}` its RT/RW; `{v}` the volume.
"""

from dataclasses import dataclass

FIELDS = {
    "infrastruktur": "Infrastruktur",
    "perumahan": "Perumahan dan permukiman",
    "lingkungan": "Lingkungan hidup",
    "perhubungan": "Perhubungan",
    "ketertiban": "Ketenteraman dan ketertiban",
    "ekonomi": "Ekonomi",
    "sosial": "Sosial dan budaya",
}

PRIORITIES = (
    ("Pembangunan infrastruktur wilayah", "Berkurangnya genangan dan meningkatnya jalan lingkungan dalam keadaan baik"),
    ("Permukiman yang layak huni", "Berkurangnya rumah tidak layak huni dan kawasan kumuh"),
    ("Lingkungan hidup yang bersih dan sehat", "Meningkatnya sampah yang tertangani dan akses sanitasi"),
    ("Daya saing ekonomi masyarakat", "Meningkatnya usaha mikro dan kesempatan kerja"),
    ("Kualitas sumber daya manusia", "Meningkatnya derajat kesehatan, pendidikan, dan peran perempuan"),
    ("Ketenteraman dan pelayanan publik", "Meningkatnya rasa aman dan mutu pelayanan kelurahan"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One catalogue item and how its proposals read. `share` is its weight among all; volumes as (low, high, step)."""

    code: str
    name: str
    keywords: str
    kind: str
    field: str
    unit: str
    price: int  # rupiah a unit
    basis: str
    agency: str  # empty: the kecamatan's own agency
    sub_kegiatan: str
    expenditure: str
    spm: int
    hak_dasar: int
    priority: int
    share: int
    volumes: tuple[float, float, float]
    titles: tuple[str, ...]
    problems: tuple[str, ...]
    output: str


P, N = "physical", "nonphysical"
MODAL, BARANG_JASA = "Belanja Modal", "Belanja Barang dan Jasa"
DRAIN, ROAD = "1.03.06.2.01", "1.03.10.2.01"

KINDS: tuple[Kind, ...] = (
    Kind("DRN-01", "Perbaikan saluran drainase, U-ditch 40 × 60 cm", "got, selokan, saluran air, u-ditch", P, "infrastruktur", "meter", 1_537_500, "SSH", "DPUPR", f"{DRAIN}.07", MODAL, 5, 4, 1, 11, (40, 260, 5),
         ("Perbaikan saluran drainase {where} {rtrw}, {v} m", "Pemasangan U-ditch {where} {rtrw}", "Perbaikan selokan {where} {rtrw}"),
         ("Saluran retak di dua sisi dan tersumbat sedimen. Genangan 20–30 cm setiap hujan lebih dari satu jam.", "Dinding saluran runtuh sepanjang {v} m, air meluap ke halaman rumah warga.", "Saluran tanah tidak menampung air dari jalan; tiga kali banjir sejak Desember."),
         "Saluran {v} m berfungsi dan air surut paling lama satu jam setelah hujan."),
    Kind("DRN-02", "Normalisasi saluran (galian sedimen)", "keruk, pengerukan, lumpur, got", P, "infrastruktur", "m3", 31_400, "HSPK", "DPUPR", f"{DRAIN}.09", BARANG_JASA, 4, 3, 1, 5, (150, 1800, 50),
         ("Normalisasi saluran {where} {rtrw}", "Pengerukan sedimen saluran {where} {rtrw}"),
         ("Sedimen setebal 60 cm menutup saluran sehingga air balik ke permukiman.", "Saluran dangkal dan penuh sampah, terakhir dikeruk empat tahun lalu."),
         "Sedimen {v} m3 terangkat dan penampang saluran kembali semula."),
    Kind("DRN-03", "Gorong-gorong diameter 80 cm", "buis beton, gorong, crossing", P, "infrastruktur", "meter", 191_100, "HSPK", "DPUPR", f"{DRAIN}.05", MODAL, 4, 3, 1, 4, (8, 60, 2),
         ("Pembuatan gorong-gorong diameter 80 cm {where} {rtrw}, {v} m", "Penggantian gorong-gorong {where} {rtrw}"),
         ("Gorong-gorong lama patah dilalui truk dan menyempit menjadi separuh.", "Belum ada gorong-gorong di persimpangan, air menyeberang di atas jalan."),
         "Gorong-gorong {v} m terpasang dan jalan tidak lagi tergenang."),
    Kind("DRN-04", "Box culvert 100 × 100 cm", "gorong-gorong kotak", P, "infrastruktur", "unit", 3_822_300, "HSPK", "DPUPR", f"{DRAIN}.05", MODAL, 4, 3, 1, 2, (6, 40, 2),
         ("Pemasangan box culvert {where} {rtrw}", "Box culvert crossing {where} {rtrw}, {v} unit"),
         ("Penampang gorong-gorong tidak cukup untuk air dari perumahan di hulu.",), "Box culvert {v} unit terpasang."),
    Kind("TRP-01", "Turap pasangan batu kali", "tanggul, dinding penahan tanah, kali", P, "infrastruktur", "m3", 779_900, "HSPK", "DPUPR", f"{DRAIN}.06", MODAL, 4, 3, 1, 4, (45, 420, 15),
         ("Turap Kali {river} {rtrw}", "Pembangunan dinding penahan tanah {where} {rtrw}"),
         ("Tebing kali longsor dan jaraknya tinggal 1,5 m dari rumah warga.", "Tanggul tanah rembes saat debit tinggi, dua rumah retak."),
         "Turap {v} m3 berdiri dan tebing tidak longsor."),
    Kind("JLN-01", "Peningkatan jalan lingkungan, paving block", "conblock, gang, jalan setapak", P, "infrastruktur", "m2", 215_000, "SSH", "DISPERKIM", "1.03.07.2.01.01", MODAL, 3, 3, 1, 12, (120, 1400, 20),
         ("Paving block {where} {rtrw}, {v} m2", "Peningkatan jalan lingkungan {where} {rtrw}", "Pemasangan paving block {where} {rtrw}"),
         ("Jalan tanah becek saat hujan dan berdebu saat kemarau; ambulans tidak bisa masuk.", "Paving lama amblas dan bergelombang, sering ada pengendara jatuh.", "Gang masih tanah, anak sekolah dan lansia sulit lewat."),
         "Jalan lingkungan {v} m2 rata dan bisa dilalui kendaraan roda dua."),
    Kind("JLN-02", "Betonisasi jalan lingkungan tebal 15 cm", "cor, beton, jalan", P, "infrastruktur", "m2", 385_000, "SSH", "DPUPR", f"{ROAD}.08", MODAL, 3, 3, 1, 7, (150, 1600, 25),
         ("Betonisasi {where} {rtrw}, {v} m2", "Pengecoran jalan {where} {rtrw}"),
         ("Aspal rusak berat, kedalaman lubang sampai 15 cm, dan selalu tergenang.", "Jalan dilalui kendaraan pabrik sehingga aspal cepat hancur."),
         "Jalan beton {v} m2 selesai dan tidak berlubang."),
    Kind("JLN-03", "Pengaspalan jalan (hotmix)", "aspal, hotmix, overlay", P, "infrastruktur", "m2", 168_000, "SSH", "DPUPR", f"{ROAD}.09", MODAL, 3, 2, 1, 6, (300, 3200, 50),
         ("Pengaspalan {where} {rtrw}, {v} m2", "Overlay hotmix {where} {rtrw}"),
         ("Permukaan jalan retak buaya dan mengelupas di banyak titik.", "Bekas galian pipa tidak dipulihkan sehingga jalan bergelombang."),
         "Jalan {v} m2 teraspal dan mulus."),
    Kind("JLN-04", "Pemeliharaan jembatan lingkungan", "jembatan, jembatan kecil", P, "infrastruktur", "unit", 92_500_000, "estimate", "DPUPR", f"{ROAD}.18", MODAL, 3, 3, 1, 2, (1, 2, 1),
         ("Perbaikan jembatan {where} {rtrw}", "Rehabilitasi jembatan Kali {river} {rtrw}"),
         ("Lantai jembatan kayu lapuk dan pegangan hilang; dilewati 200 anak sekolah setiap hari.",), "Jembatan aman dilewati."),
    Kind("PJU-01", "Penerangan jalan umum, lampu LED 40 W", "lampu, pju, penerangan", P, "perhubungan", "titik", 7_000_000, "SSH", "DISHUB", "1.04.04.2.01.02", MODAL, 2, 3, 6, 8, (4, 36, 2),
         ("Penerangan jalan umum {where} {rtrw}, {v} titik", "Pemasangan PJU {where} {rtrw}", "Penambahan lampu jalan {where} {rtrw}"),
         ("Jalan gelap sepanjang 300 m; dua kali penjambretan dalam tiga bulan terakhir.", "Lampu lama mati dan tiang berkarat, warga takut lewat malam hari."),
         "{v} titik lampu menyala setiap malam."),
    Kind("PJU-02", "Cermin tikungan dan rambu lingkungan", "rambu, kaca cembung", P, "perhubungan", "unit", 2_850_000, "estimate", "DISHUB", "1.04.04.2.01.02", BARANG_JASA, 1, 2, 6, 2, (2, 12, 1),
         ("Pemasangan cermin tikungan {where} {rtrw}", "Rambu dan polisi tidur {where} {rtrw}"),
         ("Simpang tanpa rambu dengan jarak pandang pendek, sering tabrakan.",), "{v} unit rambu terpasang."),
    Kind("RTL-01", "Perbaikan rumah tidak layak huni", "rutilahu, bedah rumah", P, "perumahan", "unit", 20_000_000, "ASB", "DISPERKIM", "1.04.03.2.03.02", BARANG_JASA, 5, 5, 2, 7, (1, 12, 1),
         ("Perbaikan rumah tidak layak huni {rtrw}, {v} unit", "Bedah rumah warga kurang mampu {rtrw}"),
         ("Rumah berdinding papan lapuk, lantai tanah, dan atap bocor; penghuni lansia.", "{v} rumah tidak punya jamban dan atapnya hampir roboh."),
         "{v} rumah memenuhi syarat keselamatan dan kesehatan."),
    Kind("MCK-01", "MCK umum dengan tangki septik", "wc, jamban, kakus, sanitasi", P, "perumahan", "unit", 96_000_000, "ASB", "DISPERKIM", "1.03.05.2.01.03", MODAL, 5, 5, 3, 4, (1, 2, 1),
         ("Pembangunan MCK umum {rtrw}", "Rehabilitasi MCK umum {where} {rtrw}"),
         ("Sebanyak 22 keluarga masih buang air ke kali karena tidak punya jamban.", "MCK lama rusak, bak penampung bocor, dan tangki septik penuh."),
         "MCK dipakai warga dan tidak ada lagi yang buang air sembarangan."),
    Kind("SAN-01", "Tangki septik komunal", "ipal, septik tank, limbah", P, "perumahan", "unit", 145_000_000, "ASB", "DISPERKIM", "1.03.05.2.01.03", MODAL, 5, 5, 3, 2, (1, 2, 1),
         ("Tangki septik komunal {rtrw}", "IPAL komunal {where} {rtrw}"),
         ("Air limbah rumah tangga langsung ke saluran terbuka dan mencemari sumur.",), "{v} unit tangki septik komunal melayani warga."),
    Kind("AIR-01", "Jaringan perpipaan air bersih", "spam, pdam, air minum, sumur bor", P, "perumahan", "meter", 285_000, "HSPK", "DISPERKIM", "1.03.03.2.01.07", MODAL, 5, 5, 3, 4, (80, 900, 20),
         ("Perluasan jaringan air bersih {where} {rtrw}, {v} m", "Sambungan air bersih {rtrw}"),
         ("Air sumur keruh dan berbau; warga membeli air jeriken setiap hari.", "Jaringan pipa berhenti di ujung jalan, 40 rumah belum tersambung."),
         "Pipa {v} m terpasang dan rumah tersambung air bersih."),
    Kind("TMN-01", "Penataan taman lingkungan dan tempat bermain", "taman, rptra, bermain", P, "lingkungan", "m2", 420_000, "estimate", "DISPERKIM", "1.03.09.2.01.03", MODAL, 1, 2, 3, 3, (80, 600, 20),
         ("Penataan taman lingkungan {where} {rtrw}", "Taman bermain anak {rtrw}"),
         ("Lahan fasos menjadi tempat buang sampah liar, anak-anak bermain di jalan.",), "Taman {v} m2 dipakai warga."),
    Kind("BLW-01", "Perbaikan balai warga", "pos rw, sekretariat, aula", P, "perumahan", "unit", 145_000_000, "ASB", "DISPERKIM", "1.03.09.2.01.04", MODAL, 1, 2, 6, 4, (1, 1, 1),
         ("Perbaikan balai warga {rtrw}", "Rehabilitasi gedung serbaguna {rtrw}"),
         ("Atap balai warga bocor dan plafon runtuh sehingga posyandu pindah ke teras warga.",), "Balai warga bisa dipakai untuk posyandu dan rapat."),
    Kind("SMP-01", "Gerobak motor sampah", "bentor, motor sampah, angkut", N, "lingkungan", "unit", 34_500_000, "SSH", "DLH", "1.03.04.2.01.06", MODAL, 4, 3, 3, 5, (1, 3, 1),
         ("Pengadaan gerobak motor sampah {rtrw}", "Bantuan motor roda tiga pengangkut sampah {rtrw}"),
         ("Sampah diangkut dengan gerobak dorong sehingga menumpuk tiga hari.",), "{v} unit gerobak motor melayani warga setiap hari."),
    Kind("SMP-02", "Tempat sampah pilah", "tong sampah, bak sampah", N, "lingkungan", "unit", 750_000, "SSH", "DLH", "1.03.04.2.01.06", BARANG_JASA, 3, 2, 3, 5, (20, 120, 5),
         ("Pengadaan tempat sampah pilah {rtrw}", "Tong sampah pilah untuk {rtrw}, {v} unit"),
         ("Warga belum memilah sampah karena tidak ada tempatnya.",), "{v} tempat sampah pilah dipakai warga."),
    Kind("SMP-03", "Bangunan TPS 3R", "tps, bank sampah", P, "lingkungan", "unit", 265_000_000, "ASB", "DLH", "1.03.04.2.01.03", MODAL, 4, 3, 3, 1, (1, 1, 1),
         ("Pembangunan TPS 3R {where} {rtrw}",), ("Sampah dibuang di lahan kosong tepi kali dan dibakar setiap sore.",), "TPS 3R mengolah sampah warga."),
    Kind("SMP-04", "Pelatihan bank sampah dan pengolahan kompos", "pelatihan, kompos, bank sampah", N, "lingkungan", "orang", 300_000, "SBU", "", "7.01.03.2.02.03", BARANG_JASA, 2, 2, 3, 4, (25, 100, 5),
         ("Pelatihan bank sampah {rtrw}, {v} orang", "Pelatihan pembuatan kompos bagi kader {rtrw}"),
         ("Kader lingkungan belum tahu cara mengelola bank sampah.",), "{v} orang mampu mengelola bank sampah."),
    Kind("EKO-01", "Pelatihan menjahit", "jahit, konveksi, keterampilan", N, "ekonomi", "orang", 1_400_000, "SBU", "", "7.01.03.2.02.03", BARANG_JASA, 2, 2, 4, 5, (15, 60, 5),
         ("Pelatihan menjahit bagi ibu rumah tangga {rtrw}", "Pelatihan konveksi {rtrw}, {v} orang"),
         ("Banyak ibu rumah tangga berhenti dari pabrik dan tidak punya penghasilan.",), "{v} orang bisa menjahit dan menerima pesanan."),
    Kind("EKO-02", "Pelatihan tata boga dan kemasan", "kue, kuliner, umkm", N, "ekonomi", "orang", 850_000, "SBU", "", "7.01.03.2.02.03", BARANG_JASA, 1, 2, 4, 5, (20, 80, 5),
         ("Pelatihan tata boga PKK {rtrw}", "Pelatihan kemasan produk UMKM {rtrw}, {v} orang"),
         ("Produk kue warga hanya dijual di lingkungan sendiri karena kemasannya belum layak.",), "{v} pelaku usaha menjual dengan kemasan dan izin."),
    Kind("EKO-03", "Pelatihan servis sepeda motor", "montir, bengkel, karang taruna", N, "ekonomi", "orang", 1_750_000, "SBU", "", "7.01.03.2.02.03", BARANG_JASA, 2, 2, 4, 3, (15, 40, 5),
         ("Pelatihan servis motor bagi Karang Taruna {rtrw}", "Kursus mekanik sepeda motor {rtrw}"),
         ("Pemuda lulusan SMK menganggur dan belum punya keterampilan bersertifikat.",), "{v} pemuda siap bekerja di bengkel."),
    Kind("KES-01", "Sarana posyandu", "timbangan, posyandu, balita", N, "sosial", "paket", 14_500_000, "SSH", "", "7.01.03.2.02.02", MODAL, 5, 4, 5, 6, (1, 4, 1),
         ("Pengadaan sarana Posyandu {flower} {rtrw}", "Alat timbang dan meja Posyandu {flower} {rtrw}"),
         ("Timbangan dacin rusak dan meja pendaftaran meminjam milik warga.",), "{v} paket sarana dipakai posyandu setiap bulan."),
    Kind("KES-02", "Pelatihan kader posyandu", "kader, stunting, gizi", N, "sosial", "orang", 300_000, "SBU", "", "7.01.03.2.02.03", BARANG_JASA, 4, 4, 5, 5, (25, 100, 5),
         ("Pelatihan kader Posyandu {flower}, {v} orang", "Pelatihan pencegahan stunting bagi kader {rtrw}"),
         ("Setengah kader baru dan belum pernah dilatih mengukur tinggi balita.",), "{v} kader mampu mengukur dan mencatat pertumbuhan balita."),
    Kind("SOS-01", "Alat kesenian marawis dan hadroh", "marawis, hadroh, musik, seni", N, "sosial", "set", 9_500_000, "estimate", "", "7.01.03.2.02.02", MODAL, 1, 1, 5, 3, (1, 3, 1),
         ("Pengadaan alat marawis {rtrw}", "Alat hadroh majelis taklim {rtrw}"),
         ("Kelompok kesenian remaja berlatih dengan alat pinjaman.",), "{v} set alat dipakai berlatih setiap pekan."),
    Kind("SOS-02", "Meja, kursi, dan alat permainan PAUD", "paud, tk, ape", N, "sosial", "paket", 18_000_000, "estimate", "", "7.01.03.2.02.02", MODAL, 4, 4, 5, 4, (1, 3, 1),
         ("Alat permainan edukatif PAUD {flower} {rtrw}", "Meja dan kursi PAUD {flower} {rtrw}"),
         ("Sebanyak 45 anak belajar di lantai karena meja dan kursi rusak.",), "{v} paket sarana dipakai belajar."),
    Kind("KMN-01", "Pos keamanan lingkungan", "pos kamling, siskamling, ronda", P, "ketertiban", "unit", 28_500_000, "ASB", "", "7.01.03.2.02.02", MODAL, 2, 3, 6, 5, (1, 2, 1),
         ("Pembangunan pos kamling {where} {rtrw}", "Perbaikan pos ronda {rtrw}"),
         ("Pos ronda roboh tertimpa pohon, jadwal ronda berhenti.",), "{v} pos kamling dipakai ronda setiap malam."),
    Kind("KMN-02", "Kamera pengawas lingkungan (CCTV)", "cctv, kamera", P, "ketertiban", "titik", 4_750_000, "estimate", "SATPOLPP", "1.05.02.2.01.08", MODAL, 1, 2, 6, 4, (4, 16, 1),
         ("Pemasangan CCTV {where} {rtrw}, {v} titik", "CCTV di jalan masuk {rtrw}"),
         ("Enam sepeda motor hilang dalam setengah tahun.",), "{v} titik kamera merekam siang dan malam."),
    Kind("KMN-03", "Pelatihan satuan linmas", "linmas, hansip, bencana", N, "ketertiban", "orang", 450_000, "SBU", "SATPOLPP", "1.05.02.2.01.04", BARANG_JASA, 3, 2, 6, 3, (20, 60, 5),
         ("Pelatihan linmas {rtrw}, {v} orang", "Simulasi tanggap banjir bagi linmas dan warga {rtrw}"),
         ("Linmas belum pernah dilatih menolong warga saat banjir.",), "{v} anggota linmas terlatih."),
)
