"""Every address of the product, floor by floor."""

from django.contrib import admin
from django.urls import include, path

from eplanning import api, health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("jobs.urls")),
    path("usulan/", include("proposals.urls")),
    path("kelurahan/", include("kelurahan.urls")),
    path("kecamatan/", include("kecamatan.urls")),
    path("opd/", include("opd.urls")),
    path("bappeda/", include("bappeda.urls")),
    path("laporan/", include("reports.urls")),
    path("publik/", include("portal.urls")),
    path("api/v1/", include(api.urlpatterns)),
    path("admin/", admin.site.urls),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

handler403 = "eplanning.views.forbidden"
handler404 = "eplanning.views.not_found"
handler500 = "eplanning.views.server_fault"
