"""What all curated content shares: a slug, draft or published, and a memory of what was loaded."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django import forms
from django.db import models
from django.utils.text import capfirst

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
        kwargs["help_text"] = kwargs.get("help_text") or "One entry a line."
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

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


class PublishableQuerySet(ContentQuerySet[M]):
    """Visibility of curated content, named once."""

    def published(self) -> Self:
        """Entries the public may see."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: Visitor) -> Self:
        """Published entries; for staff drafts too, so that they can preview them."""
        return self.all() if user.is_staff else self.published()


class SeededModel(models.Model):
    """Content that ships as TOML and is edited in the admin.

    `content_digest` is the digest of the entry as `load_content` last wrote it: while the row still
    has that digest nobody edited it, so the next load may update it; else it is the editors' own.
    """

    slug = models.SlugField(max_length=80, unique=True)
    content_digest = models.CharField(max_length=64, blank=True, editable=False, default="")

    class Meta:
        abstract = True


class PublishableModel(SeededModel):
    """Loaded content that the public sees once it is published."""

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = records()

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    def history_relations(self) -> dict[str, list[str]]:
        """What the row refers to, and what belongs to it, in lines by label: for its history."""
        return {
            capfirst(str(field.verbose_name)): sorted(map(str, getattr(self, field.name).all()))
            for field in self._meta.many_to_many
        }
