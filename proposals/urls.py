"""Addresses below /usulan/. The reference comes last: it takes any one word."""

from django.urls import include, path

from proposals.views import acting, codes, detail, files, listing, minutes, questions, receipts, schedule

app_name = "proposals"

urlpatterns = [
    path("", listing.list_proposals, name="list"),
    path("jadwal/", schedule.show, name="schedule"),
    path("jadwal/<slug:stage>/", schedule.change, name="schedule_stage"),
    path("lampiran/<uuid:uuid>/", files.download, name="attachment"),
    path("tanda-terima/kelompok/<int:event>/", receipts.show_batch, name="receipt_batch"),
    path("berita-acara/", minutes.list_minutes, name="minutes_list"),
    path("berita-acara/<str:number>/", minutes.show, name="minutes"),
    path("berita-acara/<str:number>/pdf/", minutes.file, name="minutes_file"),
    path("tanya-jawab/", questions.list_owed, name="questions_owed"),
    path("tanya-jawab/berkas/<uuid:uuid>/", questions.download, name="message_file"),
    path("<uuid:uuid>/", detail.show, name="detail"),
    path("<uuid:uuid>/tanya-jawab/", questions.show, name="questions"),
    path("<uuid:uuid>/tindakan/<slug:action>/", acting.act, name="act"),
    path("<uuid:uuid>/tindakan/<slug:action>/anggaran/", acting.sum_up, name="act_budget"),
    path("<uuid:uuid>/sub-kegiatan/", codes.pick, name="codes"),
    path("<uuid:uuid>/lampiran/", files.attach, name="attachments"),
    path("<uuid:uuid>/tanda-terima/", receipts.show_latest, name="receipt"),
    path("<uuid:uuid>/tanda-terima/<int:seq>/", receipts.show, name="receipt_event"),
    path("", include("proposals.entry.urls")),
    path("<str:reference>/", detail.show_by_reference, name="reference"),
]
