"""Addresses of the desk of a Perangkat Daerah."""

from django.urls import path

from opd import disputes, views
from opd.desk import DESK
from proposals.bulk.views import build_views

app_name = "opd"

bulk, bulk_result, bulk_done = build_views(DESK)

urlpatterns = [
    path("", views.queue, name="queue"),
    path("sengketa/", disputes.disputes, name="disputes"),
    path("sekaligus/", bulk, name="bulk"),
    path("sekaligus/hasil/", bulk_done, name="bulk_done"),
    path("sekaligus/<uuid:pk>/", bulk_result, name="bulk_result"),
    path("<uuid:uuid>/", views.sheet, name="sheet"),
    path("<uuid:uuid>/harga/", views.price, name="price"),
    path("<uuid:uuid>/isian/<slug:action>/", views.fields, name="fields"),
]
