"""The text family of sheets and pages: Source Sans 3 from its package, cut into static weights.

Hebrew and Arabic, which it does not have, come from Heebo and IBM Plex Sans Arabic, on sheets alone; for
other scripts and emoji see `fallback_fonts`.

The package ships one variable font. WeasyPrint takes five times longer over a variable font than over
a static one, and browsers want a small file, so the weights in use are cut out once and kept.
"""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

import fontpkg_heebo
import fontpkg_ibm_plex_sans_arabic
import fontpkg_source_sans_3
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from programs.sheets import fallback_fonts

FAMILY = "Source Sans 3"
PACKAGE = "fontpkg-source-sans-3"
WEIGHTS = (400, 600, 700)
VARIABLE_FONT = fontpkg_source_sans_3.ROOT / "files" / "SourceSans3[wght].ttf"

HEBREW = fontpkg_heebo.ROOT / "files" / "Heebo[wght].ttf"
ARABIC = fontpkg_ibm_plex_sans_arabic.ROOT / "files"
OTHER_FACES = [
    ("Heebo", "100 900", HEBREW),
    ("IBM Plex Sans Arabic", "400", ARABIC / "IBMPlexSansArabic-Regular.ttf"),
    ("IBM Plex Sans Arabic", "600", ARABIC / "IBMPlexSansArabic-SemiBold.ttf"),
    ("IBM Plex Sans Arabic", "700", ARABIC / "IBMPlexSansArabic-Bold.ttf"),
]
"""Family, weight (or range of weights) and file for other scripts; used as they come, being rare."""
PACKAGES = (
    PACKAGE,
    "fontpkg-heebo",
    "fontpkg-ibm-plex-sans-arabic",
    *fallback_fonts.PACKAGES,
)

FEATURES = ["kern", "liga", "tnum", "mark", "mkmk", "ccmp", "locl"]
ENGLISH = {*range(0x20, 0x7F), 0xA0, 0xB7, 0xD7, *range(0x2010, 0x2030), 0x20AC, 0x2212, 0x2713}
LATIN = ENGLISH | {*range(0xA0, 0x180)}
RUSSIAN = {*range(0x400, 0x460), 0x490, 0x491, 0x2116, 0xAB, 0xBB}
WEB_PARTS = {"": ENGLISH, "-more": LATIN - ENGLISH - RUSSIAN, "-russian": RUSSIAN}
"""What pages need over the wire: every page the first part, with the signs we use; names that people write
may need the second, pages in Russian the third, with its quotation marks. The stylesheet names the same
characters. Other scripts fall back. A part with other characters than before takes another name: what was
made is kept.
"""
PRINTED = LATIN | {*range(0x180, 0x530), *range(0x1E00, 0x2200)}
"""What sheets can print: Latin, Greek, Cyrillic and their extensions, marks and signs."""


@dataclass(frozen=True)
class Face:
    """A font file by the family and weight (or range of weights) it is for."""

    family: str
    weight: str
    url: str


def sheet_faces(folder: Path, others: frozenset[int] = frozenset()) -> Iterator[Face]:
    """The faces that a sheet is set in: the family's, and what characters beyond it need."""
    for weight in WEIGHTS:
        yield Face(FAMILY, str(weight), sheet_font(weight, folder).as_uri())
    if not others.isdisjoint(_other_characters()):
        for family, weights, path in OTHER_FACES:
            yield Face(family, weights, path.as_uri())
    for family, font in fallback_fonts.fallback_fonts(others - _other_characters()):
        data = base64.b64encode(font).decode()
        yield Face(family, "400", f"data:font/sfnt;base64,{data}")


def beyond_family(text: str, folder: Path) -> frozenset[int]:
    """The characters of the text that show something, and that the family lacks."""
    own = _family_characters(folder)
    signs = (sign for sign in set(text) if ord(sign) not in own)
    return frozenset(ord(sign) for sign in signs if fallback_fonts.needs_font(sign))


def printable(text: str, folder: Path) -> str:
    """The text with a visible substitute for each character that no font has."""
    known = _other_characters()
    unknown = [
        code
        for code in beyond_family(text, folder)
        if code not in known and fallback_fonts.font_of(code) is None
    ]
    return text.translate(dict.fromkeys(unknown, fallback_fonts.SUBSTITUTE))


@cache
def _family_characters(folder: Path) -> frozenset[int]:
    return frozenset(TTFont(sheet_font(WEIGHTS[0], folder), lazy=True).getBestCmap())


@cache
def _other_characters() -> frozenset[int]:
    """What the faces for Hebrew and Arabic have."""
    return frozenset(
        code for _, _, path in OTHER_FACES for code in TTFont(path, lazy=True).getBestCmap()
    )


def sheet_font(weight: int, folder: Path) -> Path:
    """The TrueType file of one weight with all that sheets can print; made at the first call."""
    return _made_once(folder / f"sheet-{version(PACKAGE)}-{weight}.ttf", partial(_cut, weight))


def web_font(weight: int, part: str, folder: Path) -> Path:
    """The WOFF2 file of one weight with one of `WEB_PARTS`; made at the first call."""
    make = partial(_cut_for_web, weight, part, folder)
    return _made_once(folder / f"web-{version(PACKAGE)}-{weight}{part or '-english'}.woff2", make)


def _cut(weight: int) -> TTFont:
    """One weight of the family, subset first: that is the quick order."""
    font = TTFont(VARIABLE_FONT, recalcTimestamp=False)
    _keep(font, PRINTED)
    return instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)


def _cut_for_web(weight: int, part: str, folder: Path) -> TTFont:
    font = TTFont(sheet_font(weight, folder), recalcTimestamp=False)
    _keep(font, WEB_PARTS[part])
    font.flavor = "woff2"
    return font


def _keep(font: TTFont, characters: set[int]) -> None:
    """Drop every glyph that none of the characters needs."""
    subsetter = subset.Subsetter(subset.Options(layout_features=FEATURES))
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def _made_once(path: Path, make: Callable[[], TTFont]) -> Path:
    """The file at `path`, made if missing.

    It is written under another name and then moved, so that no reader sees half of it; when the disk is
    full nothing is left. Raises `OSError`.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        font = make()
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                font.save(file)
                file.flush()
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    return path
