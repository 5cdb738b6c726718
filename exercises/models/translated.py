"""Texts of curated content in more languages than English.

The columns hold the English text. `translations` holds the others, by language and column:
`{"ru": {"name": "Становая тяга", "steps": ["…"], "of": "9f2c…"}}`. To read `exercise.name` gives the text in the
active language, or the English one while there is no other; to set it sets the English one. A new language needs
no column, and whoever looks at English rows, such as the loader and the administration, reads them `as_written`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import class_prepared
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

WRITTEN_IN = settings.LANGUAGE_CODE.partition("-")[0]
"""The language of the columns themselves, as pages mark it."""

_as_written: ContextVar[bool] = ContextVar("as_written", default=False)


@contextmanager
def as_written() -> Iterator[None]:
    """Read the columns as they are, whatever the active language is."""
    token = _as_written.set(True)
    try:
        yield
    finally:
        _as_written.reset(token)


def content_language() -> str:
    """The code of the language that content is read in; empty for the language of the columns."""
    code = get_language()
    if code is None or code == settings.LANGUAGE_CODE or _as_written.get():
        return ""
    return code


def other_languages() -> list[str]:
    """The codes of all languages of the site but that of the columns."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TranslatedText(DeferredAttribute):
    """A column that is read in the active language and written in English."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        written = super().__get__(instance, cls)
        if instance is None:
            return written
        code = content_language()
        if not code or written == "":  # lists of words may be there in one language alone
            return written
        return instance.translation(code).get(self.field.name) or written

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class TranslatedModel(models.Model):
    """A row with texts in several languages; `translated_fields` names their columns."""

    translations = models.JSONField(_("translations"), default=dict, blank=True, editable=False)

    translated_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Save the columns as they are, whatever the active language is."""
        with as_written():
            super().save(*args, **options)

    def translation(self, code: str) -> dict[str, Any]:
        """The texts in a language, by column; empty while there are none."""
        found: dict[str, Any] = self.translations.get(code, {})
        return found

    def language_of(self, name: str) -> str:
        """The language of a text where it is not that of the page, for `lang`; else empty."""
        code = content_language()
        return WRITTEN_IN if code and not self.translation(code).get(name) else ""


def named_choices(rows: models.QuerySet[Any]) -> list[tuple[str, str]]:
    """Slug and name of each row, for a form (one query)."""
    return [(each.slug, each.name) for each in rows.only("slug", "name", "translations")]


def in_all_languages(row: TranslatedModel, *names: str) -> list[str]:
    """Texts in every language that they are there in, the active one first; of lists each entry."""
    with as_written():
        written = [getattr(row, name) for name in names]
    other = [texts.get(name) for texts in row.translations.values() for name in names]
    found = [getattr(row, name) for name in names] + written + other
    lists = (text if isinstance(text, list) else [text] for text in found if text)
    return list(dict.fromkeys(entry for each in lists for entry in each))


def _install(sender: Any, **kwargs: Any) -> None:
    """Let the columns of a translated model be read in the active language (`class_prepared`)."""
    if issubclass(sender, TranslatedModel) and not sender._meta.abstract:
        for name in sender.translated_fields:
            field = sender._meta.get_field(name)
            setattr(sender, field.attname, TranslatedText(field))


class_prepared.connect(_install, dispatch_uid="translated-texts")
