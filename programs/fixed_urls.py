"""Addresses that are the same in every language: what devices and calendar apps were told once."""

from django.urls import path

from programs.views import calendars, sync

app_name = "fixed"

urlpatterns = [
    path("workouts/sync/", sync.sync, name="sync"),
    path("calendar/<str:token>/backfit.ics", calendars.feed_ics, name="feed-ics"),
]
