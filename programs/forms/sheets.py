"""The form of a sheet's options; its fields are the parameters of `sheet.pdf`, `sheet.png`, `sheet/`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from programs.sheets.options import SheetOptions

YES_NO = [("1", "Yes"), ("0", "No")]
LAYOUT_WORDS = [
    ("sheet", "Sheet: pictures, doses, boxes"),
    ("poster", "Poster: big pictures, few words"),
    ("pocket", "Pocket: fold it for the gym bag"),
    ("logbook", "Log book: a page a week"),
]


class DescribedChoiceField(forms.ChoiceField):
    """A choice whose error says what may be written."""

    def __init__(self, choices: list[tuple[str, str]], what: str, **kwargs: Any) -> None:
        values = [value for value, _ in choices]
        may = f"{', '.join(values[:-1])} or {values[-1]}"
        messages = {
            "invalid_choice": f"“%(value)s” is not {what}: write {may}.",
            "required": f"Choose {what}.",
        }
        super().__init__(choices=choices, error_messages=messages, **kwargs)


class SheetForm(forms.Form):
    """How a sheet is printed."""

    layout = DescribedChoiceField(
        LAYOUT_WORDS, "a layout", label="Layout", widget=forms.RadioSelect
    )
    paper = DescribedChoiceField([("a4", "A4"), ("letter", "US Letter")], "a paper", label="Paper")
    weeks = forms.IntegerField(label="Weeks to fill in", min_value=1, max_value=8)
    pictures = DescribedChoiceField(YES_NO, "an answer", label="Pictures")
    bw = DescribedChoiceField([("0", "Colour"), ("1", "Black and white")], "an answer", label="Ink")
    large = DescribedChoiceField([("0", "Normal"), ("1", "Large")], "an answer", label="Print")
    safety = DescribedChoiceField(YES_NO, "an answer", label="When to stop")
    name = DescribedChoiceField(YES_NO, "an answer", label="Line for a name")
    units = DescribedChoiceField(
        [("kg", "Kilograms"), ("lb", "Pounds")], "a unit", label="Loads in"
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="print-%s", **kwargs)

    @staticmethod
    def defaults(*, paper: str, units: str = "kg", layout: str = "sheet") -> dict[str, Any]:
        """Values for the parameters that are not given."""
        return {
            "layout": layout,
            "paper": paper,
            "weeks": "4",
            "pictures": "1",
            "bw": "0",
            "large": "0",
            "safety": "1",
            "name": "1",
            "units": units,
        }

    def options(self) -> SheetOptions:
        """The valid form's answer."""
        data = self.cleaned_data
        return SheetOptions(
            layout=data["layout"],
            paper=data["paper"],
            weeks=data["weeks"],
            pictures=data["pictures"] == "1",
            large=data["large"] == "1",
            black_and_white=data["bw"] == "1",
            safety=data["safety"] == "1",
            name_line=data["name"] == "1",
            unit=data["units"],
        )
