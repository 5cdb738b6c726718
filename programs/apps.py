from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """What is done with exercises: programs, workouts, calendars, sheets."""

    name = "programs"
    verbose_name = _("Programs and workouts")

    def ready(self) -> None:
        from exercises import content_version
        from programs.models import Program, ProgramDay, ProgramItem, ProgramPhase, Recommendation

        content_version.install(Program, ProgramDay, ProgramItem, ProgramPhase, Recommendation)
