"""Sources in a spreadsheet: one column, a source a line, its title before its address."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field

from exercises.admin.import_export.resources import PublishableResource
from exercises.admin.import_export.widgets import LinesWidget
from exercises.formats import quoted
from exercises.models import GuideSource
from exercises.models.source import replace_sources

SEPARATOR = " | "


def source_of(line: str) -> tuple[str, str]:
    """Title and address of a line. Raises `ValueError` in words."""
    title, separator, url = (part.strip() for part in line.rpartition(SEPARATOR.strip()))
    if not separator:
        raise ValueError(_("%(line)s: write a title, “|” and an address.") % {"line": quoted(line)})
    try:
        GuideSource(title=title, url=url).clean_fields(exclude=["guide", "position"])
    except ValidationError as error:
        raise ValueError(f"{quoted(line)}: {' '.join(error.messages)}") from error
    return title, url


class SourcesWidget(LinesWidget):
    """Lines, each a source."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return [SEPARATOR.join(source_of(line)) for line in super().clean(value, row, **kwargs)]


class SourcesField(Field):
    """The sources of a row as lines; those of a file wait on the row until it is saved."""

    def __init__(self) -> None:
        super().__init__("sources", "sources", SourcesWidget())

    def get_value(self, instance: Any, **kwargs: Any) -> list[str]:
        """The lines; none of a row that is not there yet."""
        waiting: list[str] | None = getattr(instance, "new_sources", None)
        if waiting is not None or instance is None or not instance.pk:
            return waiting or []
        return [SEPARATOR.join((source.title, source.url)) for source in instance.sources.all()]

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        instance.new_sources = self.clean(row, **kwargs)


class SourcedResource(PublishableResource):
    """Content that names its sources."""

    sources = SourcesField()

    def with_relations(self, queryset: Any) -> Any:
        return super().with_relations(queryset).prefetch_related("sources")

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Put the file's sources in the place of the row's, before the record is made."""
        lines: list[str] | None = getattr(instance, "new_sources", None)
        if lines is not None:
            replace_sources(instance, map(source_of, lines))
        super().save_m2m(instance, row, **kwargs)
