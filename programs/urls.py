"""Addresses of programs and workouts, under the site's root."""

from django.urls import path

from programs.views import calendars, programs, safety, workouts

app_name = "programs"

urlpatterns = [
    path("programs/", programs.program_list, name="program-list"),
    path("programs/<slug:slug>/", programs.program_detail, name="program-detail"),
    path("programs/<slug:slug>/check/", safety.program_check, name="program-check"),
    path("programs/<slug:slug>/calendar/", calendars.program_links, name="program-links"),
    path("programs/<slug:slug>/calendar.ics", calendars.program_calendar, name="program-calendar"),
    path("programs/<slug:slug>/sheet.pdf", programs.program_sheet, name="program-sheet"),
    path("programs/<slug:slug>/add/", programs.program_add, name="program-add"),
    path("workouts/", workouts.workout_list, name="workout-list"),
    path("workouts/calendar/", calendars.calendar_feed, name="calendar-feed"),
    path("workouts/calendar/office-breaks/", calendars.office_breaks, name="office-breaks"),
    path("workouts/<uuid:uuid>/", workouts.workout_detail, name="workout-detail"),
    path("workouts/<uuid:uuid>/edit/", workouts.workout_edit, name="workout-edit"),
    path("workouts/<uuid:uuid>/delete/", workouts.workout_delete, name="workout-delete"),
    path("workouts/<uuid:uuid>/calendar/", calendars.workout_links, name="workout-links"),
    path("workouts/<uuid:uuid>/calendar.ics", calendars.workout_calendar, name="workout-calendar"),
    path(
        "workouts/<uuid:uuid>/schedule/<uuid:uid>/<str:day>.ics",
        calendars.session_calendar,
        name="session-calendar",
    ),
    path("calendar/<str:token>/backfit.ics", calendars.feed, name="feed"),
    path("workouts/<uuid:uuid>/sheet.pdf", workouts.workout_sheet, name="workout-sheet"),
]
