"""Colour roles. The screen colours stand out from a light tint (#e6efed) and from a dark card (#1f2b2c).

Arms are a little lighter than legs, as sleeves are than shirts: so a hand on a knee is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["colour", "print"]

# fmt: off
_COLOUR = {
    "skin": "#d99a72", "skin-far": "#c9ab98", "arm": "#e2a982", "arm-far": "#c9ab98",
    "neck": "#c98a63", "neck-far": "#c98a63", "ear": "#c98a63",
    "crease": "#a96b48", "crease-far": "#a98a78", "blush": "#e08d73",
    "lips": "#a4513f", "ink": "#3a2b26", "hair": "#7a5340",
    "dark-hair": "#5a3128", "fold": "#236a6e", "shirt": "#2f8084", "placket": "#8fc1bf",
    "sleeve": "#378a8e", "sleeve-far": "#7fa9a9", "shorts": "#33597a", "shorts-far": "#7f95a6",
    "shoe": "#53657a", "shoe-far": "#8a97a4", "sole": "#f1f4f2", "sole-far": "#d5dcda",
    "ground": "#a3b7b3", "mat": "#86b3a6", "mat-edge": "#6d9c8f", "steel": "#83979c",
    "steel-dark": "#64787d", "plate": "#5d7076", "plate-ring": "#7f9197", "pad": "#b5674a",
    "pad-edge": "#8f4f38", "wood": "#c29a6b", "wood-dark": "#a37e52", "ball": "#8d94c4",
    "ball-light": "#a6accf", "strap": "#c9962b", "strap-dark": "#7b6a3a", "band": "#c0507f",
    "arrow": "#d0661f",
}

_PRINT = {
    "skin": "#ffffff", "skin-far": "#f1f1f1", "arm": "#ffffff", "arm-far": "#f1f1f1",
    "neck": "#ffffff", "neck-far": "#f1f1f1", "ear": "#ffffff",
    "crease": "#555555", "crease-far": "#999999", "blush": "", "lips": "#333333",
    "ink": "#111111", "hair": "#4a4a4a",
    "dark-hair": "#333333", "fold": "#7d7d7d", "shirt": "#b4b4b4", "sleeve": "#c4c4c4", "placket": "#5a5a5a",
    "sleeve-far": "#dcdcdc", "shorts": "#6a6a6a", "shorts-far": "#b9b9b9", "shoe": "#3c3c3c",
    "shoe-far": "#a0a0a0", "sole": "#ffffff", "sole-far": "#ffffff", "ground": "#a8a8a8",
    "mat": "#d9d9d9", "mat-edge": "#7d7d7d", "steel": "#a5a5a5", "steel-dark": "#7d7d7d",
    "plate": "#8a8a8a", "plate-ring": "#b5b5b5", "pad": "#9a9a9a", "pad-edge": "#747474",
    "wood": "#d2d2d2", "wood-dark": "#aaaaaa", "ball": "#dedede", "ball-light": "#ececec",
    "strap": "#6e6e6e", "strap-dark": "#4d4d4d", "band": "#555555", "arrow": "#111111",
}
# fmt: on


@dataclass(frozen=True)
class Theme:
    """Colours by role; `outline` (colour, width in world units) is drawn around each layer when it is set."""

    colours: dict[str, str]
    outline: tuple[str, float] | None

    def colour(self, role: str) -> str:
        return self.colours.get(role) or self.colours.get(role.removesuffix("-far"), "")


THEMES: dict[ThemeName, Theme] = {
    "colour": Theme(_COLOUR, None),
    "print": Theme(_PRINT, ("#222222", 0.7)),
}
