"""Fonts for what the text family lacks: emoji, Chinese, Japanese, Korean, and many other scripts.

They are Noto's, from the packages manimgx-fonts and manimgx-fonts-cjk. Together they are too large to be read for
each sheet, so those characters that a sheet has are cut out of them, in one weight. What no font has
is shown as an empty square.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from unicodedata import category

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PACKAGES = ("manimgx-fonts", "manimgx-fonts-cjk")
REGULAR = {"wght": 400}
SUBSTITUTE = "\u25a1"
"""An empty square."""
INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}
"""General categories of characters that show nothing by themselves (Unicode, chapter 4.5)."""
SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Variation selectors: they choose how the character before them looks."""

_scripts = Path(str(files("manimgx_fonts")))
SCRIPT_FONTS = [
    *sorted(path for path in _scripts.glob("NotoSans*.ttf") if "Italic" not in path.name),
    _scripts / "NotoEmoji[wght].ttf",
]
CJK_FONT = Path(str(files("manimgx_fonts_cjk"))) / "NotoSansCJK-VF.otf.ttc"


def needs_font(sign: str) -> bool:
    """Whether the character shows something."""
    return category(sign) not in INVISIBLE and not any(ord(sign) in each for each in SELECTORS)


def fallback_fonts(characters: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """Fonts, each with a family name of its own, that have those of the characters that any font has."""
    wanted: dict[Path, set[int]] = defaultdict(set)
    for code in characters:
        if path := font_of(code):
            wanted[path].add(code)
    for path, codes in sorted(wanted.items()):
        font = _redrawn(codes) if path == CJK_FONT else _cut(path, codes)
        file = io.BytesIO()
        font.save(file)
        yield path.name.partition("[")[0].partition("-")[0], file.getvalue()


def font_of(code: int) -> Path | None:
    """The font that has the character; None when none has it."""
    return _script_characters().get(code) or (CJK_FONT if code in _cjk_characters() else None)


@cache
def _script_characters() -> dict[int, Path]:
    """Of each character the first of `SCRIPT_FONTS` that has it."""
    found: dict[int, Path] = {}
    for path in reversed(SCRIPT_FONTS):
        found |= dict.fromkeys(TTFont(path, lazy=True).getBestCmap(), path)
    return found


@cache
def _cjk_characters() -> dict[int, str]:
    """Of each character of the font for Chinese, Japanese and Korean its glyph."""
    names: dict[int, str] = TTFont(CJK_FONT, fontNumber=0, lazy=True).getBestCmap()
    return names


def _cut(path: Path, codes: set[int]) -> TTFont:
    """The characters with all that joins and places them, which their scripts need."""
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(subset.Options(layout_features=["*"]))
    subsetter.populate(unicodes={*codes, 0x20, 0x200C, 0x200D, 0x25CC, 0xFE0F})
    subsetter.subset(font)
    return instancer.instantiateVariableFont(font, REGULAR, inplace=True)


def _redrawn(codes: set[int]) -> TTFont:
    """The characters as a font of their outlines alone, which these scripts can do with.

    To make the large font static takes minutes, to draw some hundreds of its glyphs a second.
    """
    source = TTFont(CJK_FONT, fontNumber=0, lazy=True)
    names = {code: _cjk_characters()[code] for code in sorted(codes | {0x20, 0xA0})}
    order = list(dict.fromkeys([".notdef", *names.values()]))
    glyphs = source.getGlyphSet(location=REGULAR)
    outlines, widths = {}, {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        outlines[name] = pen.getCharString()
        widths[name] = (round(glyphs[name].width), 0)
    made = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    made.setupGlyphOrder(order)
    made.setupCharacterMap(names)
    made.setupCFF("Backfit-CJK", {}, outlines, {})
    made.setupHorizontalMetrics(widths)
    heights = {"ascent": source["hhea"].ascent, "descent": source["hhea"].descent}
    made.setupHorizontalHeader(**heights)
    made.setupOS2(
        sTypoAscender=heights["ascent"],
        sTypoDescender=heights["descent"],
        usWinAscent=heights["ascent"],
        usWinDescent=-heights["descent"],
    )
    made.setupNameTable({"familyName": "Backfit CJK", "styleName": "Regular"})
    made.setupPost()
    return made.font
