from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class BackfitConfig(AppConfig):
    """The site itself: home page, health, commands, shared template tags."""

    name = "backfit"
    label = "site"
    verbose_name = "Backfit"


class BackfitAdminConfig(admin_apps.AdminConfig):
    """Django's admin with Backfit's own admin site."""

    default_site = "backfit.admin_site.BackfitAdminSite"
    default = False
