"""What a person typed that is not saved yet, because of another tab or the end of their session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django_htmx.http import HttpResponseClientRedirect

from programs.builder.commands import UI_COMMANDS, EditorCommand
from programs.builder.editor import InvalidEditError, WorkoutEditor, changes_since
from programs.forms.workouts import DetailsForm, DoseForm
from programs.models import Workout

STASH_SESSION_KEY = "typed"
"""Where the session keeps what somebody typed while they sign in again."""

MAX_STASHED_CHARACTERS = 40_000
SIGNING_SALT = "builder"
COMMAND_LABELS = {
    "up": "Move {} up",
    "down": "Move {} down",
    "move": "Move {}",
    "duplicate": "Duplicate {}",
    "remove": "Remove {}",
    "join": "Make a superset of {} and the next exercise",
    "leave": "Do {} by itself",
    "swap": "Swap {}",
    "change": "Change {}",
    "add": "Add an exercise",
    "undo": "Bring back what was removed",
    "shift": "Move a session",
    "dismiss": "Dismiss a piece of advice",
    "recall": "Show all advice again",
}


@dataclass(frozen=True)
class EditConflict:
    """A post that was not carried out. `differences` are labels with what is now and what was typed."""

    data: QueryDict
    expired: bool
    changes: list[str]
    deed: str
    differences: list[tuple[str, str, str]]
    possible: bool

    def fields(self) -> list[tuple[str, str]]:
        """The post's fields, to send them again."""
        left_out = {"csrfmiddlewaretoken", "revision"}
        return [
            (name, str(value))
            for name, values in self.data.lists()
            if name not in left_out
            for value in values
        ]


def conflict_of(
    workout: Workout, order: EditorCommand, form: Any, data: QueryDict, *, expired: bool
) -> EditConflict:
    """What the post would do to the workout as it is now; `form` is the open one, filled, or None."""
    sent = data.get("revision", "")
    revision = int(sent) if sent.isdecimal() and len(sent) < 10 else workout.revision
    opened = data.get("open", "")
    deed, possible = _command_label(order, WorkoutEditor(workout))
    lost = bool(opened) and form is None
    return EditConflict(
        data=data,
        expired=expired,
        changes=changes_since(workout, revision),
        deed=deed,
        differences=_typed(data) if lost else _differences(workout, form),
        possible=possible and not lost,
    )


def _command_label(order: EditorCommand, builder: WorkoutEditor) -> tuple[str, bool]:
    """The order in words, and whether it can still be done."""
    if order.verb in UI_COMMANDS or order.verb not in COMMAND_LABELS:
        return "", True
    words = COMMAND_LABELS[order.verb]
    if "{}" not in words:
        return words, True
    try:
        return words.format(builder.item(order.number(0)).exercise.name), True
    except InvalidEditError:
        return words.format("an exercise that was removed meanwhile"), False


def _differences(workout: Workout, form: Any) -> list[tuple[str, str, str]]:
    if isinstance(form, DetailsForm):
        now = Workout.objects.get(pk=workout.pk)
        return [
            (str(form[name].label), str(getattr(now, name)), str(form[name].value() or ""))
            for name in form.changed_data
        ]
    if isinstance(form, DoseForm):
        valid = form.is_valid()
        if valid and not form.is_touched():
            return []
        now_item = WorkoutEditor(workout).item(form.instance.pk)
        yours = form.instance.line() if valid else f"{now_item.exercise}: {form['line'].value()}"
        return [("Dose", now_item.line(), yours)]
    return []


def _typed(data: QueryDict) -> list[tuple[str, str, str]]:
    """What was typed about an exercise that is there no more."""
    line = data.get("dose-line", "")
    note = data.get("dose-note", "")
    return [
        (label, "removed meanwhile", text)
        for label, text in (("Dose", line), ("Note", note))
        if text
    ]


# --- the end of a session -------------------------------------------------------------------------


def ownership_token(request: HttpRequest, workout: Workout) -> str:
    """Proof that this page was made for the workout's owner; empty for guests."""
    if not request.user.is_authenticated:
        return ""
    return signing.dumps(str(workout.uuid), salt=SIGNING_SALT)


def stash_post(request: HttpRequest, uuid: UUID) -> HttpResponse | None:
    """Keep a post whose sender is signed out by now, and ask them to sign in; None for all others."""
    if request.user.is_authenticated or not request.POST.get("seal"):
        return None
    try:
        sealed = signing.loads(request.POST["seal"], salt=SIGNING_SALT)
    except signing.BadSignature:
        return None
    if sealed != str(uuid):
        return None
    data = request.POST.urlencode()
    if len(data) <= MAX_STASHED_CHARACTERS:
        request.session[STASH_SESSION_KEY] = {"uuid": str(uuid), "data": data}
    response = redirect_to_login(request.path)
    is_htmx = request.headers.get("HX-Request") == "true"
    return HttpResponseClientRedirect(response["Location"]) if is_htmx else response


def pop_stashed_post(request: HttpRequest, workout: Workout) -> QueryDict | None:
    """What was kept for this workout's page, once."""
    kept = request.session.get(STASH_SESSION_KEY)
    if not kept or kept["uuid"] != str(workout.uuid):
        return None
    del request.session[STASH_SESSION_KEY]
    return QueryDict(kept["data"])
