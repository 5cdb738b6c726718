"""Translating an entry in the administration: each English text beside its own in the other language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.content import translations
from exercises.content.loader import ContentLoader
from exercises.models.history import record_history, record_previous_state
from exercises.models.publishable import LinesFormField
from exercises.models.translated import TranslatedModel, other_languages

Part = tuple[TranslatedModel, translations.Texts]
"""A row with its English texts, by column."""


class TranslationForm(forms.Form):
    """A field for each text that the English has; lists have an entry a line, as many as in English."""

    def __init__(self, parts: list[Part], code: str, data: Any = None) -> None:
        super().__init__(data)
        self.parts, self.code = parts, code
        self.english: dict[str, Any] = {}
        for number, (row, texts) in enumerate(parts):
            for column, text in texts.items():
                if text or column in translations.FREE_LENGTH:
                    self._add(number, row, column, text)

    def _add(self, number: int, row: TranslatedModel, column: str, text: Any) -> None:
        is_list = isinstance(text, list)
        name, stored = f"{number}-{column}", row.translation(self.code).get(column)
        rows = max(2, len(text) + 1 if is_list else len(text or "") // 60 + 1)
        field = (LinesFormField if is_list else forms.CharField)(required=False)
        field.widget = forms.Textarea(attrs={"lang": self.code, "rows": min(rows, 30)})
        field.label, field.initial, field.help_text = label_of(row, column), stored, ""
        self.fields[name] = field
        self.english[name] = text

    def clean(self) -> dict[str, Any]:
        """Refuse lists that have more or fewer entries than the English ones."""
        data = super().clean() or self.cleaned_data
        for name, text in self.english.items():
            own, column = data.get(name), name.partition("-")[2]
            fixed = isinstance(text, list) and column not in translations.FREE_LENGTH
            if fixed and own and len(own) != len(text):
                problem = _("Write as many lines as there are in English: %(number)s.")
                self.add_error(name, problem % {"number": len(text)})
        return data

    def pairs(self) -> Iterator[tuple[str, list[str], forms.BoundField]]:
        """Each field with its label and the English text as lines."""
        for name, text in self.english.items():
            lines = text if isinstance(text, list) else (text or "").splitlines()
            yield str(self.fields[name].label), lines, self[name]

    def spread(self) -> Iterator[Part]:
        """Each row with what was typed for it, of the valid form."""
        for number, (row, texts) in enumerate(self.parts):
            yield row, {column: self.cleaned_data.get(f"{number}-{column}") for column in texts}


def label_of(row: TranslatedModel, column: str) -> str:
    """What the column is called; of a row inside another, after the name of the row."""
    try:
        label = row._meta.get_field(column).verbose_name  # type: ignore[union-attr]
    except FieldDoesNotExist:
        label = _("what the pictures show")
    return capfirst(f"{label}")


class StaleFilter(admin.SimpleListFilter):
    """Entries of which a translation is missing, or made from English texts that have changed since."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("Missing")), ("stale", _("Stale"))]

    def queryset(self, request: HttpRequest, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if not self.value():
            return rows
        loader: ContentLoader[Any, Any] = TRANSLATED[rows.model]
        found = [row.pk for row in loader.rows() if self.value() in states_of(loader, row)]
        return rows.filter(pk__in=found)


TRANSLATED: dict[type[models.Model], ContentLoader[Any, Any]] = {}
"""The loader of each model that has a page to translate it."""


def states_of(loader: ContentLoader[Any, Any], row: Any) -> set[str]:
    """`missing`, `stale` and `current`, whichever is true of one of its translations."""
    english = translations.text_digest(loader.texts(loader.read(row)))
    stored = [row.translation(code) for code in other_languages()]
    return {
        "missing" if not each else "current" if each.get("of") == english else "stale"
        for each in stored
    }


class TranslationMixin(admin.ModelAdmin[Any]):
    """Adds a page for each other language, and a filter for what is missing or stale."""

    content_loader: ContentLoader[Any, Any]

    def __init__(self, model: Any, site: Any) -> None:
        super().__init__(model, site)
        TRANSLATED[model] = self.content_loader

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), StaleFilter]

    def get_urls(self) -> list[URLPattern]:
        translate = path(
            "<path:object_id>/translate/<slug:code>/",
            self.admin_site.admin_view(self.translate_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_translate",
        )
        return [translate, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_translate"
        languages = [
            (label, reverse(name, args=[object_id, code]))
            for code, label in settings.LANGUAGES
            if code in other_languages()
        ]
        context = {"translation_pages": languages, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @transaction.atomic
    def translate_view(self, request: HttpRequest, object_id: str, code: str) -> HttpResponse:
        """The English texts beside fields for the other language; a save makes them current."""
        if code not in other_languages():
            raise Http404
        found = self.get_object(request, unquote(object_id))
        if found is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        rows: Any = self.content_loader.rows()
        row = rows.get(pk=found.pk)
        english = self.content_loader.texts(self.content_loader.read(row))
        parts = list(self.content_loader.spread(row, english))
        form = TranslationForm(parts, code, request.POST or None)
        if request.method == "POST" and form.is_valid():
            self.save_translation(request, row, form, translations.text_digest(english))
            self.message_user(request, gettext("The translation is saved."), messages.SUCCESS)
            return redirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{row}: {dict(settings.LANGUAGES)[code]}",
            "object": row,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "form": form,
            "code": code,
            "is_stale": translations.is_stale(row, code, english),
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/translate.html", context, status=status)

    def save_translation(
        self, request: HttpRequest, row: Any, form: TranslationForm, english: str
    ) -> None:
        """Store what was typed as made from these English texts; the loader then keeps it."""
        has_history = hasattr(row, "history")
        if has_history:
            record_previous_state(row)
        before = row.translation(form.code)
        marks = {mark: before[mark] for mark in translations.MARKS if mark in before}
        changed = translations.write(form.spread(), form.code)
        row.translations[form.code] |= {**marks, "of": english}
        translations.save(changed)
        if has_history:
            record_history(row, request.user)
