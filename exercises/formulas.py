"""Texts in CSV files that a spreadsheet would take for formulas, and could run."""

from __future__ import annotations

import re
from typing import Any

FORMULA = re.compile(r"(?<!')'*[=+\-@\t\r\n]")


def guard_formula(value: Any) -> Any:
    """The value; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def unguard_formula(text: str) -> str:
    """The text without the apostrophe of `guard_formula`."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
