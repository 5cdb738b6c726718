"""Ranges in texts that people wrote, on one line."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import stringfilter

from exercises.formats import whole_ranges as _whole_ranges

register = template.Library()


@register.filter(is_safe=True)
@stringfilter
def whole_ranges(text: str) -> str:
    """The text, none of whose ranges such as `8–12` is broken at the end of a line."""
    return _whole_ranges(text)
