from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """What is done with exercises: programs, workouts, calendars, sheets."""

    name = "programs"
    verbose_name = "Programs and workouts"

    def ready(self) -> None:
        from exercises import content_version
        from programs.models import Program, ProgramDay, ProgramItem

        content_version.watch(Program, ProgramDay, ProgramItem)
