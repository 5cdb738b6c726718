"""Columns for what people type: clean however it enters, by form, import, command or update."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

from exercises.formats import number_text
from exercises.text import clean_line, clean_text

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
    TextField = models.TextField[str, str]
    DecimalField = models.DecimalField[Decimal | None, Decimal | None]
else:
    CharField, TextField, DecimalField = models.CharField, models.TextField, models.DecimalField


class LineFormField(forms.CharField):
    """One line of text; its length counts after cleaning."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_line(value) if isinstance(value, str) else value)


class TextFormField(forms.CharField):
    """Lines of text; a line break counts as one character, as in the browser."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class DecimalInput(forms.TextInput):
    """A box for a number with decimals, written as the page's language does.

    It is one of text: whether `type="number"` takes a comma depends on the browser's language, not the page's.
    """

    is_localized = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class NumberFormField(forms.DecimalField):
    """A number with decimals: a comma or a point parts them in every language, and nothing parts thousands."""

    widget = DecimalInput

    def prepare_value(self, value: Any) -> Any:
        return number_text(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class _PlainInMigrations:
    """For migrations these are Django's own fields: only what goes in differs."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, options = super().deconstruct()  # type: ignore[misc]
        plain = type(self).__mro__[2]
        return name, f"django.db.models.{plain.__name__}", args, options


class LineField(_PlainInMigrations, CharField):
    """A `CharField` of one line without control characters."""

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(clean_line(value) if isinstance(value, str) else value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": LineFormField, **kwargs})


class ProseField(_PlainInMigrations, TextField):
    """A `TextField` whose line breaks are line feeds, without control characters."""

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(clean_text(value) if isinstance(value, str) else value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": TextFormField, **kwargs})


class NumberField(_PlainInMigrations, DecimalField):
    """A `DecimalField` that people type with a comma or a point."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": NumberFormField, **kwargs})
