"""What the catalogue stores about a person, and how any table is exported: each row as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from simple_history.models import registered_models

from exercises.models import Favourite, GuideRating, KitItem, OwnedWeight, Review, ReviewReport

KEYS = ("uuid", "uid", "slug", "email", "model", "name")
"""What a row goes by where another one points to it, the first that it has."""
CHUNK = 1000


@dataclass(frozen=True)
class ExportTable:
    """One model's rows of a person: found by the lookup `owner`, exported with all columns but `without`.

    `also` adds values by lookup. A column that a later release adds is exported by itself; secrets have to
    be named in `without`. `about` is the line that explains the file.
    """

    model: type[models.Model]
    owner: str
    file: str
    about: StrOrPromise
    without: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def exported_models(self) -> list[type[models.Model]]:
        """The models that this exports."""
        return [self.model]

    def columns(self) -> dict[str, str]:
        """Lookup by name, for all columns that are exported."""
        left_out = {"id", *self.without, *([] if "__" in self.owner else [self.owner])}
        exported = [each for each in self.model._meta.concrete_fields if each.name not in left_out]
        return {each.name: lookup_of(each) for each in exported} | dict(self.also)

    def rows(self, user: models.Model) -> Iterator[dict[str, Any]]:
        """The person's rows, oldest first, read in chunks (one query)."""
        columns = self.columns()
        found = self.model._base_manager.filter(**{self.owner: user.pk}).order_by("pk")
        for values in found.values_list(*columns.values()).iterator(chunk_size=CHUNK):
            yield dict(zip(columns, values, strict=True))


def lookup_of(column: models.Field[Any, Any]) -> str:
    """The column itself, or for one that points to a row what that row goes by."""
    target = column.related_model
    if target is None or isinstance(target, str):
        return column.name
    names = {each.name for each in target._meta.concrete_fields}
    return f"{column.name}__{next((key for key in KEYS if key in names), 'pk')}"


class EditorHistoryExport:
    """What a person changed as an editor: the records of all content, in one file."""

    file = "changes-as-editor"
    about = _("If you are an editor: which content you changed, and when.")

    @property
    def exported_models(self) -> list[type[models.Model]]:
        """The record of every curated model."""
        return [each.history.model for each in registered_models.values()]

    def rows(self, user: models.Model) -> Iterator[dict[str, Any]]:
        """Kind, entry, day and sort of each change (one query a kind)."""
        for record in self.exported_models:
            names = {each.name for each in record._meta.concrete_fields}
            key = next(each for each in ("slug", "name", "title", "id") if each in names)
            found = record._base_manager.filter(history_user=user.pk).order_by("history_date")
            for entry, at, kind in found.values_list(key, "history_date", "history_type"):
                kind = {"+": "created", "~": "changed", "-": "deleted"}[kind]
                yield {"kind": record._meta.model_name, "entry": entry, "at": at, "what": kind}


TABLES: Iterable[ExportTable | EditorHistoryExport] = [
    ExportTable(KitItem, "user", "equipment-i-have", _("The equipment you told us you have.")),
    ExportTable(
        OwnedWeight,
        "user",
        "weights-i-have",
        _("Plates, dumbbells and bands you told us you have."),
    ),
    ExportTable(Favourite, "user", "favourite-products", _("Products you keep.")),
    ExportTable(Review, "author", "reviews", _("Your reviews of products.")),
    ExportTable(
        ReviewReport,
        "reporter",
        "reported-reviews",
        _("Reviews you reported, and why."),
        without=("review",),
        also={"product": "review__product__slug"},
    ),
    ExportTable(GuideRating, "user", "guide-ratings", _("The stars you gave to guides.")),
    EditorHistoryExport(),
]
