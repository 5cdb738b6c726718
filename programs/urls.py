"""Addresses of programs and workouts, under the site's root."""

from django.urls import path

from programs.views import builder, exchange, programs, safety, sharing, workouts

app_name = "programs"

urlpatterns = [
    path("programs/", programs.program_list, name="program-list"),
    path("programs/<slug:slug>/", programs.program_detail, name="program-detail"),
    path("programs/<slug:slug>/check/", safety.program_check, name="program-check"),
    path("programs/<slug:slug>/calendar.ics", programs.program_calendar, name="program-calendar"),
    path("programs/<slug:slug>/sheet.pdf", programs.program_sheet, name="program-sheet"),
    path("programs/<slug:slug>/add/", programs.program_add, name="program-add"),
    path("workouts/", workouts.workout_list, name="workout-list"),
    path("workouts/new/", builder.workout_new, name="workout-new"),
    path("workouts/import/", exchange.workout_import, name="workout-import"),
    path("workouts/export.json", exchange.export_json, name="export-json"),
    path("workouts/export.csv", exchange.export_csv, name="export-csv"),
    path("workouts/add/<slug:slug>/", builder.workout_add, name="workout-add"),
    path("workouts/<uuid:uuid>/", workouts.workout_detail, name="workout-detail"),
    path("workouts/<uuid:uuid>/edit/", builder.workout_edit, name="workout-edit"),
    path("workouts/<uuid:uuid>/check/", safety.workout_check, name="workout-check"),
    path("workouts/<uuid:uuid>/delete/", workouts.workout_delete, name="workout-delete"),
    path("workouts/<uuid:uuid>/calendar.ics", workouts.workout_calendar, name="workout-calendar"),
    path("workouts/<uuid:uuid>/sheet.pdf", workouts.workout_sheet, name="workout-sheet"),
    path("workouts/<uuid:uuid>/share/", sharing.workout_share, name="workout-share"),
    path("w/<str:token>/", sharing.shared, name="shared"),
    path("w/<str:token>/calendar.ics", sharing.shared_calendar, name="shared-calendar"),
    path("w/<str:token>/sheet.pdf", sharing.shared_sheet, name="shared-sheet"),
    path("w/<str:token>/add/", sharing.shared_add, name="shared-add"),
]
