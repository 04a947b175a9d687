"""Addresses of the desk of a Perangkat Daerah."""

from django.urls import path

from opd import disputes, forum_views, views
from opd.desk import DESK
from proposals.bulk import views as deciding
from proposals.similar import views as merging
from proposals.similar.pool import at_desk

app_name = "opd"

bulk, bulk_result, bulk_done = deciding.build_views(DESK)
similar, similar_merge = merging.build_views(at_desk(DESK))

urlpatterns = [
    path("", views.queue, name="queue"),
    path("forum/", forum_views.record, name="forum"),
    path("forum/pratinjau/", forum_views.preview, name="forum_preview"),
    path("forum/terbitkan/", forum_views.publish, name="forum_issue"),
    path("sengketa/", disputes.disputes, name="disputes"),
    path("sekaligus/", bulk, name="bulk"),
    path("sekaligus/hasil/", bulk_done, name="bulk_done"),
    path("sekaligus/<uuid:pk>/", bulk_result, name="bulk_result"),
    path("serupa/", similar, name="similar"),
    path("serupa/gabung/", similar_merge, name="similar_merge"),
    path("<uuid:uuid>/", views.sheet, name="sheet"),
    path("<uuid:uuid>/harga/", views.price, name="price"),
    path("<uuid:uuid>/isian/<slug:action>/", views.fields, name="fields"),
]
