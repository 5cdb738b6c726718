"""How values stand in a cell. Each widget reads back what it writes, and says in words what it cannot read.

`clean` raises `ValueError`, which import-export reports beside the column.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from import_export import widgets

from exercises.admin.figure import parsed
from exercises.figures import FigureError
from exercises.formats import comma_list, quoted
from exercises.free_exercise_db import printable
from exercises.prices import exact_price, read_price

LIST_SEPARATOR = ", "
MAX_NUMBER = 1_000_000


def _text(value: Any) -> str:
    """A cell as text; spreadsheets send numbers as numbers, and nothing as None."""
    return "" if value is None else printable(str(value))


class TextWidget(widgets.CharWidget):
    """A text; line ends are those of content files, whatever program wrote the file."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return _text(value).replace("\r\n", "\n")


class WholeNumberWidget(widgets.Widget):
    """A whole number, or nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        message = _("“%(text)s” is not a whole number.")
        number = _number(value, message)
        if number is not None and number != number.to_integral_value():
            raise ValueError(message % {"text": value})
        return None if number is None else int(number)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value if kwargs.get("force_native_type") else _text(value)


class DecimalWidget(WholeNumberWidget):
    """A number with a decimal point, or nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return _number(value, _("“%(text)s” is not a number such as 0.5."))


def _number(value: Any, message: str) -> Decimal | None:
    """The number in a cell. Raises `ValueError` with the message, which names the `text`."""
    text = _text(value).strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(message % {"text": text}) from error
    if not number.is_finite() or abs(number) > MAX_NUMBER:
        raise ValueError(message % {"text": text})
    return number


class DateWidget(widgets.Widget):
    """A day, or nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        text = _text(value).strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            message = _("“%(value)s” is no day such as 2026-12-31.") % {"value": text}
            raise ValueError(message) from error

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value if kwargs.get("force_native_type") else _text(value)


class PriceWidget(widgets.Widget):
    """A price in one cell, `790 RUB`; an empty cell is no price."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = _text(value).strip()
        return read_price(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return exact_price(value)


class BooleanWidget(widgets.Widget):
    """1 or 0; nothing is 0."""

    values = {
        "1": True,
        "true": True,
        "yes": True,
        "0": False,
        "false": False,
        "no": False,
        "": False,
    }

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = _text(value).strip().lower().removesuffix(".0")
        if text not in self.values:
            raise ValueError(_("“%(text)s” is neither 1 nor 0.") % {"text": value})
        return self.values[text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "1" if value else "0"


class LinesWidget(widgets.Widget):
    """A list of short texts, one a line."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        lines = value if isinstance(value, list) else _text(value).splitlines()
        return [_text(line).strip() for line in lines if _text(line).strip()]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "\n".join(value or [])


class FigureWidget(widgets.Widget):
    """A figure as JSON, in one line."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return value if isinstance(value, dict) else parsed(_text(value))
        except FigureError as error:
            raise ValueError(str(error)) from error

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return json.dumps(value, ensure_ascii=False) if value else ""


class _SlugLookup:
    """Rows of a model by slug, asked for once each."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.rows: dict[str, Any] = {}

    def find(self, slugs: Iterable[str]) -> list[Any]:
        """The rows in the order of `slugs`. Raises `ValueError` that names what is unknown."""
        wanted = list(dict.fromkeys(slugs))
        missing = [slug for slug in wanted if slug not in self.rows]
        if missing:
            found = self.model._default_manager.filter(slug__in=missing)
            self.rows |= {row.slug: row for row in found}  # type: ignore[attr-defined]
        unknown = [quoted(slug) for slug in wanted if slug not in self.rows]
        if unknown:
            message = _("There is no %(kind)s %(slugs)s.")
            values = {"kind": self.model._meta.verbose_name, "slugs": comma_list(unknown)}
            raise ValueError(message % values)
        return [self.rows[slug] for slug in wanted]


class SlugWidget(widgets.Widget):
    """A reference to one row, by its slug."""

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        self.known = _SlugLookup(model)
        super().__init__()

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        slug = _text(value).strip()
        return self.known.find([slug])[0] if slug else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.slug if value else ""


class SlugsWidget(widgets.ManyToManyWidget):
    """References to any number of rows, by their slugs, with commas between."""

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        self.known = _SlugLookup(model)
        super().__init__(model, separator=LIST_SEPARATOR, field="slug")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        slugs = (part.strip() for part in _text(value).replace("\n", ",").split(","))
        return self.known.find(filter(None, slugs))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        rows = value.all() if value is not None else []
        return LIST_SEPARATOR.join(sorted(row.slug for row in rows))
