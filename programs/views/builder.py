"""The builder: a workout made and changed exercise by exercise."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exercises.csrf import csrf_by_origin
from exercises.formats import with_full_stop
from exercises.models import Exercise
from exercises.people import unit_of
from programs.builder.commands import EditorCommand
from programs.builder.conflicts import conflict_of, pop_stashed_post, stash_post
from programs.builder.editor import InvalidEditError, WorkoutEditor
from programs.builder.page import BuilderPage, open_form
from programs.builder.save import StaleRevisionError, save_post
from programs.forms.workouts import DoseForm, NewWorkoutForm, SectionForm, line_of
from programs.models import LimitError, Workout
from programs.views.guests import extend_session, guest_workouts, new_workout, own_workouts
from programs.views.workouts import today_of


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_new(request: HttpRequest) -> HttpResponse:
    """Name a workout; on POST it is made, empty, and its builder opens. No account is needed."""
    form = NewWorkoutForm(request.POST or None, initial={"title": _("My workout")})
    if request.method == "POST" and form.is_valid():
        try:
            workout = new_workout(request, form.save(commit=False))
        except LimitError as error:
            form.add_error(None, str(error))
        else:
            return redirect("programs:workout-edit", workout.uuid)
    context = {"form": form, "workouts": guest_workouts(request), "heading": _("New workout")}
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/workout_new.html", context, status=status)


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The builder's page; each POST saves what was typed and runs one command."""
    if request.method == "POST":
        return stash_post(request, uuid) or run_command(request, uuid)
    workout = get_object_or_404(own_workouts(request).for_editor(), uuid=uuid)
    shown = {} if "phase" in request.GET else {"phase": phase_of_today(request, workout)}
    page = BuilderPage.of(request, workout, **shown)
    if getattr(request, "htmx", False):
        return render(request, "programs/builder/_results.html", page.context())
    if typed := pop_stashed_post(request, workout):
        form = open_form(workout, typed.get("open", ""), typed, unit=unit_of(request.user))
        command = EditorCommand.from_post(typed)
        page.conflict = conflict_of(workout, command, form, typed, expired=True)
    return render(request, "programs/builder/page.html", page.context())


def phase_of_today(request: HttpRequest, workout: Workout) -> str:
    """The number of the phase that the workout is in today; empty for one without phases."""
    position = workout.position_on(today_of(request)) if workout.phases else None
    return str(position.phase.number) if position else ""


def run_command(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Lock the workout, carry the post out, and show the workout that was changed."""
    command = EditorCommand.from_post(request.POST)
    if command.verb == "preview":
        return preview(request, uuid)
    try:
        with transaction.atomic():
            workouts = own_workouts(request).for_editor().select_for_update()
            workout = get_object_or_404(workouts, uuid=uuid)
            message = save_post(workout, command, request.POST, request.user)
    except (StaleRevisionError, InvalidEditError, LimitError) as error:
        return show_refusal(request, uuid, command, error)
    extend_session(request)
    return show_result(request, workout, command, message)


def show_refusal(
    request: HttpRequest, uuid: UUID, command: EditorCommand, error: Exception
) -> HttpResponse:
    """The builder as it was, with what was typed and why it is not saved: 409 or 422."""
    workout = get_object_or_404(own_workouts(request).for_editor(), uuid=uuid)
    form = open_form(
        workout, request.POST.get("open", ""), request.POST, unit=unit_of(request.user)
    )
    if isinstance(error, StaleRevisionError):
        conflict = conflict_of(workout, command, form, request.POST)
        return render_page(BuilderPage.of(request, workout, conflict=conflict), status=409)
    page = BuilderPage.of(request, workout, form=form, problem=str(error))
    return render_page(page, status=422)


def show_result(
    request: HttpRequest, workout: Workout, command: EditorCommand, message: str
) -> HttpResponse:
    """The builder after a change: the part that htmx swaps in, else a redirect to the page."""
    opened = command.open_after(request.POST.get("open", ""))
    if getattr(request, "htmx", False):
        return render_page(BuilderPage.of(request, workout, open=opened, message=message))
    if message and command.verb != "remove":
        messages.success(request, with_full_stop(message))
    state = {
        "open": opened,
        **{name: request.POST.get(name, "") for name in ("q", "section", "phase")},
    }
    query = urlencode({name: value for name, value in state.items() if value})
    item = opened or (command.text(0) if command.verb != "add" else "")
    path = reverse("programs:workout-edit", args=[workout.uuid])
    return redirect(f"{path}{'?' if query else ''}{query}{f'#item-{item}' if item else ''}")


def render_page(page: BuilderPage, status: int = 200) -> HttpResponse:
    """The whole page, or for htmx the builder alone."""
    name = "_builder" if getattr(page.request, "htmx", False) else "page"
    return render(page.request, f"programs/builder/{name}.html", page.context(), status=status)


def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How the typed dose is understood, and the totals with it; nothing is saved."""
    workout = get_object_or_404(own_workouts(request).for_editor(), uuid=uuid)
    form = open_form(
        workout, request.POST.get("open", ""), request.POST, unit=unit_of(request.user)
    )
    if not isinstance(form, DoseForm):
        return HttpResponse(status=204)
    from_line = request.headers.get("HX-Trigger") == "dose-line-part"
    context = {"form": form, "from_line": from_line, "fresh": None, "shown": None}
    if form.is_valid():
        item = WorkoutEditor(workout).item(form.instance.pk)
        for name, value in form.columns().items():
            setattr(item, name, value)
        context["fresh"] = DoseForm(item=item, unit=form.unit)
        context["shown"] = form["line"].value() if from_line else line_of(item, form.unit)
    page = BuilderPage.of(request, workout)
    return render(request, "programs/builder/_preview.html", page.context() | context)


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_add(request: HttpRequest, slug: str) -> HttpResponse:
    """From an exercise's page: choose the workout that it goes to, or a new one."""
    exercise = get_object_or_404(Exercise.objects.visible_to(request.user), slug=slug)
    form = SectionForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            workout = add_exercise(request, exercise, form.cleaned_data["section"])
        except (InvalidEditError, LimitError) as error:
            problem = str(error)
        else:
            names = {"exercise": exercise.name, "workout": workout.title}
            messages.success(request, _("%(exercise)s is in “%(workout)s”.") % names)
            return redirect("programs:workout-edit", workout.uuid)
    context = {
        "exercise": exercise,
        "form": form,
        "problem": problem,
        "workouts": own_workouts(request).for_list(),
        "heading": _("Add %(exercise)s to a workout") % {"exercise": exercise.name},
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/workout_add.html", context, status=status)


@transaction.atomic
def add_exercise(request: HttpRequest, exercise: Exercise, section: str) -> Workout:
    """Add the exercise to the end of a section of the chosen workout, or of a new one.

    Raises `InvalidEditError` or `LimitError`.
    """
    chosen = request.POST.get("workout", "")
    if chosen == "new":
        title = _("My workout with %(exercise)s") % {"exercise": exercise.name}
        chosen = str(new_workout(request, Workout(title=title)).uuid)
    try:
        workouts = own_workouts(request).with_items().select_for_update()
        workout = get_object_or_404(workouts, uuid=UUID(chosen))
    except ValueError as error:
        raise InvalidEditError(_("Choose a workout, or a new one.")) from error
    WorkoutEditor(workout).add(exercise, section)
    extend_session(request)
    return workout
