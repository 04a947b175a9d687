"""The agency that a proposal was redirected to may object: one more act and outcome among the choices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0004_questions_and_closings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("create", "Simpan"),
                    ("edit", "Simpan"),
                    ("attach", "Simpan lampiran"),
                    ("submit", "Ajukan"),
                    ("send_back", "Kembalikan ke operator"),
                    ("endorse", "Teruskan ke kecamatan"),
                    ("register", "Catat"),
                    ("withdraw", "Batalkan"),
                    ("recommend", "Simpan rekomendasi"),
                    ("forward", "Teruskan hasil Musrenbang"),
                    ("fund_local", "Danai dengan Dana Kelurahan"),
                    ("verify", "Nyatakan layak"),
                    ("redirect", "Alihkan Perangkat Daerah"),
                    ("object", "Sampaikan keberatan"),
                    ("refer", "Usulkan ke Provinsi/Pusat"),
                    ("merge", "Gabungkan"),
                    ("return", "Kembalikan untuk perbaikan"),
                    ("resubmit", "Kirim ulang"),
                    ("take_back", "Tidak diperbaiki"),
                    ("reject", "Tolak"),
                    ("reopen", "Buka kembali"),
                    ("mark", "Nilai"),
                    ("publish", "Umumkan hasil pemeringkatan"),
                    ("supersede", "Umumkan perubahan"),
                    ("close", "Tutup tahun"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="action",
            field=models.CharField(
                choices=[
                    ("create", "Simpan"),
                    ("edit", "Simpan"),
                    ("attach", "Simpan lampiran"),
                    ("submit", "Ajukan"),
                    ("send_back", "Kembalikan ke operator"),
                    ("endorse", "Teruskan ke kecamatan"),
                    ("register", "Catat"),
                    ("withdraw", "Batalkan"),
                    ("recommend", "Simpan rekomendasi"),
                    ("forward", "Teruskan hasil Musrenbang"),
                    ("fund_local", "Danai dengan Dana Kelurahan"),
                    ("verify", "Nyatakan layak"),
                    ("redirect", "Alihkan Perangkat Daerah"),
                    ("object", "Sampaikan keberatan"),
                    ("refer", "Usulkan ke Provinsi/Pusat"),
                    ("merge", "Gabungkan"),
                    ("return", "Kembalikan untuk perbaikan"),
                    ("resubmit", "Kirim ulang"),
                    ("take_back", "Tidak diperbaiki"),
                    ("reject", "Tolak"),
                    ("reopen", "Buka kembali"),
                    ("mark", "Nilai"),
                    ("publish", "Umumkan hasil pemeringkatan"),
                    ("supersede", "Umumkan perubahan"),
                    ("close", "Tutup tahun"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("submitted", "Diajukan"),
                    ("accepted", "Disetujui"),
                    ("accepted_with_changes", "Disetujui dengan perubahan"),
                    ("recommended", "Direkomendasikan"),
                    ("resubmitted", "Dikirim ulang setelah perbaikan"),
                    ("returned", "Dikembalikan"),
                    ("redirected", "Dialihkan"),
                    ("objected", "Keberatan"),
                    ("rejected", "Ditolak"),
                    ("merged", "Digabung"),
                    ("referred", "Diusulkan ke Provinsi/Pusat"),
                    ("local", "Dana Kelurahan"),
                    ("reopened", "Dibuka kembali"),
                ],
                max_length=22,
            ),
        ),
    ]
