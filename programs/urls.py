"""Addresses of programs and workouts, under the site's root."""

from django.urls import include, path, register_converter

from programs.converters import DayConverter
from programs.views import (
    advice,
    builder,
    calendars,
    find,
    history_import,
    import_export,
    occurrences,
    offline,
    own_exercises,
    pauses,
    phases,
    player,
    programs,
    progress,
    safety_check,
    schedules,
    sharing,
    sheets,
    time_zones,
    workout_logs,
    workouts,
)

register_converter(DayConverter, "day")

app_name = "programs"

urlpatterns = [
    path("time-zones.json", time_zones.time_zones, name="time-zones"),
    path("find/", find.find, name="find"),
    path("programs/", programs.program_list, name="program-list"),
    path("programs/<slug:slug>/", programs.program_detail, name="program-detail"),
    path("programs/<slug:slug>/check/", safety_check.program_check, name="program-check"),
    path("programs/<slug:slug>/muscles.svg", programs.program_muscles, name="program-muscles"),
    path(
        "programs/<slug:slug>/calendar/",
        calendars.program_calendar_links,
        name="program-calendar-links",
    ),
    path("programs/<slug:slug>/calendar.ics", calendars.program_calendar, name="program-calendar"),
    path(
        "programs/<slug:slug>/sheet.pdf",
        sheets.program_sheet,
        {"kind": "pdf"},
        name="program-sheet",
    ),
    path(
        "programs/<slug:slug>/sheet.png",
        sheets.program_sheet,
        {"kind": "png"},
        name="program-sheet-preview",
    ),
    path("programs/<slug:slug>/sheet/", sheets.program_sheet_options, name="program-sheet-options"),
    path("programs/<slug:slug>/start/", player.program_start, name="program-start"),
    path("programs/<slug:slug>/start.json", offline.program_plans, name="program-plans"),
    path("programs/<slug:slug>/add/", programs.program_add, name="program-add"),
    path("workouts/", workouts.workout_list, name="workout-list"),
    path("workouts/calendar/", calendars.feed_settings, name="feed-settings"),
    path("workouts/calendar/office-breaks/", calendars.office_breaks, name="office-breaks"),
    path("workouts/pause/", pauses.pause, name="pause"),
    path("workouts/pause/<uuid:uuid>/take-back/", pauses.pause_end, name="pause-end"),
    path("workouts/new/", builder.workout_new, name="workout-new"),
    path("workouts/import/", import_export.workout_import, name="workout-import"),
    path("workouts/export.json", import_export.export_json, name="export-json"),
    path("workouts/export.csv", import_export.export_csv, name="export-csv"),
    path("workouts/advice/dismiss/", advice.advice_dismiss, name="advice-dismiss"),
    path("workouts/add/<slug:slug>/", builder.workout_add, name="workout-add"),
    path("workouts/exercises/", own_exercises.own_exercise_list, name="own-exercise-list"),
    path(
        "workouts/exercises/<uuid:uuid>/",
        own_exercises.own_exercise_edit,
        name="own-exercise-edit",
    ),
    path("workouts/progress/", progress.progress, name="progress"),
    path("workouts/progress/back/", progress.progress_back, name="progress-back"),
    path("workouts/progress/report.pdf", progress.progress_report, name="progress-report"),
    path("workouts/progress/<slug:code>/", progress.progress_exercise, name="progress-exercise"),
    path("workouts/history/", workout_logs.history, name="workout-log-list"),
    path("workouts/history/import/", history_import.history_import, name="history-import"),
    path(
        "workouts/history/import/<uuid:uuid>/",
        history_import.history_import_preview,
        name="history-import-preview",
    ),
    path(
        "workouts/history/import/<uuid:uuid>/progress.json",
        history_import.history_import_progress,
        name="history-import-progress",
    ),
    path(
        "workouts/history/import/<uuid:uuid>/undo/",
        history_import.history_import_undo,
        name="history-import-undo",
    ),
    path(
        "workouts/history/export.json",
        history_import.history_export_json,
        name="history-export-json",
    ),
    path(
        "workouts/history/export.csv", history_import.history_export_csv, name="history-export-csv"
    ),
    path(
        "workouts/history/<uuid:uuid>/", workout_logs.workout_log_detail, name="workout-log-detail"
    ),
    path(
        "workouts/history/<uuid:uuid>/edit/", workout_logs.workout_log_edit, name="workout-log-edit"
    ),
    path(
        "workouts/history/<uuid:uuid>/delete/",
        workout_logs.workout_log_delete,
        name="workout-log-delete",
    ),
    path("workouts/offline.json", offline.index, name="offline-index"),
    path("offline/player/", player.player_shell, name="player-shell"),
    path("workouts/start/", player.free_start, name="free-start"),
    path("workouts/player/exercises.json", player.player_exercises, name="player-exercises"),
    path("workouts/<uuid:uuid>/start/", player.workout_start, name="workout-start"),
    path("workouts/<uuid:uuid>/start.json", offline.workout_plans, name="workout-plans"),
    path("workouts/<uuid:uuid>/take-loads/", player.take_loads, name="take-loads"),
    path("workouts/<uuid:uuid>/log/", workout_logs.workout_log, name="workout-log"),
    path("workouts/<uuid:uuid>/", workouts.workout_detail, name="workout-detail"),
    path("workouts/<uuid:uuid>/phases/", phases.workout_phases, name="workout-phases"),
    path("workouts/<uuid:uuid>/edit/", builder.workout_edit, name="workout-edit"),
    path("workouts/<uuid:uuid>/check/", safety_check.workout_check, name="workout-check"),
    path("workouts/<uuid:uuid>/delete/", workouts.workout_delete, name="workout-delete"),
    path("workouts/<uuid:uuid>/restore/", workouts.workout_restore, name="workout-restore"),
    path(
        "workouts/<uuid:uuid>/calendar/",
        calendars.workout_calendar_links,
        name="workout-calendar-links",
    ),
    path("workouts/<uuid:uuid>/calendar.ics", calendars.workout_calendar, name="workout-calendar"),
    path(
        "workouts/<uuid:uuid>/schedule/<uuid:uid>/<str:day>.ics",
        calendars.occurrence_calendar,
        name="occurrence-calendar",
    ),
    path("workouts/logbook.pdf", sheets.log_book, name="logbook"),
    path(
        "workouts/<uuid:uuid>/sheet.pdf",
        sheets.workout_sheet,
        {"kind": "pdf"},
        name="workout-sheet",
    ),
    path(
        "workouts/<uuid:uuid>/sheet.png",
        sheets.workout_sheet,
        {"kind": "png"},
        name="workout-sheet-preview",
    ),
    path("workouts/<uuid:uuid>/sheet/", sheets.workout_sheet_options, name="workout-sheet-options"),
    path("workouts/<uuid:uuid>/schedule/", schedules.workout_schedule, name="workout-schedule"),
    path(
        "workouts/<uuid:uuid>/schedule/lengthen/",
        schedules.schedule_lengthen,
        name="schedule-lengthen",
    ),
    path("workouts/schedule/<uuid:uid>/edit/", schedules.schedule_edit, name="schedule-edit"),
    path("workouts/schedule/<uuid:uid>/cancel/", schedules.schedule_cancel, name="schedule-cancel"),
    path(
        "workouts/schedule/<uuid:uid>/<day:original>/",
        include(
            [
                path("", occurrences.occurrence_detail, name="occurrence"),
                path("start/", player.occurrence_start, name="occurrence-start"),
                path("move/", occurrences.occurrence_move, name="occurrence-move"),
                path("skip/", occurrences.occurrence_skip, name="occurrence-skip"),
                path("done/", occurrences.occurrence_done, name="occurrence-done"),
                path("take-back/", occurrences.occurrence_undo, name="occurrence-undo"),
            ]
        ),
    ),
    path("workouts/<uuid:uuid>/share/", sharing.workout_share, name="workout-share"),
    path("w/<str:token>/", sharing.shared, name="shared"),
    path("w/<str:token>/start/", player.shared_start, name="shared-start"),
    path("w/<str:token>/calendar.ics", sharing.shared_calendar, name="shared-calendar"),
    path("w/<str:token>/calendar/", sharing.shared_calendar_links, name="shared-calendar-links"),
    path("w/<str:token>/sheet.pdf", sharing.shared_sheet, {"kind": "pdf"}, name="shared-sheet"),
    path(
        "w/<str:token>/sheet.png",
        sharing.shared_sheet,
        {"kind": "png"},
        name="shared-sheet-preview",
    ),
    path("w/<str:token>/sheet/", sharing.shared_sheet_options, name="shared-sheet-options"),
    path("w/<str:token>/add/", sharing.shared_add, name="shared-add"),
]
