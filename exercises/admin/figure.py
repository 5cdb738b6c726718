"""The field in which editors write a figure, and its preview: the frames, or what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from exercises.figures import Figure, FigureError, read_figure, render_frame

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LINE_WIDTH = 96


def pretty(value: Any, indent: int = 0) -> str:
    """JSON for people: whatever fits on a line stays on one, the rest is broken up and indented."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or len(line) + indent <= LINE_WIDTH:
        return line
    inner = indent + 2
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {pretty(item, inner)}" for key, item in value.items()]
    else:
        parts = [pretty(item, inner) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    body = ",\n".join(" " * inner + part for part in parts)
    return f"{opening}\n{body}\n{' ' * indent}{closing}"


def parsed(text: str) -> Any:
    """The figure's data; an empty text is no figure. Raises `FigureError` when it is no JSON."""
    try:
        return json.loads(text) if text.strip() else {}
    except json.JSONDecodeError as error:
        message = gettext("This is not JSON yet: see line %(line)s, column %(column)s.")
        place = {"line": error.lineno, "column": error.colno}
        raise FigureError(message % place) from error
    except (ValueError, RecursionError) as error:
        raise FigureError(gettext("This is not JSON that we can read.")) from error


def preview(text: str) -> dict[str, Any]:
    """What the preview shows of a figure's text: `frames` (pairs of SVG and alternate text), or an `error`."""
    try:
        data = parsed(text)
        return {"frames": _frames(read_figure(data)) if data else []}
    except FigureError as error:
        return {"error": str(error)}


def _frames(figure: Figure) -> list[tuple[SafeString, str]]:
    return [
        (mark_safe(render_frame(figure, index)), frame.alt)
        for index, frame in enumerate(figure.frames)
    ]


class FigureWidget(forms.Textarea):
    """A text area for JSON with the drawn frames below; a script draws them anew while one types."""

    template_name = "admin/widgets/figure.html"

    class Media:
        js = (Script("js/figure-preview.js", type="module"),)

    def __init__(self) -> None:
        super().__init__({"rows": 24, "cols": 96, "spellcheck": "false", "class": "figure-data"})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        address = reverse("admin:exercises_exercise_figure_preview")
        return {**context, "preview_url": address, **preview(value or "")}


class FigureField(forms.JSONField):
    """A figure as JSON; empty is no figure (`{}`). Whether it can be drawn is for the model to say."""

    def __init__(self, label: StrPromise) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=FigureWidget(),
            help_text=_(
                "View, props, and one to four frames as JSON. Copy a similar exercise’s figure and"
                " change it; the pictures below follow, or say what is wrong."
            ),
        )

    def to_python(self, value: Any) -> Any:
        """The data; raises `ValidationError` in the words of the preview."""
        if isinstance(value, dict):
            return value
        try:
            return parsed(value or "")
        except FigureError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, as it was typed: broken JSON comes back to be mended."""
        return data

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        return pretty(value) if value else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or {}))
        except forms.ValidationError:
            return True


@require_POST
def figure_preview(request: HttpRequest, *, allowed: bool) -> HttpResponse:
    """The preview of the posted `figure`, as a piece of HTML. Raises `PermissionDenied`."""
    if not allowed:
        raise PermissionDenied
    context = preview(request.POST.get("figure", ""))
    return render(request, "admin/widgets/_figure_frames.html", context)
