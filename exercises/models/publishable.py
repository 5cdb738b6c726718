"""What all curated content shares: a slug, draft or published, the digest of what was loaded."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django import forms
from django.db import models
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.models.history import records
from exercises.people import Visitor

M = TypeVar("M", bound=models.Model)


class LinesField(models.JSONField):
    """A list of short texts, one a line in forms; never null, empty is `[]`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Edit the list as a text area with one entry a line."""
        own = {"form_class": LinesFormField, "show_hidden_initial": False}
        return super().formfield(**{**own, **kwargs})


class LinesFormField(forms.CharField):
    """A text area whose non-empty lines become a list of stripped strings."""

    def __init__(self, **kwargs: Any) -> None:
        for name in ("encoder", "decoder"):
            kwargs.pop(name, None)
        kwargs["widget"] = forms.Textarea(attrs={"rows": 5, "cols": 90})
        kwargs["help_text"] = kwargs.get("help_text") or _("One entry a line.")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class Status(models.TextChoices):
    """Whether the public sees an entry."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class PublishableQuerySet(ContentQuerySet[M]):
    """Visibility of curated content."""

    def published(self) -> Self:
        """Entries the public may see."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: Visitor) -> Self:
        """Published entries; for staff drafts too, so that they can preview them."""
        return self.all() if user.is_staff else self.published()


class SeededModel(models.Model):
    """Content that ships as TOML and is edited in the admin.

    `content_digest` is the digest of the entry as `load_content` last wrote it. While the row still
    has that digest nobody has edited it, and the next load may update it.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    content_digest = models.CharField(
        _("content digest"), max_length=64, blank=True, editable=False, default=""
    )

    class Meta:
        abstract = True


class SearchableModel(models.Model):
    """Content that the search finds, also by words that stand nowhere on its page."""

    search_terms = LinesField(
        _("search terms"),
        help_text=_(
            "Words that people type and the page does not show, such as symptoms. One entry a line."
        ),
    )

    class Meta:
        abstract = True


class CheckedModel(models.Model):
    """Content whose facts somebody compares with their sources from time to time."""

    checked_on = models.DateField(
        _("last checked"),
        null=True,
        blank=True,
        help_text=_("The day on which the facts were last compared with their sources."),
    )

    class Meta:
        abstract = True


class PublishableModel(SeededModel):
    """Curated content that the public sees once it is published."""

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, db_index=True
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = records()

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    def publishing_obstacle(self) -> str:
        """Why the public may not see the row yet, in sentences; empty when it may."""
        return ""

    def history_relations(self) -> dict[str, list[str]]:
        """The row's relations as lines of text by label, for its history.

        They are stored, so they are in English whatever the reader's language is.
        """
        with translation.override("en"):
            return self.relation_lines()

    def relation_lines(self) -> dict[str, list[str]]:
        """The lines of each relation by its label; override to add what else belongs to the row."""
        return {
            capfirst(str(field.verbose_name)): sorted(map(str, getattr(self, field.name).all()))
            for field in self._meta.many_to_many
        }
