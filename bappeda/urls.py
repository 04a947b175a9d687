"""Addresses of this app, under /bappeda/."""

from django.urls import path

from bappeda.views import (
    agreement,
    assigning,
    board,
    ceilings,
    closing,
    comparing,
    marking,
    reassigning,
    runs,
    similar,
    simulation,
    stability,
)

app_name = "bappeda"

urlpatterns = [
    path("", board.go_home, name="desk"),
    path("penugasan/", assigning.show, name="assignment"),
    path("penugasan/ingatkan/", reassigning.remind, name="remind"),
    path("penugasan/<int:pk>/pindah/", reassigning.move, name="move"),
    path("benturan/", assigning.declare, name="conflicts"),
    path("kesepakatan/", agreement.show, name="agreement"),
    path("kesepakatan/<uuid:uuid>/undang/", agreement.invite, name="invite"),
    path("penilaian/", marking.list_own, name="marking"),
    path("penilaian/<uuid:uuid>/", marking.mark, name="sheet"),
    path("penilaian/<uuid:uuid>/buka/", marking.reopen, name="sheet_reopen"),
    path("peringkat/", board.show_newest, name="board"),
    path("usulan/<uuid:uuid>/alasan/", board.explain, name="explanation"),
    path("perhitungan/", runs.list_all, name="runs"),
    path("perhitungan/baru/", runs.make, name="new_run"),
    path("perhitungan/<int:pk>/", board.show_run, name="run"),
    path("perhitungan/<int:pk>/setujui/", runs.approve, name="run_approve"),
    path("perhitungan/<int:pk>/umumkan/", runs.publish, name="run_publish"),
    path("perhitungan/<int:pk>/periksa/", runs.check, name="run_check"),
    path("perhitungan/<int:pk>/ketahanan/", stability.ask, name="run_stability"),
    path("simulasi/", simulation.show, name="simulation"),
    path("simulasi/simpan/", simulation.save, name="scenario_save"),
    path("simulasi/<int:pk>/", simulation.open_scenario, name="scenario"),
    path("simulasi/<int:pk>/hapus/", simulation.delete, name="scenario_delete"),
    path("perbandingan/", comparing.show, name="comparison"),
    path("perhitungan/<int:pk>/berkas.json", runs.download, name="run_file"),
    path("pagu/", ceilings.show, name="ceilings"),
    path("serupa/", similar.similar, name="similar"),
    path("serupa/gabung/", similar.similar_merge, name="similar_merge"),
    path("tutup-tahun/", closing.close, name="close"),
]
