"""The pages of guides, and rating them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from exercises.forms.catalogue import RatingForm
from exercises.models import Guide
from exercises.views.structured_data import guide_data


def visible_guide(request: HttpRequest, slug: str) -> Guide:
    """The guide with all its page shows, or 404 when the person may not see it."""
    guides = Guide.objects.visible_to(request.user).with_details(request.user)
    return get_object_or_404(guides, slug=slug)


@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """All guides, in the order to read them."""
    guides = Guide.objects.published().for_list()
    context = {
        "guides": guides,
        "heading": "Guides to training the back",
        "description": "Short guides: before you start, choosing a load, building a workout,"
        " stretching, posture, anatomy and equipment at home.",
    }
    return render(request, "exercises/guide_list.html", context)


@require_safe
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide: the article, its sources, its rating, and what goes with it."""
    guide = visible_guide(request, slug)
    stars = guide.stars_from(request.user)
    return _page(request, guide, RatingForm(initial={"stars": stars}), status=200)


@require_POST
def guide_rate(request: HttpRequest, slug: str) -> HttpResponse:
    """Count a vote and go back to the guide; who is not signed in does that first."""
    guide = visible_guide(request, slug)
    back = f"{guide.get_absolute_url()}#rating"
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, guide, form, status=422)
    guide.rate(request.user, form.cleaned_data["stars"])
    messages.success(request, "Thank you, your rating is saved.")
    return redirect(back)


def _page(request: HttpRequest, guide: Guide, form: RatingForm, *, status: int) -> HttpResponse:
    programs = guide.programs.visible_to(request.user).for_cards()
    context = {
        "guide": guide,
        "form": form,
        "programs": programs,
        "heading": guide.title,
        "description": guide.summary,
        "structured": guide_data(guide),
    }
    return render(request, "exercises/guide_detail.html", context, status=status)
