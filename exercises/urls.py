"""Addresses of the catalogue."""

from django.urls import path, re_path

from exercises import guide_views, views

app_name = "exercises"

urlpatterns = [
    path("exercises/", views.exercise_list, name="exercise-list"),
    path("exercises/<slug:slug>/", views.exercise_detail, name="exercise-detail"),
    path("exercises/<slug:slug>/<slug:name>.svg", views.exercise_picture, name="exercise-picture"),
    path("guides/", guide_views.guide_list, name="guide-list"),
    path("guides/<slug:slug>/", guide_views.guide_detail, name="guide-detail"),
    path("guides/<slug:slug>/rate/", guide_views.guide_rate, name="guide-rate"),
    re_path(r"^media/exercise-photos/([0-9a-f]{32})\.webp$", views.photo, name="photo"),
]
