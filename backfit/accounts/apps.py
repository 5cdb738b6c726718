from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and what they may do. The label is the one that its tables have always had."""

    name = "backfit.accounts"
    label = "backfit"
    verbose_name = _("People")

    def ready(self) -> None:
        from backfit.accounts.models import User, note_new_name, renew_reviews
        from backfit.accounts.permissions import make_editors_group

        post_migrate.connect(make_editors_group, sender=self)
        pre_save.connect(note_new_name, sender=User)
        post_save.connect(renew_reviews, sender=User)
