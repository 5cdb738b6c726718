"""The catalogue's pages."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from exercises import pictures
from exercises.body_map import clickable_body_map
from exercises.figure_choice import asked_figure
from exercises.forms.catalogue import FilterForm
from exercises.forms.parameters import known_parameters
from exercises.models import Exercise, OwnedEquipment
from exercises.models.photo import FOLDER
from exercises.search.ranking import SearchEntry, count_choices, find, relax_filters
from exercises.views.structured_data import absolute, exercise_data

PAGE_SIZE = 24
A_YEAR = 31536000  # seconds


class HtmxHttpRequest(HttpRequest):
    """A request that knows whether htmx sent it (set by django-htmx's middleware)."""

    htmx: HtmxDetails


@require_safe
def exercise_list(request: HtmxHttpRequest) -> HttpResponse:
    """The catalogue, filtered by the query; an invalid filter value is a 400 that names it."""
    form = FilterForm(known_parameters(request.GET, FilterForm.base_fields))
    found: list[int] = []
    relaxed_searches = []
    if form.is_valid():
        entries = Exercise.objects.published().search_entries(form.cleaned_data["q"])
        found = find(entries, form.query())
        relaxed_searches = [] if found else relaxed_searches_of(form, entries)
        form.show_counts(count_choices(entries, form.query()))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "heading": _("Exercises for the back and neck"),
        "description": _(
            "Exercises for the back, lower back and neck, with pictures, steps, breathing, cues"
            " and common mistakes."
        ),
        "form": form,
        "page": page,
        "exercises": Exercise.objects.for_cards().in_order(list(page)),
        "my_kit_url": OwnedEquipment(request.user).catalogue_url(**form.chosen()),
        "body_map": clickable_body_map(form.body_parts(), form["body_part"].value() or ""),
        "relaxed_searches": relaxed_searches,
        "canonical_url": canonical_address(form, page.number),
    }
    template = "exercises/_catalogue.html" if request.htmx else "exercises/exercise_list.html"
    response = render(request, template, context, status=200 if form.is_valid() else 400)
    if request.htmx:
        response["HX-Push-Url"] = form.address()
    patch_vary_headers(response, ["HX-Request"])
    return response


def canonical_address(form: FilterForm, page: int) -> str:
    """The canonical address: of the unfiltered list, each page has its own."""
    number = f"?page={page}" if page > 1 and not form.is_narrowed() else ""
    return absolute(f"{reverse('exercises:exercise-list')}{number}")


def relaxed_searches_of(form: FilterForm, entries: list[SearchEntry]) -> list[tuple[str, int, str]]:
    """Which filters, or the search text, to remove when nothing is found."""
    left = relax_filters(entries, form.query())
    if form.cleaned_data["q"]:
        left["q"] = len(find(Exercise.objects.published().search_entries(), form.query()))
    return form.relaxed_searches(left)


@require_safe
def exercise_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise with all details."""
    exercises = Exercise.objects.visible_to(request.user).with_details()
    exercise = get_object_or_404(exercises, slug=slug)
    kit = OwnedEquipment(request.user)
    context = {
        "exercise": exercise,
        "muscles_version": pictures.muscles_version(exercise),
        "heading": exercise.name,
        "description": exercise.summary,
        "structured": exercise_data(exercise),
        "needs": kit.needs_of([exercise]),
        "swap_url": kit.catalogue_url(body_part=exercise.body_part.slug),
    }
    return render(request, "exercises/exercise_detail.html", context)


@require_safe
def exercise_picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One drawn picture of an exercise; under its versioned address it is cached for ever.

    Whom it shows the address alone says, since browsers and proxies keep it by that.
    """
    exercises = Exercise.objects.visible_to(request.user)
    if name == "muscles":
        exercises = exercises.with_details()
    exercise = get_object_or_404(exercises, slug=slug)
    svg = pictures.exercise_picture(exercise, name, asked_figure(request) or "man")
    if svg is None:
        raise Http404
    return pictures.PictureResponse(svg, request, public=not exercise.is_draft)


@require_safe
def photo(request: HttpRequest, name: str) -> HttpResponse:
    """An uploaded photo, as the WebP that we encoded."""
    try:
        with default_storage.open(f"{FOLDER}/{name}.webp") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response
