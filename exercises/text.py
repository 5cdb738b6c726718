"""Text as it is stored: what a person typed, without what no file format takes.

Control characters break XML (XLSX, PDF) and RFC 5545, and a browser counts a line break as one character, however
it sends it (WHATWG HTML, maxlength).
"""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed, halves of surrogate pairs, and what Unicode keeps free (U+FFFE, U+FFFF).
UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean_text(text: str) -> str:
    """Text of many lines: every line break is one line feed, no control character is left."""
    return UNSTORABLE.sub("", LINE_BREAK.sub("\n", text))


def clean_line(text: str) -> str:
    """Text of one line: line breaks and tabs are spaces, no control character is left."""
    return clean_text(text).replace("\n", " ").replace("\t", " ")
