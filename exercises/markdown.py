"""CommonMark → HTML that is safe to show; pure, knows nothing of Django."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TOP_HEADING = 2
"""The level of an article's highest headings: the page's title is the only `h1`."""

TAGS = {"p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
TAGS |= {f"h{level}" for level in range(TOP_HEADING, 7)}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
ATTRIBUTES |= {f"h{level}": {"id"} for level in range(TOP_HEADING, 7)}

_parser = MarkdownIt("commonmark", {"html": False, "typographer": True})
_parser.enable("smartquotes").disable("image")


@dataclass(frozen=True)
class Section:
    """A top heading of an article: the `id` it has in the HTML, and its text."""

    id: str
    title: str


@dataclass(frozen=True)
class Article:
    """An article's HTML, sanitised, and its sections in order."""

    html: str
    sections: tuple[Section, ...]


@lru_cache(maxsize=256)
def render(text: str) -> Article:
    """The article that a CommonMark text amounts to; the same text is rendered once.

    Raw HTML is shown as text, pictures as links. Headings move together so that the highest is an
    `h2`, and get ids. Links to other sites get `rel="noopener"`. Straight quotes become typographic.
    """
    tokens = _parser.parse(text)
    sections = _shape_headings(tokens)
    for token in tokens:
        _mark_external_links(token.children or [])
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Article(
        html=nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None),
        sections=tuple(sections),
    )


def _shape_headings(tokens: Sequence[Token]) -> list[Section]:
    """Shift the levels and set the ids of all headings, in place; returns the top ones."""
    headings = [i for i, token in enumerate(tokens) if token.type == "heading_open"]
    shift = TOP_HEADING - min((int(tokens[i].tag[1]) for i in headings), default=TOP_HEADING)
    sections: list[Section] = []
    taken: set[str] = set()
    for index in headings:
        level = min(int(tokens[index].tag[1]) + shift, 6)
        title = _plain(tokens[index + 1])
        name = _free_name(title, taken)
        tokens[index].tag = tokens[index + 2].tag = f"h{level}"
        tokens[index].attrSet("id", name)
        if level == TOP_HEADING:
            sections.append(Section(name, title))
    return sections


def _plain(inline: Token) -> str:
    """The words of a heading without its markup."""
    return "".join(child.content for child in inline.children or [])


def _free_name(title: str, taken: set[str]) -> str:
    """`section-the-spine`; with a number when it is taken, and taken from now on."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    name = base = "-".join(["section", *re.findall(r"[a-z0-9]+", ascii_title.lower())])
    number = 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def _mark_external_links(tokens: Sequence[Token]) -> None:
    """Give links to other sites `rel="noopener"`, in place."""
    for token in tokens:
        if token.type == "link_open" and urlsplit(str(token.attrGet("href"))).netloc:
            token.attrSet("rel", "noopener")
