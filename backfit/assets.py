"""Static files that are put together from sources: one stylesheet, and the fonts of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from programs.sheets.fonts import WEB_PARTS, WEIGHTS, sheet_font, web_font

WEB_FONTS = {
    f"fonts/latin-{weight}{part}.woff2": (weight, part)
    for weight in (400, 650)
    for part in WEB_PARTS
}
"""Plain text, and one weight for all that is bold, each in two parts."""
LAYERS = ("tokens", "base", "layout", "components", "pages", "print")
"""The cascade layers, weakest first; each is one folder or file of `static/css`."""

CSS = settings.BASE_DIR / "static" / "css"
FONTS = Path(settings.VAR_DIR) / "fonts"


def stylesheet() -> str:
    """All of `static/css` as one text: each layer's files by name, inside `@layer`."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        files = [CSS / f"{layer}.css", *sorted((CSS / layer).glob("*.css"))]
        text = "\n".join(file.read_text("utf-8") for file in files if file.exists())
        parts.append(f"@layer {layer} {{\n{text}\n}}")
    return "\n".join(parts)


class AssetFinder(BaseFinder):
    """Finds the files that are made rather than kept: `css/backfit.css` and `fonts/*.woff2`."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.VAR_DIR) / "assets"
        self.storage = FileSystemStorage(location=str(self.folder))

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The made file's place on disk, or an empty list when it is none of ours."""
        made = {"css/backfit.css": self._make_css}
        made |= dict.fromkeys(WEB_FONTS, self._make_fonts)
        if path not in made:
            return []
        made[path]()
        place = str(self.folder / path)
        return [place] if find_all else place

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every made file, made now, with the storage that reads it.

        The fonts of sheets are made as well: who prints first should not wait for them.
        """
        self._make_css()
        self._make_fonts()
        for weight in WEIGHTS:
            sheet_font(weight, FONTS)
        for path in ["css/backfit.css", *WEB_FONTS]:
            yield path, self.storage

    def _make_css(self) -> None:
        self._write("css/backfit.css", stylesheet().encode())

    def _make_fonts(self) -> None:
        for target, (weight, part) in WEB_FONTS.items():
            if not (self.folder / target).exists():
                made = web_font(weight, part, FONTS)
                self._write(target, made.read_bytes())

    def _write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files with their content's hash in the name, compressed once.

    The imports of our own modules follow the hashed names; scripts that come with packages are left
    as they are, since some of them import names that only their build knows.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
