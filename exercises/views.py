"""The catalogue's pages."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from exercises import drawings
from exercises.forms import FilterForm
from exercises.models import Exercise
from exercises.models.photo import FOLDER

PAGE_SIZE = 24
A_YEAR = 31536000  # seconds


@require_safe
def exercise_list(request: HttpRequest) -> HttpResponse:
    """The catalogue, filtered by the query; an unknown filter value is a 400 that names it."""
    form = FilterForm(request.GET)
    matches = form.matches() if form.is_valid() else Exercise.objects.none()
    page = Paginator(matches, PAGE_SIZE).get_page(request.GET.get("page"))
    status = 200 if form.is_valid() else 400
    context = {"form": form, "page": page}
    return render(request, "exercises/exercise_list.html", context, status=status)


@require_safe
def exercise_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise with everything the catalogue knows of it."""
    exercises = Exercise.objects.visible_to(request.user).with_details()
    exercise = get_object_or_404(exercises, slug=slug)
    return render(request, "exercises/exercise_detail.html", {"exercise": exercise})


@require_safe
def exercise_picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One drawn picture of an exercise; under its versioned address it may be kept for ever."""
    exercises = Exercise.objects.visible_to(request.user)
    if name == "muscles":
        exercises = exercises.with_details()
    exercise = get_object_or_404(exercises, slug=slug)
    svg = drawings.exercise_picture(exercise, name)
    if svg is None:
        raise Http404
    response = HttpResponse(svg, content_type="image/svg+xml")
    if "v" in request.GET and not exercise.is_draft:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


@require_safe
def photo(request: HttpRequest, name: str) -> HttpResponse:
    """An uploaded photo: a WebP that we wrote, whatever is in the file. Its name is random."""
    try:
        with default_storage.open(f"{FOLDER}/{name}.webp") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response
