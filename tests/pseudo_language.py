"""A pseudo-language, in which every message is itself in brackets: `⟦Save review⟧`.

Words outside the brackets cannot be translated. Content of the database is bracketed likewise: it is no
part of the interface, and must not be taken for one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import override_settings
from django.utils import formats, translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from exercises.models.fields import LineField, ProseField
from exercises.models.publishable import LinesField

CODE = "qps"
"""The language's code: from the range that ISO 639-2 leaves for private use."""

LIBRARIES = ["django.conf", *settings.INSTALLED_APPS]
PACKAGES = ("backfit", "exercises", "programs")
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}


def bracketed(text: str) -> str:
    """The text as the pseudo-language has it."""
    return f"⟦{text}⟧"


# --- The catalogue --------------------------------------------------------------------------------


def messages() -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Every message of templates and code, as `make messages` extracts them, with its context."""
    for room in PACKAGES:
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            yield from _extracted(path.read_bytes())
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        code = templatize(path.read_text(), origin=str(path))
        lines = (line.strip() for line in code.splitlines())
        yield from _extracted("\n".join(lines).encode())


def _extracted(code: bytes) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    for _, message, _, context in extract("python", BytesIO(code), KEYWORDS):
        yield (tuple(message) if isinstance(message, list) else message), context


def library_messages() -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """The messages of Django and of every installed package, from one of their translations."""
    folders = [Path(str(trans_real.__file__)).parents[2] / "conf"]
    folders += [Path(config.path) for config in apps.get_app_configs()]
    for folder in folders:
        path = folder / "locale" / "de" / "LC_MESSAGES" / "django.po"
        if path.exists():
            with path.open("rb") as file:
                for message in read_po(file):
                    if message.id:
                        yield message.id, message.context


def compile_catalogue(folder: Path) -> None:
    """Write the pseudo-language's catalogue below the folder, as Django reads it."""
    catalogue = Catalog(locale="en")
    for message, context in {*library_messages(), *messages()}:
        one = isinstance(message, str)
        texts = bracketed(message) if one else tuple(bracketed(form) for form in message)
        catalogue.add(message, texts, context=context)
    path = folder / CODE / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)


@contextmanager
def installed(folder: Path) -> Iterator[None]:
    """Django knows the language, with the formats of English."""
    compile_catalogue(folder)
    with override_settings(
        LOCALE_PATHS=[folder], LANGUAGES=[*settings.LANGUAGES, (CODE, bracketed(CODE))]
    ):
        trans_real._translations.pop(CODE, None)
        formats.reset_format_cache()
        formats._format_modules_cache[CODE] = formats.get_format_modules("en-gb")
        yield
    trans_real._translations.pop(CODE, None)
    formats.reset_format_cache()


FIXED = (
    *("/admin/", "/nested_admin/", "/calendar/", "/workouts/sync/", "/healthz"),
    *("/robots.txt", "/sitemap.xml", "/favicon.ico", "/.well-known/"),
)
"""Addresses that are the same in every language."""


def address(path: str) -> str:
    """The path as the pseudo-language has it."""
    return path if path.startswith((*FIXED, f"/{CODE}/")) else f"/{CODE}{path}"


# --- Content --------------------------------------------------------------------------------------

NO_WORDS = {"content_digest", "tempo", "time_zone"}
"""Text columns that hold no words."""
CONTENT_FIELDS = (models.CharField, models.TextField, LineField, ProseField, LinesField)


def bracket_content() -> None:
    """Put all curated content into brackets."""
    with translation.override(None):
        for app in ("exercises", "jobs", "programs"):
            for model in apps.get_app_config(app).get_models():
                if not model.__name__.startswith("Historical"):
                    _bracket(model)


def _bracket(model: type[models.Model]) -> None:
    columns = [
        field
        for field in model._meta.concrete_fields
        if type(field) in CONTENT_FIELDS and not field.choices and field.name not in NO_WORDS
    ]
    names = [field.name for field in columns]
    names += ["figure"] if hasattr(model, "figure") else []
    rows = list(model._base_manager.all()) if names else []
    for row in rows:
        for field in columns:
            setattr(row, field.name, _content(field, getattr(row, field.name)))
        if getattr(row, "figure", None):
            for frame in row.figure["frames"]:
                frame["alt"] = bracketed(frame["alt"])
    if rows:
        model._base_manager.bulk_update(rows, names)


def _content(field: Any, value: Any) -> Any:
    if isinstance(value, list):
        return [bracketed(line) for line in value]
    if not value:
        return value
    if field.name == "body":
        headed = re.sub(r"(?m)^(#+ )(.*)$", r"\1⟦\2⟧", value)
        return f"⟦\n\n{headed}\n\n⟧"
    return bracketed(value[: (field.max_length or len(value) + 2) - 2])


# --- What is outside the brackets -----------------------------------------------------------------

SPOKEN = {
    "alt",
    "aria-label",
    "aria-description",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
}
"""Attributes that people read or hear."""
DESCRIBED = {"description", "og:title", "og:description"}
"""Names of meta elements whose content people read."""

ALLOWED = re.compile(
    r"Backfit|⟨[^⟩]*⟩"
    r"|https?://\S+|webcal:\S+|[\w.+-]+@[\w.-]+\w|(?<![\w/])/[\w/.?=&%-]+"
    r"|[A-Z][A-Za-z]+(/[\w+-]+)+|UTC|GMT"  # time zones
    r"|[\w-]+\.(ics|pdf|zip|json|csv|txt)|json/|sheets/"
    r"|[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9A-Z]{3,4}-[0-9A-Z]{3,4}\b"  # names and codes
    r"|A4|US Letter|PDF|CSV|JSON|XLSX|YAML|HTML|TSV|ODS|XLS"
    r"|\b(BYN|CHF|EUR|GBP|KZT|PLN|RUB|UAH|USD)\b"
    r"|Google|Outlook|Apple|Yahoo|Microsoft 365"
    r"|English|Русский"  # languages, each by its own name
)
"""What is the same in every language: names, addresses, formats and codes."""

OF_PACKAGES = re.compile(
    r"[\w-]+ relationships?: .*|.*\bobject \(\d+\)"  # rows that join two others
    r"|(.*\| )?Can (add|change|delete|view) [\w ]+|.*\bhistorical\b.*"  # rights, as they are stored
    r"|True|False|null|csv|json|xlsx|md5|\w+\*+"  # icons, formats of files, a password's digest
    r"|Search|Remove|Authenticators|User sessions"
    r"|(Belarusian|British|Kazakhstani|Polish|Russian|Swiss|Ukrainian|US) \w+|Euro"  # djmoney
)
"""What packages write on pages of the administration without a message."""


class _Reader(HTMLParser):
    """Collects the page's texts in order, and each text attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.attributes: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_data = "figure-data" in given.get("class", "")
        is_elsewhere = tag != "html" and given.get("lang", CODE) != CODE
        if tag in {"script", "style", "code"} or is_data or is_elsewhere:
            self.silent.append(tag)
        self.attributes += [given[name] for name in SPOKEN & given.keys()]
        if tag == "meta" and (given.keys() & {"name", "property"}):
            if given.get("name", given.get("property")) in DESCRIBED:
                self.attributes.append(given.get("content", ""))
            self.attributes += [value for name, value in given.items() if name.startswith("data-")]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self.attributes.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)


def outside(texts: list[str]) -> list[str]:
    """The words outside brackets; brackets may open in one text and close in a later one."""
    depth = 0
    found: list[str] = []
    for text in texts:
        rest, before = "", depth
        for character in text:
            depth += {"⟦": 1, "⟧": -1}.get(character, 0)
            rest += character if depth <= 0 and character != "⟧" else "\n"
        for line in rest.split("\n"):
            if any(map(str.isalpha, ALLOWED.sub("", line))):
                found.append(" ".join(line.split()))
        if text.rstrip().endswith("…"):  # content that is cut short has lost its closing bracket
            depth = before
    if depth:
        found.append(f"{depth} brackets left open")
    return found


def unmarked_in_html(html: str) -> list[str]:
    """What a person reads on the page that no translator could change."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = outside(reader.text)
    for attribute in reader.attributes:
        found += outside([attribute])
    return found


TEXT_PROPERTIES = (
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "CATEGORIES",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "NAME",
)


def unmarked_in_calendar(ics: str) -> list[str]:
    """Likewise of an iCalendar file (RFC 5545)."""
    found: list[str] = []
    for line in re.sub(r"\r?\n[ \t]", "", ics).splitlines():
        name, _, value = line.partition(":")
        if name.partition(";")[0] in TEXT_PROPERTIES:
            found += outside([value.replace("\\n", "\n")])
    return found


# --- What a template says itself ------------------------------------------------------------------

MARKED = re.compile(
    r"{% comment .*?{% endcomment %}|{#.*?#}|{% translate .*?%}"
    r"|{% blocktranslate\b.*?{% endblocktranslate %}|{% block (?:page|body)_class %}.*?{% endblock %}",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
LITERAL = re.compile(r"(_\()?(\w+:)?\"([^\"]*)\"")
FORMATS = re.compile(r"[A-Z_]{5,}|[a-zA-Z]")
"""What a date may be given: a format's name, or one letter, which has no order."""


def unmarked_in_template(source: str) -> list[str]:
    """The words that a template writes without a message, in every branch, with formats of dates."""
    source = MARKED.sub("", source)
    found: list[str] = []
    for tag in TAG.findall(source):
        for call, name, text in LITERAL.findall(tag):
            if name in {"date:", "time:"}:
                found += [] if FORMATS.fullmatch(text) else [tag]
            elif not call and re.search(r"[A-Z][a-z]|[a-z] [a-z]", ALLOWED.sub("", text)):
                found.append(tag)
    return found + unmarked_in_html(TAG.sub("", source))


# --- What Python says itself ----------------------------------------------------------------------

SENTENCE = re.compile(r"\w[,:;”’)]*( [“(]?[a-z]{2,}[,:;”’)]*){2,}|^[A-Z][a-z]+( [a-z]+)*[.!?]$")
CODE_LIKE = re.compile(r"[<>;={}@\n]|^(private|noindex), ")
"""What looks like a sentence and is HTML, SQL, a header or CSS."""
FOR_DEVELOPERS = {"ValueError", "LookupError", "ConnectionError", "RenderError", "Warning"} | {
    "SuspiciousFileOperation"
}
"""Errors and checks that no page shows."""


def unmarked_in_python(source: str) -> list[str]:
    """The sentences that Python writes without a message, also those with values inside."""
    found: list[str] = []
    _collect(ast.parse(source), found)
    return found


def _collect(node: ast.AST, found: list[str]) -> None:
    if isinstance(node, ast.Call) and _is_no_text(node.func):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # a docstring
        return
    text = ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "X" for each in node.values)
        text = "".join(map(str, parts))
    if SENTENCE.search(text) and not CODE_LIKE.search(text):
        found.append(text)
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            _collect(child, found)


def _is_no_text(called: ast.expr) -> bool:
    """Whether a call makes a message, writes to a log or raises what no page shows."""
    if isinstance(called, ast.Attribute):
        owner = called.value.id if isinstance(called.value, ast.Name) else ""
        return owner == "logger" or called.attr in FOR_DEVELOPERS
    return isinstance(called, ast.Name) and called.id in {*KEYWORDS, *FOR_DEVELOPERS}
