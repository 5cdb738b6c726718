"""Addresses by language: English has no prefix (`/exercises/`), every other its code (`/ru/exercises/`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

LINK = re.compile(r'href="(/[^"]*)"')


@dataclass(frozen=True)
class OtherAddress:
    """The address of a page in one language: its code as `lang` and `hreflang` have it, its own name."""

    code: str
    name: str
    path: str
    is_current: bool


def language_of(path: str) -> str:
    """The code of the language that a path is in."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def without_language(path: str) -> str:
    """The path as it is in English: `/ru/exercises/` → `/exercises/`."""
    code = language_of(path)
    is_prefixed = code != settings.LANGUAGE_CODE and path.startswith(f"/{code}/")
    return path[len(code) + 1 :] if is_prefixed else path


def in_language(path: str, code: str) -> str:
    """The path as it is in the language with this code."""
    plain = without_language(path)
    return plain if code == settings.LANGUAGE_CODE else f"/{code}{plain}"


def links_in_language(html: str) -> str:
    """The HTML with all links to pages of ours in the active language."""
    code = known_language(translation.get_language() or "")
    return LINK.sub(lambda link: f'href="{in_language(link[1], code)}"', html)


def known_language(code: str) -> str:
    """The code if the site speaks it, else that of English."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def addresses(path: str) -> list[OtherAddress]:
    """The path in every language of the site."""
    current = language_of(path)
    return [
        OtherAddress(code.partition("-")[0], name, in_language(path, code), code == current)
        for code, name in settings.LANGUAGES
    ]
