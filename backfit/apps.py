from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.backends.signals import connection_created


class BackfitConfig(AppConfig):
    """The site itself: home page, health, commands, shared template tags."""

    name = "backfit"
    label = "site"
    verbose_name = "Backfit"

    def ready(self) -> None:
        from backfit.content_version import watch

        connection_created.connect(watch)


class BackfitAdminConfig(admin_apps.AdminConfig):
    """Django's admin with Backfit's own admin site."""

    default_site = "backfit.admin_site.BackfitAdminSite"
    default = False
