"""What a button of the builder asks for: a verb and its arguments, done by the workout's builder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict

from exercises.models import Exercise
from exercises.models.prescription import PRESCRIPTION_COLUMNS
from programs.builder.editor import InvalidEditError, WorkoutEditor
from programs.coach import Advice, Fix
from programs.forms.schedules import MoveOccurrenceForm
from programs.models import Schedule
from programs.models.occurrence import long_day

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = re.compile(r"\d{1,9}\Z", re.ASCII)
UI_COMMANDS = {"save", "open", "close", "preview", "search"}
"""Verbs that change the page alone; what was typed is saved with all of them."""


@dataclass(frozen=True)
class EditorCommand:
    """`up.12` is the verb `up` about item 12; further arguments follow, parted by full stops."""

    verb: str
    arguments: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: QueryDict) -> EditorCommand:
        """The order in a post's `do`; without one, what was typed is saved."""
        verb, *arguments = data.get("do", "save")[:200].split(".")
        return cls(verb, tuple(arguments))

    def text(self, index: int, default: str = "") -> str:
        """The argument at that place."""
        return self.arguments[index] if index < len(self.arguments) else default

    def number(self, index: int) -> int:
        """The argument at that place, a number. Raises `RefusedError` when it is none."""
        text = self.text(index)
        if not NUMBERS.match(text):
            raise InvalidEditError(
                "This page sent something that makes no sense. Please try again."
            )
        return int(text)

    def do(self, builder: WorkoutEditor, request: HttpRequest) -> str:
        """Do it; returns what was done in a sentence. Raises `RefusedError` or `LimitError`."""
        if self.verb in UI_COMMANDS:
            return ""
        if self.verb not in COMMANDS:
            raise InvalidEditError(
                "This page sent something that makes no sense. Please try again."
            )
        return COMMANDS[self.verb](self, builder, request)

    def add(self, builder: WorkoutEditor, request: HttpRequest) -> str:
        section = self.text(1) or request.POST.get("section", "main")
        to = self.number(2) if self.text(2) else None
        return builder.add(known_exercise(request, self.text(0)), section, to)

    def shift(self, request: HttpRequest) -> str:
        """`shift.uid.2026-12-07.2026-12-08`: move the session planned for the one day to the other."""
        form = MoveOccurrenceForm(
            dict(zip(("uid", "original", "day"), self.arguments, strict=False))
        )
        if not form.is_valid():
            raise InvalidEditError(
                "This page sent something that makes no sense. Please try again."
            )
        try:
            schedule = (
                Schedule.objects.owned_by(request.user).active().get(uid=form.cleaned_data["uid"])
            )
            session = schedule.occurrence_on(form.cleaned_data["original"])
        except (Schedule.DoesNotExist, LookupError) as error:
            raise InvalidEditError("This session is not planned any more.") from error
        session.move(form.cleaned_data["day"], session.clock)
        return f"Moved the session to {long_day(form.cleaned_data['day'])}"

    def change(self, builder: WorkoutEditor) -> str:
        """`change.12.reps_min=8.reps_max=12`."""
        pairs = [argument.partition("=") for argument in self.arguments[1:]]
        if not all(p[0] in PRESCRIPTION_COLUMNS and NUMBERS.match(p[2]) for p in pairs):
            raise InvalidEditError(
                "This page sent something that makes no sense. Please try again."
            )
        return builder.prescribe(self.number(0), {name: int(value) for name, _, value in pairs})


COMMANDS: dict[str, Callable[[EditorCommand, WorkoutEditor, HttpRequest], str]] = {
    "add": lambda order, builder, request: order.add(builder, request),
    "change": lambda order, builder, _: order.change(builder),
    "move": lambda order, builder, _: builder.move(order.number(0), order.text(1), order.number(2)),
    "up": lambda order, builder, _: builder.move_up(order.number(0)),
    "down": lambda order, builder, _: builder.move_down(order.number(0)),
    "duplicate": lambda order, builder, _: builder.duplicate(order.number(0)),
    "remove": lambda order, builder, _: builder.remove(order.number(0)),
    "undo": lambda _order, builder, _: builder.restore(),
    "join": lambda order, builder, _: builder.join(order.number(0)),
    "leave": lambda order, builder, _: builder.leave(order.number(0)),
    "swap": lambda order, builder, request: builder.swap(
        order.number(0), known_exercise(request, order.text(1))
    ),
    "shift": lambda order, _builder, request: order.shift(request),
    "dismiss": lambda order, builder, _: builder.dismiss(order.text(0)),
    "recall": lambda _order, builder, _: builder.recall_advice(),
}


def known_exercise(request: HttpRequest, slug: str) -> Exercise:
    """The exercise with this slug. Raises `RefusedError` when the person can see none."""
    exercise = Exercise.objects.visible_to(request.user).filter(slug=slug).first()
    if exercise is None:
        raise InvalidEditError(f"There is no exercise “{slug}”.")
    return exercise


def read_command(fix: Fix) -> str:
    """The order that a fix of the coach stands for, as a button's value."""
    if fix.kind == "add":
        return f"add.{fix.exercise}.{fix.section}.{fix.to}"
    if fix.kind == "change":
        columns = ".".join(f"{name}={value}" for name, value in fix.columns.items())
        return f"change.{fix.item}.{columns}"
    if fix.kind == "swap":
        return f"swap.{fix.item}.{fix.exercise}"
    return f"{fix.kind}.{fix.item}"


def fix_command(advice: Advice, sections: dict[int | str, str]) -> str:
    """The order of a piece of advice's fix; a move stays in the item's section."""
    fix = advice.fix
    if fix is None:
        return ""
    if fix.kind == "move" and fix.item is not None:
        return f"move.{fix.item}.{sections[fix.item]}.{fix.to}"
    return read_command(fix)
