"""How pages name languages."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.formats import get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import to_locale

register = template.Library()


@register.simple_tag
def og_locale(code: str) -> str:
    """The code as Open Graph has it, with a country: `en_GB`, `ru_RU`."""
    locales = [to_locale(known) for known, _name in settings.LANGUAGES]
    locale = next((each for each in locales if each.partition("_")[0] == code), to_locale(code))
    return locale if "_" in locale else f"{locale}_{locale.upper()}"


@register.simple_tag
def web_fonts() -> list[str]:
    """The static files of the fonts that a page in the active language is set in."""
    parts = get_format("WEB_FONT_PARTS")
    return [f"fonts/latin-{weight}{part}.woff2" for weight in (400, 650) for part in parts]


@register.simple_tag
def lang_of(row: Any, name: str) -> SafeString | str:
    """` lang="en"` where a row's text of this name is not there in the page's language; else nothing."""
    code = row.language_of(name) if hasattr(row, "language_of") else ""
    return format_html(' lang="{}"', code) if code else ""
