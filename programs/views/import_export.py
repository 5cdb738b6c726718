"""One's workouts as files: export as JSON and CSV, import from JSON."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exercises.csrf import csrf_by_origin
from exercises.models import Exercise
from programs.import_export import (
    MAX_BYTES,
    UnreadableError,
    read_workouts,
    workouts_csv,
    workouts_json,
)
from programs.models import LimitError, Workout, WorkoutItem
from programs.views.guests import check_room, new_workout, own_workouts, person_or_guest
from programs.views.responses import DocumentResponse


class ImportForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )


@person_or_guest
@require_safe
def export_json(request: HttpRequest) -> HttpResponse:
    """All of one's workouts, to import here or elsewhere."""
    return _download(workouts_json(_all(request)), "application/json", "workouts.json")


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
                workouts = import_workouts(request, form.cleaned_data["file"].read(MAX_BYTES + 1))
            except UnreadableError as error:
                for problem in error.problems:
                    form.add_error("file", problem)
            except LimitError as error:
                form.add_error("file", str(error))
            else:
                return _tell(request, workouts)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "heading": "Import workouts"}
    return render(request, "programs/workout_import.html", context, status=status)


@transaction.atomic
def import_workouts(request: HttpRequest, content: bytes) -> list[Workout]:
    """Save the workouts of a file as one's own. Raises `UnreadableError` or `LimitError`."""
    known = {each.slug: each for each in Exercise.objects.visible_to(request.user).defer("figure")}
    found = read_workouts(content, known)
    if not found:
        raise UnreadableError("workouts: the file holds no workout.")
    check_room(request, wanted=len(found))
    for workout, items in found:
        new_workout(request, workout)
        for item in items:
            item.workout = workout
    WorkoutItem.objects.bulk_create([item for _, items in found for item in items])
    return [workout for workout, _ in found]


def _tell(request: HttpRequest, workouts: list[Workout]) -> HttpResponse:
    if len(workouts) == 1:
        messages.success(request, f"“{workouts[0].title}” is imported.")
        return redirect(workouts[0])
    messages.success(request, f"{len(workouts)} workouts are imported.")
    return redirect("programs:workout-list")
