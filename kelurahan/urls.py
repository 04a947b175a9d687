"""Addresses of this app."""

from django.urls import include, path

from kelurahan import meeting_views, order_views, past_views, views

app_name = "kelurahan"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("impor/", include("kelurahan.importing.urls")),
    path("diteruskan/", views.endorsed, name="endorsed"),
    path("usulan-lama/", past_views.shelf, name="past"),
    path("urutan/", order_views.order, name="order"),
    path("musrenbang/", meeting_views.record, name="meeting"),
    path("musrenbang/pratinjau/", meeting_views.preview, name="meeting_preview"),
    path("musrenbang/terbitkan/", meeting_views.publish, name="meeting_issue"),
]
