"""Where the facts of a page come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.models.fields import LineField


class Source(models.Model):
    """One source: its title, and its address."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = LineField(_("title"), max_length=250)
    url = models.URLField(
        _("address"), max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )

    objects = ContentQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name_plural = _("sources")
        ordering = ["position", "pk"]
        verbose_name = _("source")

    def __str__(self) -> str:
        return self.title


def replace_sources(
    row: Any, sources: Iterable[tuple[str, str]], check: Callable[[Source], None] | None = None
) -> None:
    """Put these, each a title and an address, in the place of the row's sources, in their order.

    `check` sees each new one before it is written, and raises what it likes.
    """
    row.sources.all().delete()
    # From 0, as the forms of the admin number them: saved untouched, they stay as they are.
    new: list[Source] = [
        row.sources.model(**{row.sources.field.name: row}, position=position, title=title, url=url)
        for position, (title, url) in enumerate(sources)
    ]
    if check:
        for source in new:
            check(source)
    row.sources.bulk_create(new)
