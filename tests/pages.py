"""A page as a browser or a person reads it: its forms, its words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

NO_PAGE = re.compile(r"\.(pdf|png|svg|ics|json|csv|xml|txt|webp|ico)\b|healthz|muscles|/sync/")
"""Addresses of files and of what programs read."""

SPOKEN = ("aria-label", "alt", "title", "placeholder")
UNREAD = {"script", "style", "svg"}


class FormReader(HTMLParser):
    """Collects the POST forms of a page: where each is sent, and its hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.verbs: list[list[str]] = []
        """What the buttons named `do` of each form ask for."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form" and values.get("method") == "post":
            self.forms.append((urljoin(self.page, values.get("action") or self.page), {}))
            self.verbs.append([])
        if tag == "button" and values.get("name") == "do" and self.forms:
            self.verbs[-1].append(values.get("value") or "")
        if tag == "input" and values.get("type") == "hidden" and self.forms:
            fields, name = self.forms[-1][1], values.get("name") or ""
            fields.setdefault(name, []).append(values.get("value") or "")


def hidden_fields(client: Any, page: str, address: str = "") -> dict[str, Any]:
    """The hidden fields of the first form on the page that is sent to the address (the page's own)."""
    return hidden_fields_of(client.get(page), page, address)


def hidden_fields_of(response: Any, page: str, address: str = "") -> dict[str, Any]:
    """Likewise, of a page that was answered already."""
    reader = FormReader(page)
    reader.feed(response.content.decode())
    found = [fields for action, fields in reader.forms if action == (address or page)]
    assert found, f"No form on {page} is sent to {address or page}."
    return {name: each[0] if len(each) == 1 else each for name, each in found[0].items()}


class WordReader(HTMLParser):
    """What a person reads or hears of a page: texts, labels, and what stands in fields for text."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.inside += [tag] if tag in UNREAD else []
        self.words += [values[name] or "" for name in SPOKEN if name in values]
        if tag == "input" and values.get("type", "text") == "text":
            self.words.append(values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.words.append(data)


def read(page: str) -> str:
    """What a person reads or hears of the page, in lines."""
    reader = WordReader()
    reader.feed(page)
    return "\n".join(reader.words)
