"""Addresses of the form, in the namespace `proposals`."""

from django.urls import path

from proposals.entry import answering, carrying, checking, fragments, photo_view, views

urlpatterns = [
    path("baru/", views.new, name="new"),
    path("isi/kamus/", fragments.catalogue, name="catalogue"),
    path("isi/anggaran/", fragments.budget, name="budget"),
    path("isi/serupa/", fragments.similar, name="similar"),
    path("isi/titik/", fragments.place, name="place"),
    path("isi/masuk/", answering.enter, name="enter"),
    path("<uuid:uuid>/simpan/<slug:step>/", answering.autosave, name="autosave"),
    path("<uuid:uuid>/isi/<slug:step>/", views.step, name="step"),
    path("<uuid:uuid>/usulkan-kembali/", carrying.carry, name="carry"),
    path("<uuid:uuid>/foto/", photo_view.keep, name="photos"),
    path("<uuid:uuid>/terkirim/", checking.sent, name="sent"),
]
