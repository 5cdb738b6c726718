"""The people who use Backfit."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backfit.accounts.posted_forms import PostedForm
from exercises.content_version import bump_after_commit
from exercises.models.fields import LineField

__all__ = [
    "ClockHours",
    "FigurePerson",
    "PaperSize",
    "PostedForm",
    "Units",
    "User",
    "UserManager",
    "WeekStart",
]


class UserManager(BaseUserManager["User"]):
    """Makes people, who are known by their e-mail address alone."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person; without a password they cannot sign in with one."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person who may do everything in the admin."""
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by e-mail address, in whatever case it is typed."""
        return self.known_as(username or "").get()

    def known_as(self, email: str) -> models.QuerySet[User]:
        """Who has this e-mail address, in whatever case; found by the index of the constraint."""
        return self.alias(address=Lower("email")).filter(address=email.lower())


class Units(models.TextChoices):
    """The units a person reads loads in; they are kept in kilograms."""

    KG = "kg", _("Kilograms")
    LB = "lb", _("Pounds")


class PaperSize(models.TextChoices):
    """The paper a person prints on."""

    USUAL = "", _("As usual where I am")
    A4 = "a4", "A4"
    LETTER = "letter", _("US Letter")


class WeekStart(models.TextChoices):
    """The first day of a person's week."""

    MONDAY = "MO", _("Monday")
    SUNDAY = "SU", _("Sunday")


class ClockHours(models.TextChoices):
    """The clock a person reads times of day by."""

    TWENTY_FOUR = "24", _("24 hours")
    TWELVE = "12", _("12 hours, with AM and PM")


class FigurePerson(models.TextChoices):
    """The person whom the figures of exercises show."""

    MAN = "man", pgettext_lazy("figure", "Man")
    WOMAN = "woman", pgettext_lazy("figure", "Woman")


class User(AbstractUser):
    """A person with an account. The e-mail address is the login; all else is optional."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = LineField(pgettext_lazy("of a person", "name"), max_length=80, blank=True)
    time_zone = LineField(_("time zone"), max_length=60, default="UTC")
    units = models.CharField(_("units"), max_length=2, choices=Units, default=Units.KG)
    paper = models.CharField(
        _("paper"), max_length=6, choices=PaperSize, default=PaperSize.USUAL, blank=True
    )
    week_start = models.CharField(
        _("first day of the week"), max_length=2, choices=WeekStart, default=WeekStart.MONDAY
    )
    clock = models.CharField(
        _("clock"), max_length=2, choices=ClockHours, default=ClockHours.TWENTY_FOUR
    )
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    """The code of the language of mails and calendars; empty for the site's own."""
    figure = models.CharField(
        _("figure"), max_length=5, choices=FigurePerson, default=FigurePerson.MAN
    )
    plans_version = models.PositiveBigIntegerField(default=1, editable=False)
    """Goes up with every change of the person's plans; see `programs.models.plans_version`."""

    has_new_name = False
    """Whether the save that is under way changes the name."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_unique_email",
                violation_error_message=_("Another person has this e-mail address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def device_key(self) -> str:
        """What tells this person's data on a device from another person's; it says nothing else."""
        return salted_hmac("backfit.device", str(self.pk), algorithm="sha256").hexdigest()[:16]

    def save(self, *args: Any, **options: Any) -> None:
        """Save as Django does, but never write `plans_version` back: it may have gone up meanwhile."""
        if not self._state.adding and not args and options.get("update_fields") is None:
            left_out = self.get_deferred_fields() | {"id", "plans_version"}
            columns = {field.name for field in self._meta.concrete_fields}
            options["update_fields"] = columns - left_out
        super().save(*args, **options)

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email.partition("@")[0]

    @transaction.atomic
    def erase(self) -> None:
        """Delete the person with all that is theirs, and what their browsers' sessions hold."""
        from allauth.usersessions.models import UserSession

        from programs.models.plans_version import lock_plans

        lock_plans(self)
        keys = UserSession.objects.filter(user=self).values_list("session_key", flat=True)
        Session.objects.filter(session_key__in=list(keys)).delete()
        self.delete()


def note_new_name(instance: User, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Note before a save (`pre_save`) whether it changes the name."""
    saves_name = update_fields is None or "name" in update_fields
    others = User.objects.filter(pk=instance.pk).exclude(name=instance.name)
    instance.has_new_name = bool(instance.pk and saves_name and others.exists())


def renew_reviews(instance: User, **kwargs: Any) -> None:
    """After a save (`post_save`): public pages show the names of those who review.

    Signing in and a new password change no name, and no page.
    """
    if instance.has_new_name:
        bump_after_commit()
