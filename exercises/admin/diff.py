"""What changed between two texts or two records, marked as HTML that the content policy allows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import ndiff
from itertools import pairwise
from typing import Any

from diff_match_patch import diff_match_patch
from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

TAGS = {-1: "del", 0: "span", 1: "ins"}


def mark_changes(old: str, new: str) -> SafeString:
    """The new text, with what was taken out in `<del>` and what was put in in `<ins>`."""
    engine = diff_match_patch()
    parts = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(parts)
    return format_html_join(
        "", "<{0}>{1}</{0}>", ((TAGS[operation], text) for operation, text in parts)
    )


@dataclass(frozen=True)
class FieldDiff:
    """What changed in one column or relation, `html` with the change marked."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class HistoryEntry:
    """One record of a row's history, and how it differs from the one before."""

    record: Any
    differences: list[FieldDiff]


def history_entries(records: list[Any]) -> list[HistoryEntry]:
    """The records, newest first as given, each compared with the older one after it."""
    compared = [
        HistoryEntry(newer, [*_columns(older, newer), *_relations(older, newer)])
        for newer, older in pairwise(records)
    ]
    return compared + [HistoryEntry(record, []) for record in records[-1:]]


def _columns(older: Any, newer: Any) -> list[FieldDiff]:
    found = newer.diff_against(older, foreign_keys_are_objs=True)
    fields = [(newer._meta.get_field(change.field), change) for change in found.changes]
    return [
        FieldDiff(capfirst(field.verbose_name), _compared(field, change.old, change.new))
        for field, change in fields
    ]


def _compared(field: models.Field[Any, Any], old: Any, new: Any) -> SafeString:
    """Lists are compared line by line, all else word by word."""
    if isinstance(old, list) and isinstance(new, list):
        return mark_line_changes(list(map(str, old)), list(map(str, new)))
    return mark_changes(value_text(field, old), value_text(field, new))


def _relations(older: Any, newer: Any) -> list[FieldDiff]:
    labels = dict.fromkeys([*older.history_relations, *newer.history_relations])
    before = {label: older.history_relations.get(label, []) for label in labels}
    after = {label: newer.history_relations.get(label, []) for label in labels}
    return [
        FieldDiff(label, mark_line_changes(before[label], after[label]))
        for label in labels
        if before[label] != after[label]
    ]


def mark_line_changes(old: list[str], new: list[str]) -> SafeString:
    """Lists compared line by line, in their order: a line is kept, gone or new, never half of it."""
    tags = {"-": "del", " ": "span", "+": "ins"}
    compared = [line for line in ndiff(old, new) if line[0] in tags]
    return format_html_join(
        "\n", "<{0}>{1}</{0}>", ((tags[line[0]], line[2:]) for line in compared)
    )


def value_text(field: models.Field[Any, Any], value: Any) -> str:
    """A column's value as the form shows it: labels of choices, lists a line each."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, indent=1, ensure_ascii=False)
    return str(dict(field.flatchoices).get(value, value))
