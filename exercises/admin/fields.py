"""Longer texts in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models


class PlainTextField(forms.CharField):
    """A longer text. Browsers send every line end as CR LF; what is kept has LF, as content files do."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


PLAIN_TEXT: Any = {
    models.TextField: {
        "form_class": PlainTextField,
        "widget": AdminTextareaWidget({"rows": 4, "cols": 90}),
    }
}
"""The `formfield_overrides` of everything with longer texts."""
