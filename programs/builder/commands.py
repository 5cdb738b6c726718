"""What a button of the builder asks for: a verb with arguments, which the workout's editor carries out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from exercises.models import Exercise
from exercises.models.prescription import PRESCRIPTION_COLUMNS
from programs.builder.editor import InvalidEditError, WorkoutEditor
from programs.coach import Advice
from programs.forms.schedules import MoveOccurrenceForm
from programs.models import Schedule
from programs.models.occurrence import long_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import QueryDict

    from exercises.people import Visitor

MAX_COMMAND_LENGTH = 200
NUMBERS = re.compile(r"\d{1,9}\Z", re.ASCII)
UI_COMMANDS = {"save", "open", "close", "preview", "search"}
"""Verbs that change only what the page shows; like all others they save what was typed."""


@dataclass(frozen=True)
class EditorCommand:
    """The value of a button: `up.12` is the verb `up` for item 12, arguments follow full stops."""

    verb: str
    arguments: tuple[str, ...] = ()
    section: str = "main"
    """Where an exercise is added when the command does not say."""

    @classmethod
    def from_post(cls, data: QueryDict) -> EditorCommand:
        """The command in the field `do`; without one, what was typed is saved."""
        verb, *arguments = data.get("do", "save")[:MAX_COMMAND_LENGTH].split(".")
        return cls(verb, tuple(arguments), data.get("section", "main"))

    def text(self, index: int, default: str = "") -> str:
        """The argument at this index."""
        return self.arguments[index] if index < len(self.arguments) else default

    def number(self, index: int) -> int:
        """The argument at this index as a number. Raises `InvalidEditError` when it is none."""
        text = self.text(index)
        if not NUMBERS.match(text):
            raise invalid_command()
        return int(text)

    def run(self, editor: WorkoutEditor, user: Visitor) -> str:
        """Carry the command out; returns what was done as a sentence.

        Raises `InvalidEditError` or `LimitError`.
        """
        if self.verb in UI_COMMANDS:
            return ""
        if self.verb not in COMMANDS:
            raise invalid_command()
        return COMMANDS[self.verb](self, editor, user)

    def open_after(self, open_before: str) -> str:
        """Whose form is open after the command: an item's key, `details` or none."""
        if self.verb in {"save", "close"}:
            return ""
        if self.verb == "remove" and self.text(0) == open_before:
            return ""
        return self.text(0) if self.verb == "open" else open_before


def invalid_command() -> InvalidEditError:
    """The error for what no page of ours sends."""
    return InvalidEditError(_("This page sent something that makes no sense. Please try again."))


def _add(command: EditorCommand, editor: WorkoutEditor, user: Visitor) -> str:
    """`add.deadlift`, or `add.deadlift.main.2`."""
    section = command.text(1) or command.section
    to = command.number(2) if command.text(2) else None
    return editor.add(find_exercise(user, command.text(0)), section, to)


def _change(command: EditorCommand, editor: WorkoutEditor) -> str:
    """`change.12.reps_min=8.reps_max=12`."""
    pairs = [argument.partition("=") for argument in command.arguments[1:]]
    if not all(
        name in PRESCRIPTION_COLUMNS and NUMBERS.match(value) for name, _sep, value in pairs
    ):
        raise invalid_command()
    columns = {name: int(value) for name, _sep, value in pairs}
    return editor.prescribe(command.number(0), columns)


def _move(command: EditorCommand, editor: WorkoutEditor) -> str:
    """`move.12.main.2`: the index counts the items that are shown."""
    pk, section = command.number(0), command.text(1)
    return editor.move(pk, section, editor.index_of_shown(pk, section, command.number(2)))


def _move_occurrence(command: EditorCommand, user: Visitor) -> str:
    """`shift.uid.2026-12-07.2026-12-08`: move the session planned for the first day to the second."""
    names = ("uid", "original", "day")
    form = MoveOccurrenceForm(dict(zip(names, command.arguments, strict=False)))
    if not form.is_valid():
        raise invalid_command()
    uid, original, day = (form.cleaned_data[name] for name in names)
    try:
        schedule = Schedule.objects.owned_by(user).active().get(uid=uid)
        occurrence = schedule.occurrence_on(original)
    except (Schedule.DoesNotExist, LookupError) as error:
        raise InvalidEditError(_("This session is not planned any more.")) from error
    occurrence.move(day, occurrence.clock)
    return _("Moved the session to %(day)s") % {"day": long_day(day)}


COMMANDS: dict[str, Callable[[EditorCommand, WorkoutEditor, Visitor], str]] = {
    "add": _add,
    "change": lambda command, editor, _user: _change(command, editor),
    "move": lambda command, editor, _user: _move(command, editor),
    "phase": lambda command, editor, _user: editor.put_in_phase(
        command.number(0), command.number(1) if command.text(1) else None
    ),
    "up": lambda command, editor, _user: editor.move_up(command.number(0)),
    "down": lambda command, editor, _user: editor.move_down(command.number(0)),
    "duplicate": lambda command, editor, _user: editor.duplicate(command.number(0)),
    "remove": lambda command, editor, _user: editor.remove(command.number(0)),
    "undo": lambda _command, editor, _user: editor.restore(),
    "join": lambda command, editor, _user: editor.join(command.number(0)),
    "leave": lambda command, editor, _user: editor.leave(command.number(0)),
    "swap": lambda command, editor, user: editor.swap(
        command.number(0), find_exercise(user, command.text(1))
    ),
    "shift": lambda command, _editor, user: _move_occurrence(command, user),
    "dismiss": lambda command, editor, _user: editor.dismiss(command.text(0)),
    "recall": lambda _command, editor, _user: editor.restore_advice(),
}


def find_exercise(user: Visitor, slug: str) -> Exercise:
    """The exercise with this slug. Raises `InvalidEditError` when the person can see none."""
    exercise = (
        Exercise.objects.visible_to(user).select_related("body_part").filter(slug=slug).first()
    )
    if exercise is None:
        raise InvalidEditError(_("There is no exercise “%(slug)s”.") % {"slug": slug})
    return exercise


def fix_command(advice: Advice, sections: dict[int | str, str]) -> str:
    """The command of the advice's fix, as a button's value; empty when there is no fix.

    `sections` are those of the workout's items: a move stays within the item's section.
    """
    fix = advice.fix
    if fix is None:
        return ""
    if fix.kind == "add":
        return f"add.{fix.exercise}.{fix.section}.{fix.to}"
    if fix.kind == "move" and fix.item is not None:
        return f"move.{fix.item}.{sections[fix.item]}.{fix.to}"
    if fix.kind == "change":
        columns = ".".join(f"{name}={value}" for name, value in fix.columns.items())
        return f"change.{fix.item}.{columns}"
    if fix.kind == "swap":
        return f"swap.{fix.item}.{fix.exercise}"
    return f"{fix.kind}.{fix.item}"
