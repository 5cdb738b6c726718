"""The builder: a workout made and changed exercise by exercise."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exercises.csrf import csrf_by_origin
from exercises.models import Exercise
from programs.builder.commands import EditorCommand
from programs.builder.conflicts import conflict_of, pop_stashed_post, stash_post
from programs.builder.editor import InvalidEditError, WorkoutEditor
from programs.builder.page import BuilderPage, open_form
from programs.forms.workouts import DetailsForm, DoseForm, NewWorkoutForm, SectionForm, line_of
from programs.models import LimitError, Section, Workout
from programs.views.guests import extend_session, new_workout, own_workouts


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_new(request: HttpRequest) -> HttpResponse:
    """Name a workout; on POST it is made, empty, and its builder opens. No account is needed."""
    form = NewWorkoutForm(request.POST or None, initial={"title": "My workout"})
    if request.method == "POST" and form.is_valid():
        try:
            workout = new_workout(request, form.save(commit=False))
        except LimitError as error:
            form.add_error(None, str(error))
        else:
            return redirect("programs:workout-edit", workout.uuid)
    context = {"form": form, "workouts": guests_own(request), "heading": "New workout"}
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/workout_new.html", context, status=status)


def guests_own(request: HttpRequest) -> list[Workout]:
    """What this browser holds for somebody without an account; nothing for others."""
    return [] if request.user.is_authenticated else list(own_workouts(request).for_list())


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The builder's page; each POST is one order, and saves what was typed."""
    if request.method == "POST":
        return stash_post(request, uuid) or change(request, uuid)
    workout = get_object_or_404(own_workouts(request).for_coach(), uuid=uuid)
    page = BuilderPage(
        request,
        workout,
        open=request.GET.get("open", ""),
        query=request.GET.get("q", "").strip()[:80],
        section=request.GET.get("section", Section.MAIN),
    )
    if getattr(request, "htmx", False):
        return render(request, "programs/builder/_results.html", page.context())
    if typed := pop_stashed_post(request, workout):
        form = open_form(workout, typed.get("open", ""), typed)
        page.pending = conflict_of(workout, EditorCommand.of(typed), form, typed, expired=True)
    return render(request, "programs/builder/page.html", page.context())


def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Carry out a post, unless the workout was changed since its page was made (409)."""
    order = EditorCommand.of(request.POST)
    if order.verb == "preview":
        return preview(request, uuid)
    with transaction.atomic():
        workouts = own_workouts(request).for_coach().select_for_update()
        workout = get_object_or_404(workouts, uuid=uuid)
        form = open_form(workout, request.POST.get("open", ""), request.POST)
        if request.POST.get("revision") != str(workout.revision):
            pending = conflict_of(workout, order, form, request.POST, expired=False)
            return respond(request, uuid, status=409, pending=pending)
        if order.verb == "remove" and order.text(0) == request.POST.get("open"):
            form = None
        if form and not form.is_valid():
            problem = "Nothing is saved yet. Look at the marked fields: what you typed is there."
            return respond(request, uuid, status=422, form=form, problem=problem)
        try:
            with transaction.atomic():
                said = carry_out(request, WorkoutEditor(workout), form, order)
        except (InvalidEditError, LimitError) as error:
            return respond(request, uuid, status=422, form=form, problem=str(error))
    extend_session(request)
    return done(request, uuid, order, said)


def carry_out(request: HttpRequest, builder: WorkoutEditor, form: Any, order: EditorCommand) -> str:
    """Save what was typed, then do what the button says; returns what was done in sentences."""
    said = []
    if isinstance(form, DoseForm) and form.is_touched():
        said.append(builder.prescribe(form.instance.pk, form.columns()))
    if isinstance(form, DetailsForm):
        builder.workout.refresh_from_db(fields=["title", "goal", "notes"])
        if form.changed_data:
            said.append(builder.describe(**form.changed_values()))
    said.append(order.do(builder, request))
    return ". ".join(sentence for sentence in said if sentence)


def done(request: HttpRequest, uuid: UUID, order: EditorCommand, said: str) -> HttpResponse:
    """The page after a change: a redirect, or what htmx swaps in."""
    opened = {"save": "", "open": order.text(0)}.get(order.verb, request.POST.get("open", ""))
    if getattr(request, "htmx", False):
        return respond(request, uuid, status=200, opened=opened, said=said)
    if said and order.verb != "remove":
        messages.success(request, f"{said}.")
    section = request.POST.get("section", "")
    state = {"open": opened, "q": request.POST.get("q", ""), "section": section}
    query = urlencode({name: value for name, value in state.items() if value})
    item = opened or (order.text(0) if order.verb != "add" else "")
    path = reverse("programs:workout-edit", args=[uuid])
    return redirect(f"{path}{'?' if query else ''}{query}{f'#item-{item}' if item else ''}")


def respond(
    request: HttpRequest, uuid: UUID, *, status: int, opened: str | None = None, **shown: Any
) -> HttpResponse:
    """The builder as it is now, whole or the part that htmx swaps in."""
    page = BuilderPage(
        request,
        get_object_or_404(own_workouts(request).for_coach(), uuid=uuid),
        open=request.POST.get("open", "") if opened is None else opened,
        query=request.POST.get("q", "").strip()[:80],
        section=request.POST.get("section", Section.MAIN),
        **shown,
    )
    name = "_builder" if getattr(request, "htmx", False) else "page"
    return render(request, f"programs/builder/{name}.html", page.context(), status=status)


def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the typed dose is understood as, and the sums with it; nothing is saved."""
    workout = get_object_or_404(own_workouts(request).for_coach(), uuid=uuid)
    form = open_form(workout, request.POST.get("open", ""), request.POST)
    if not isinstance(form, DoseForm):
        return HttpResponse(status=204)
    from_line = request.headers.get("HX-Trigger") == "dose-line-part"
    context: dict[str, Any] = {"form": form, "from_line": from_line, "fresh": None}
    if form.is_valid():
        item = WorkoutEditor(workout).item(form.instance.pk)
        for name, value in form.columns().items():
            setattr(item, name, value)
        context["fresh"] = DoseForm(item=item)
        context["shown"] = form["line"].value() if from_line else line_of(item)
    page = BuilderPage(request, workout, open=request.POST.get("open", ""))
    return render(request, "programs/builder/_preview.html", page.context() | context)


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_add(request: HttpRequest, slug: str) -> HttpResponse:
    """From an exercise's page: choose which workout it goes to, or a new one."""
    exercise = get_object_or_404(Exercise.objects.visible_to(request.user), slug=slug)
    form = SectionForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            workout = put(request, exercise, form.cleaned_data["section"])
        except (InvalidEditError, LimitError) as error:
            problem = str(error)
        else:
            messages.success(request, f"{exercise.name} is in “{workout.title}”.")
            return redirect("programs:workout-edit", workout.uuid)
    context = {
        "exercise": exercise,
        "form": form,
        "problem": problem,
        "workouts": own_workouts(request).for_list(),
        "heading": f"Add {exercise.name} to a workout",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/workout_add.html", context, status=status)


@transaction.atomic
def put(request: HttpRequest, exercise: Exercise, section: str) -> Workout:
    """Put the exercise last into a section of the chosen workout, or of a new one."""
    chosen = request.POST.get("workout", "")
    if chosen == "new":
        made = new_workout(request, Workout(title=f"My workout with {exercise.name}"))
        chosen = str(made.uuid)
    try:
        workouts = own_workouts(request).with_items().select_for_update()
        workout = get_object_or_404(workouts, uuid=UUID(chosen))
    except ValueError as error:
        raise InvalidEditError("Choose a workout, or a new one.") from error
    WorkoutEditor(workout).add(exercise, section)
    extend_session(request)
    return workout
