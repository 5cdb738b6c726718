"""One's workouts as files: export as JSON and CSV, import from JSON."""

from __future__ import annotations

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exercises.csrf import csrf_by_origin
from exercises.formats import comma_list
from exercises.models import Exercise
from programs.import_export import (
    MAX_BYTES,
    UnreadableError,
    read_workouts,
    workouts_csv,
    workouts_json,
    workouts_zip,
)
from programs.models import LimitError, Workout, WorkoutItem
from programs.views.guests import check_room, new_workout, own_workouts, person_or_guest
from programs.views.responses import DocumentResponse


class ImportedWorkouts(NamedTuple):
    """What an import made, and the exercises that it left out."""

    workouts: list[Workout]
    left_out: list[str]


class ImportForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


@person_or_guest
@require_safe
def export_json(request: HttpRequest) -> HttpResponse:
    """All of one's workouts, to import here or elsewhere; several files are packed into one."""
    files = workouts_json(_all(request))
    if len(files) > 1:
        return _download(workouts_zip(files), "application/zip", "workouts.zip")
    return _download(files[0], "application/json", "workouts.json")


@person_or_guest
@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """All of one's workouts as a table."""
    return _download(workouts_csv(_all(request)), "text/csv; charset=utf-8", "workouts.csv")


def _all(request: HttpRequest) -> list[Workout]:
    return list(own_workouts(request).with_items().order_by("created_at", "pk"))


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return DocumentResponse(
        content, content_type=content_type, filename=name, private=True, inline=False
    )


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_import(request: HttpRequest) -> HttpResponse:
    """Import all workouts of a file, or none and say what is wrong where."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                imported = import_workouts(request, form.cleaned_data["file"].read(MAX_BYTES + 1))
            except UnreadableError as error:
                for problem in error.problems:
                    form.add_error("file", problem)
            except LimitError as error:
                form.add_error("file", str(error))
            else:
                return _tell(request, imported)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "heading": _("Import workouts"), "limit": MAX_BYTES // 1_000_000}
    return render(request, "programs/workout_import.html", context, status=status)


@transaction.atomic
def import_workouts(request: HttpRequest, content: bytes) -> ImportedWorkouts:
    """Save the workouts of a file as one's own. Raises `UnreadableError` or `LimitError`.

    An exercise that was unpublished stays in the workouts of whoever has it already.
    """
    mine = WorkoutItem.objects.filter(workout__in=own_workouts(request)).values("exercise")
    published = Exercise.objects.visible_to(request.user).values("pk")
    usable = Q(pk__in=published) | Q(pk__in=mine)
    known = {each.slug: each for each in Exercise.objects.filter(usable).defer("figure")}
    withdrawn = Exercise.objects.exclude(usable).values_list("slug", flat=True)
    found = read_workouts(content, known, set(withdrawn))
    if not found.workouts:
        raise UnreadableError(_("workouts: the file holds no workout."))
    check_room(request, wanted=len(found.workouts))
    for workout, items in found.workouts:
        new_workout(request, workout)
        for item in items:
            item.workout = workout
    WorkoutItem.objects.bulk_create([item for _workout, items in found.workouts for item in items])
    return ImportedWorkouts([workout for workout, _items in found.workouts], found.left_out)


def _tell(request: HttpRequest, imported: ImportedWorkouts) -> HttpResponse:
    """Say what was imported and what was left out, and show it."""
    workouts, names = imported.workouts, imported.left_out
    if names:
        message = ngettext(
            "An exercise is no longer in the catalogue and was left out: %(names)s.",
            "Exercises are no longer in the catalogue and were left out: %(names)s.",
            len(names),
        )
        quoted = comma_list(f"“{name}”" for name in names)
        messages.warning(request, message % {"names": quoted})
    if len(workouts) == 1:
        message = _("“%(workout)s” is imported.") % {"workout": workouts[0].title}
        messages.success(request, message)
        return redirect(workouts[0])
    message = ngettext(
        "%(number)s workout is imported.", "%(number)s workouts are imported.", len(workouts)
    ) % {"number": len(workouts)}
    messages.success(request, message)
    return redirect("programs:workout-list")
