"""Addresses of this app."""

from django.urls import path

from kelurahan import views

app_name = "kelurahan"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("diteruskan/", views.endorsed, name="endorsed"),
]
