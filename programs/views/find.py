"""The way in: two questions, plain links, one program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exercises.body_map import area_map
from exercises.models import Exercise
from exercises.views.bad_parameters import bad_parameters
from programs.forms.find import FindForm
from programs.models import Have, Recommendation, Where

PARTS: dict[Where, tuple[str, ...]] = {
    Where.NECK: ("neck",),
    Where.UPPER_BACK: ("upper-back", "shoulders", "middle-back", "lats"),
    Where.LOWER_BACK: ("lower-back",),
}
"""The body parts, as slugs, of the answers that have a place on the body."""

PICTURES: dict[Have, str] = {
    Have.NONE: "glute-bridge",
    Have.BAND_BALL: "fitball-bridge",
    Have.DUMBBELLS: "lunge",
    Have.GYM: "lat-pulldown",
}
"""The exercise, as a slug, whose figure stands beside each answer."""


@dataclass(frozen=True)
class Place:
    """An answer to “Where is it today?” as a link."""

    where: Where
    url: str


def find_url(where: str = "", have: Sequence[str] = ()) -> str:
    """The address of the way in with these answers."""
    query = urlencode({"where": where, "have": have} if where else {"have": have}, doseq=True)
    return f"{reverse('programs:find')}{'?' if query else ''}{query}"


def places(have: Sequence[str] = ()) -> list[Place]:
    """The answers to the first question; what one has, if that is told already, goes along."""
    return [Place(where, find_url(where, have)) for where in Where]


def place_map(have: Sequence[str] = ()) -> SafeString:
    """The body with a link for each answer that has a place on it."""
    return area_map(
        (parts, find_url(where, have), str(where.label)) for where, parts in PARTS.items()
    )


def have_choices() -> list[tuple[Have, Exercise | None]]:
    """The answers to the second question, each with the exercise that pictures it (one query)."""
    found = Exercise.objects.published().filter(slug__in=PICTURES.values())
    by_slug = {each.slug: each for each in found.only("slug", "figure", "translations")}
    return [(have, by_slug.get(PICTURES[have])) for have in Have]


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The question that is still open, or the program that the answers lead to."""
    form = FindForm.read(request.GET)
    if not form.is_valid():
        return bad_parameters(request, form)
    where, have = form.cleaned_data["where"], form.cleaned_data["have"]
    context = {
        "heading": _("Find your program"),
        "description": _("Say where it is and what you have: one program for your back or neck."),
        "form": form,
    }
    if not where:
        context |= {"places": places(have), "place_map": place_map(have)}
        return render(request, "programs/find_where.html", context)
    context |= {"change_where": find_url(have=have), "change_have": find_url(where)}
    if not have:
        return render(request, "programs/find_have.html", context | {"choices": have_choices()})
    context |= {"answer": Recommendation.objects.answer(where, have)}
    return render(request, "programs/find_answer.html", context)
