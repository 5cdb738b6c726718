from django.apps import AppConfig


class BackfitConfig(AppConfig):
    """The site itself: people's accounts, the home page, health."""

    name = "backfit"
    verbose_name = "People"
