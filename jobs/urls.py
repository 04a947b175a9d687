"""Addresses of the inbox and of the pages about queued work."""

from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("pemberitahuan/", views.inbox, name="inbox"),
    path("pemberitahuan/dibaca/", views.read_all, name="read_all"),
    path("pemberitahuan/<int:pk>/dibaca/", views.read, name="read"),
    path("pekerjaan/<uuid:pk>/", views.show_job, name="job"),
    path("pekerjaan/<uuid:pk>/kemajuan/", views.show_progress, name="progress"),
    path("pekerjaan/<uuid:pk>/batalkan/", views.cancel_job, name="cancel"),
    path("pekerjaan/<uuid:pk>/ulangi/", views.retry_job, name="retry"),
]
