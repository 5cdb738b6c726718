"""What a person typed that is not saved: because of another tab, or because they were signed out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from programs.builder.commands import EditorCommand
from programs.builder.editor import InvalidEditError, WorkoutEditor, changes_since
from programs.forms.workouts import DetailsForm, DoseForm
from programs.models import Workout

STASH_SESSION_KEY = "typed"
"""Where the session holds what somebody typed while they sign in again."""

MAX_STASHED_CHARACTERS = 40_000
SIGNING_SALT = "builder"
ITEM_COMMAND_LABELS: dict[str, Promise] = {
    "up": gettext_lazy("Move %(name)s up"),
    "down": gettext_lazy("Move %(name)s down"),
    "move": gettext_lazy("Move %(name)s"),
    "duplicate": gettext_lazy("Duplicate %(name)s"),
    "remove": gettext_lazy("Remove %(name)s"),
    "join": gettext_lazy("Make a superset of %(name)s and the next exercise"),
    "leave": gettext_lazy("Do %(name)s by itself"),
    "swap": gettext_lazy("Swap %(name)s"),
    "change": gettext_lazy("Change %(name)s"),
    "phase": gettext_lazy("Choose the phase of %(name)s"),
}
WORKOUT_COMMAND_LABELS: dict[str, Promise] = {
    "add": gettext_lazy("Add an exercise"),
    "undo": gettext_lazy("Bring back what was removed"),
    "shift": gettext_lazy("Move a session"),
    "dismiss": gettext_lazy("Dismiss a piece of advice"),
    "recall": gettext_lazy("Show all advice again"),
}


@dataclass(frozen=True)
class EditConflict:
    """A post that was not carried out.

    `changes` are what happened to the workout since its page was made, `command` what the button
    stands for. `differences` are labels with what is stored now and what was typed.
    """

    data: QueryDict
    expired: bool
    changes: list[str]
    command: str
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
    workout: Workout,
    command: EditorCommand,
    form: DetailsForm | DoseForm | None,
    data: QueryDict,
    *,
    expired: bool = False,
) -> EditConflict:
    """What the post would do to the workout as it is now; `form` is the open one, filled."""
    sent = data.get("revision", "")
    revision = int(sent) if sent.isdecimal() and len(sent) < 10 else workout.revision
    label, possible = _command_label(command, WorkoutEditor(workout))
    item_is_gone = bool(data.get("open")) and form is None
    return EditConflict(
        data=data,
        expired=expired,
        changes=changes_since(workout, revision),
        command=label,
        differences=_typed(data) if item_is_gone else _differences(workout, form),
        possible=possible and not item_is_gone,
    )


def _command_label(command: EditorCommand, editor: WorkoutEditor) -> tuple[str, bool]:
    """What the command does, and whether it can still be done."""
    if command.verb not in ITEM_COMMAND_LABELS:
        return str(WORKOUT_COMMAND_LABELS.get(command.verb, "")), True
    label = str(ITEM_COMMAND_LABELS[command.verb])
    try:
        return label % {"name": editor.item(command.number(0)).exercise.name}, True
    except InvalidEditError:
        return label % {"name": _("an exercise that was removed meanwhile")}, False


def _differences(
    workout: Workout, form: DetailsForm | DoseForm | None
) -> list[tuple[str, str, str]]:
    """What the form would change: its label, what is stored now, and what was typed."""
    if isinstance(form, DetailsForm):
        return [
            (str(form[name].label), str(getattr(workout, name)), str(form[name].value() or ""))
            for name in form.changed_data
        ]
    if isinstance(form, DoseForm):
        valid = form.is_valid()
        if valid and not form.is_touched():
            return []
        now = WorkoutEditor(workout).item(form.instance.pk)
        typed = (
            form.instance.line(form.unit) if valid else f"{now.exercise}: {form['line'].value()}"
        )
        return [(_("Dose"), now.line(form.unit), typed)]
    return []


def _typed(data: QueryDict) -> list[tuple[str, str, str]]:
    """What was typed about an exercise that is no longer in the workout."""
    fields = [(_("Dose"), data.get("dose-line", "")), (_("Note"), data.get("dose-note", ""))]
    return [(label, _("removed meanwhile"), text) for label, text in fields if text]


# --- signed out while typing ----------------------------------------------------------------------


def ownership_token(request: HttpRequest, workout: Workout) -> str:
    """Proof that this page was made for the workout's owner; empty for guests."""
    if not request.user.is_authenticated:
        return ""
    return signing.dumps(str(workout.uuid), salt=SIGNING_SALT)


def stash_post(request: HttpRequest, uuid: UUID) -> HttpResponse | None:
    """Hold a post whose sender was signed out, and ask them to sign in; None for all other posts."""
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
    """The post that is held for this workout's page, once."""
    stashed = request.session.get(STASH_SESSION_KEY)
    if not stashed or stashed["uuid"] != str(workout.uuid):
        return None
    del request.session[STASH_SESSION_KEY]
    return QueryDict(stashed["data"])
