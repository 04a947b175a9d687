"""Addresses of the reports, under /laporan/."""

from django.urls import path

from reports import views
from reports.packages import views as packages

app_name = "reports"
urlpatterns = [
    path("", views.list_reports, name="list"),
    path("berkas/<uuid:pk>/", views.download, name="file"),
    path("gambar/", views.show_overview, name="overview"),
    path("paket/", packages.list_packages, name="packages"),
    path("paket/sedang-dibuat/", packages.show_making, name="packages_making"),
    path("paket/buat/", packages.request_package, name="package_request"),
    path("paket/<uuid:pk>/", packages.download, name="package_file"),
    path("<slug:slug>/", views.show_report, name="report"),
    path("<slug:slug>/berkas/", views.request_file, name="request"),
]
