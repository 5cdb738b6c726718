"""Rows inside a form: what all have in common, and those that are put in order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.text import capfirst

from exercises.admin.fields import PLAIN_TEXT
from exercises.admin.formsets import LoadedChoiceField, NestedRowFormSet, RowForm, RowFormSet


class RowInline:
    """What every inline begins with: its rows may swap their values, and are loaded at once."""

    form: Any = RowForm
    formset: Any = RowFormSet

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Let the formset look up the choices of all rows together."""
        kwargs.setdefault("form_class", LoadedChoiceField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class OrderedInline(RowInline):
    """An inline with a `sortable_field_name`: by dragging, by buttons, or by the number itself.

    Without scripts the number itself is there to be changed.
    """

    sortable_field_name: str
    formset = NestedRowFormSet
    formfield_overrides = PLAIN_TEXT

    class Media:
        js = (Script("js/order-rows.js", type="module"),)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Name each field, as a table's head is no label, and mark the one that holds the order."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if db_field.name == self.sortable_field_name:
            field.widget = forms.NumberInput(attrs={"min": 0, "data-order": ""})
            field.required = False
        if field is not None:
            field.widget.attrs["aria-label"] = capfirst(field.label)
        return field
