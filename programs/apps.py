from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """What is done with exercises: programs, workouts, calendars, sheets."""

    name = "programs"
    verbose_name = "Programs and workouts"
