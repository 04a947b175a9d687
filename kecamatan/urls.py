"""Addresses of the kecamatan's desk."""

from django.urls import path

from kecamatan import forward_views, meeting_views, order_views, views
from kecamatan.desk import DESK
from proposals.bulk import views as deciding
from proposals.similar import views as merging
from proposals.similar.pool import at_desk

app_name = "kecamatan"

bulk, bulk_result, bulk_done = deciding.build_views(DESK)
similar, similar_merge = merging.build_views(at_desk(DESK))

urlpatterns = [
    path("", views.queue, name="queue"),
    path("urutan/", order_views.order, name="order"),
    path("musrenbang/", meeting_views.record, name="meeting"),
    path("musrenbang/pratinjau/", meeting_views.preview, name="meeting_preview"),
    path("musrenbang/terbitkan/", meeting_views.publish, name="meeting_issue"),
    path("td4/", meeting_views.priority_form, name="td4"),
    path("teruskan/", forward_views.forward, name="forward"),
    path("teruskan/hasil/", forward_views.forwarded, name="forwarded"),
    path("sekaligus/", bulk, name="bulk"),
    path("sekaligus/hasil/", bulk_done, name="bulk_done"),
    path("sekaligus/<uuid:pk>/", bulk_result, name="bulk_result"),
    path("serupa/", similar, name="similar"),
    path("serupa/gabung/", similar_merge, name="similar_merge"),
    path("<uuid:uuid>/", views.sheet, name="sheet"),
    path("<uuid:uuid>/isian/<slug:action>/", views.fields, name="fields"),
]
