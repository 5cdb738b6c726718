"""Addresses of a person's jobs."""

from django.urls import path

from exercises.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.job_list, name="job-list"),
    path("<uuid:uuid>/", views.job_detail, name="job"),
    path("<uuid:uuid>/cancel/", views.job_cancel, name="cancel"),
    path("<uuid:uuid>/file/", views.job_file, name="file"),
]
