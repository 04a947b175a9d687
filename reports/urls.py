"""Addresses of the reports, under /laporan/."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.list_reports, name="list"),
    path("berkas/<uuid:pk>/", views.download, name="file"),
    path("gambar/", views.show_overview, name="overview"),
    path("<slug:slug>/", views.show_report, name="report"),
    path("<slug:slug>/berkas/", views.request_file, name="request"),
]
