"""The form of a sheet's options; its fields are the parameters of `sheet.pdf`, `sheet.png`, `sheet/`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exercises.formats import or_list
from programs.phases import NumberedPhase
from programs.sheets.options import SheetOptions

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

YES_NO = [("1", _("Yes")), ("0", _("No"))]
LAYOUTS = [
    ("sheet", _("Sheet: pictures, doses, boxes")),
    ("poster", _("Poster: big pictures, few words")),
    ("pocket", _("Pocket: fold it for the gym bag")),
    ("logbook", _("Log book: a page a week")),
]


class DescribedChoiceField(forms.ChoiceField):
    """A choice whose errors say what may be written: `wrong` names the `value` and the `choices`."""

    def __init__(
        self, choices: Sequence[tuple[str, StrPromise | str]], wrong: StrPromise, **kwargs: Any
    ) -> None:
        super().__init__(
            choices=choices, error_messages={"required": _("Choose one of these.")}, **kwargs
        )
        self.wrong = wrong
        self.values = [value for value, _label in choices]

    def validate(self, value: str) -> None:
        """Raises `ValidationError` with the values that may be written."""
        forms.Field.validate(self, value)
        if not self.valid_value(value):
            values = {
                "value": value,
                "choices": or_list(self.values),
            }
            raise forms.ValidationError(self.wrong, code="invalid_choice", params=values)


NO_ANSWER = _("“%(value)s” is not an answer: write %(choices)s.")


class SheetForm(forms.Form):
    """How a sheet is printed."""

    layout = DescribedChoiceField(
        LAYOUTS,
        _("“%(value)s” is not a layout: write %(choices)s."),
        label=_("Layout"),
        widget=forms.RadioSelect,
    )
    paper = DescribedChoiceField(
        [("a4", "A4"), ("letter", _("US Letter"))],
        _("“%(value)s” is not a paper: write %(choices)s."),
        label=_("Paper"),
    )
    weeks = forms.IntegerField(label=_("Weeks to fill in"), min_value=1, max_value=8)
    pictures = DescribedChoiceField(YES_NO, NO_ANSWER, label=_("Pictures"))
    figure = DescribedChoiceField(
        [("man", pgettext_lazy("figure", "Man")), ("woman", pgettext_lazy("figure", "Woman"))],
        _("“%(value)s” is not a figure: write %(choices)s."),
        label=_("Figure"),
    )
    bw = DescribedChoiceField(
        [("0", _("Colour")), ("1", _("Black and white"))], NO_ANSWER, label=_("Ink")
    )
    large = DescribedChoiceField(
        [("0", _("Normal")), ("1", _("Large"))],
        NO_ANSWER,
        label=pgettext_lazy("size of letters", "Print"),
    )
    safety = DescribedChoiceField(YES_NO, NO_ANSWER, label=_("When to stop"))
    name = DescribedChoiceField(YES_NO, NO_ANSWER, label=_("Line for a name"))
    units = DescribedChoiceField(
        [("kg", _("Kilograms")), ("lb", _("Pounds"))],
        _("“%(value)s” is not a unit: write %(choices)s."),
        label=_("Loads in"),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        phases: Sequence[NumberedPhase] = (),
        **kwargs: Any,
    ) -> None:
        """`phases` are those of what is printed; without any there is no choice of one."""
        super().__init__(data, auto_id="print-%s", **kwargs)
        if phases:
            self.fields["phase"] = forms.ChoiceField(
                label=_("Phase"),
                required=False,
                choices=[("", _("All phases")), *((str(p.number), p.label) for p in phases)],
                error_messages={"invalid_choice": _("There is no such phase.")},
            )

    @staticmethod
    def defaults(
        *,
        paper: str,
        units: str = "kg",
        layout: str = "sheet",
        phase: str = "",
        figure: str = "man",
    ) -> dict[str, Any]:
        """Values for the parameters that are not given."""
        return {
            "phase": phase,
            "layout": layout,
            "paper": paper,
            "weeks": "4",
            "pictures": "1",
            "bw": "0",
            "large": "0",
            "safety": "1",
            "name": "1",
            "units": units,
            "figure": figure,
        }

    @property
    def phase(self) -> int | None:
        """The number of the phase that the valid form asks for; None for all."""
        number = self.cleaned_data.get("phase", "")
        return int(number) if number else None

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
            figure=data["figure"],
        )
