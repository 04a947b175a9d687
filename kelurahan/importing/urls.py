"""Addresses of the import, in the namespace `kelurahan`."""

from django.urls import path

from kelurahan.importing import views

urlpatterns = [
    path("", views.start, name="import"),
    path("templat/", views.template, name="import_template"),
    path("<uuid:uuid>/", views.show, name="import_file"),
    path("<uuid:uuid>/kolom/", views.columns, name="import_columns"),
    path("<uuid:uuid>/periksa/", views.preview, name="import_preview"),
    path("<uuid:uuid>/baris/<int:number>/", views.mend, name="import_row"),
    path("<uuid:uuid>/masukkan/", views.take, name="import_take"),
    path("<uuid:uuid>/batal/", views.drop, name="import_drop"),
    path("<uuid:uuid>/masalah/", views.problems, name="import_problems"),
]
