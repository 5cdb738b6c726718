from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """The catalogue: what an exercise is, and nothing about plans."""

    name = "exercises"
    verbose_name = "Exercise catalogue"
