from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

PRIVATE_MODELS = {"Favourite", "KitItem", "OwnedWeight", "ReviewReport"}
"""What people keep for themselves, or only staff see; everything else of the catalogue is public."""


class ExercisesConfig(AppConfig):
    """The catalogue: what an exercise is, and nothing about plans."""

    name = "exercises"
    verbose_name = _("Exercise catalogue")

    def ready(self) -> None:
        from exercises import content_version

        public = [
            model
            for model in self.get_models()
            if model.__name__ not in PRIVATE_MODELS and not hasattr(model, "history_type")
        ]
        content_version.install(*public)
