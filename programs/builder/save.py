"""A post of the builder carried out: what was typed is saved, then the button's command is run."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exercises.people import unit_of
from programs.builder.commands import EditorCommand
from programs.builder.editor import InvalidEditError, WorkoutEditor, was_carried_out
from programs.builder.page import open_form, shown_phase
from programs.forms.workouts import DetailsForm, DoseForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from exercises.people import Visitor
    from programs.models import Workout


class StaleRevisionError(Exception):
    """The workout was changed after the page that sent the post was made."""


def save_post(workout: Workout, command: EditorCommand, data: QueryDict, user: Visitor) -> str:
    """Change the workout as the post asks; returns what was done as sentences.

    Call it in a transaction, with the workout loaded `for_editor` and locked. Raises
    `StaleRevisionError`, `InvalidEditError` or `LimitError`; roll the transaction back then.
    """
    post_id = digest_of(data)
    if data.get("revision") != str(workout.revision):
        if was_carried_out(workout, post_id):
            return _("This was saved already")
        raise StaleRevisionError
    opened = data.get("open", "")
    is_dropped = command.verb == "remove" and command.text(0) == opened
    form = None if is_dropped else open_form(workout, opened, data, unit=unit_of(user))
    if form and not form.is_valid():
        raise InvalidEditError(
            _("Nothing is saved yet. Look at the marked fields: what you typed is there.")
        )
    editor = WorkoutEditor(workout, post_id, shown_phase(workout, data.get("phase", "")))
    saved, done = _save_form(editor, form), command.run(editor, user)
    if saved and done:
        both = {"first": saved, "second": done}
        return pgettext("two sentences", "%(first)s. %(second)s") % both
    return saved or done


def digest_of(data: QueryDict) -> str:
    """The same for the same post sent again, because its answer got lost."""
    fields = sorted(
        (name, values) for name, values in data.lists() if name != "csrfmiddlewaretoken"
    )
    return sha256(json.dumps(fields).encode()).hexdigest()[:16]


def _save_form(editor: WorkoutEditor, form: DetailsForm | DoseForm | None) -> str:
    """Save what a valid form changes; returns that as a sentence, empty for nothing."""
    if isinstance(form, DoseForm) and form.is_touched():
        return editor.prescribe(form.instance.pk, form.columns())
    if isinstance(form, DetailsForm) and form.changed_data:
        return editor.describe(**form.changed_values())
    return ""
