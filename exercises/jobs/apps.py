from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work that outlasts a request."""

    name = "exercises.jobs"
    label = "jobs"
    verbose_name = _("Background work")

    def ready(self) -> None:
        autodiscover_modules("jobs")
