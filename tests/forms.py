"""Admin forms as a browser would send them back."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms


def form_of(response: Any) -> dict[str, Any]:
    """Every field of an admin change form with its inlines, as a browser would send it back."""
    data: dict[str, Any] = {}

    def take(form: Any) -> None:
        for field in form:
            value = field.value()
            if isinstance(field.field, django_forms.FileField):
                continue
            if isinstance(field.field.widget, django_forms.MultiWidget):
                parts = field.field.widget.decompress(value)
                named = {f"{field.html_name}_{n}": part for n, part in enumerate(parts or [])}
                data.update({name: part for name, part in named.items() if part is not None})
            elif isinstance(value, list | tuple):
                data[field.html_name] = [getattr(each, "pk", each) for each in value]
            elif value is not None and value is not False:
                data[field.html_name] = with_browser_line_ends(value)

    take(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        take_formset(inline.formset, take)
    return data


def with_browser_line_ends(value: Any) -> Any:
    """Text areas are sent with CR LF, whatever stood in the page (HTML, “form data set”)."""
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


def take_formset(formset: Any, take: Any) -> None:
    take(formset.management_form)
    for form in formset.forms:
        take(form)
        for nested in getattr(form, "nested_formsets", []):
            take_formset(nested, take)
