from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class BackfitConfig(AppConfig):
    """The site itself: people's accounts, the home page, health."""

    name = "backfit"
    verbose_name = "People"

    def ready(self) -> None:
        from backfit.editors import make_editors_group
        from backfit.stamp import watch

        connection_created.connect(watch)
        post_migrate.connect(make_editors_group, sender=self)


class DeskConfig(admin_apps.AdminConfig):
    """The admin, behind our own door."""

    default_site = "backfit.desk.DeskSite"
    default = False
