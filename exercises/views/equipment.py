"""Equipment: the kinds, and a person's kit."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises import pictures
from exercises.csrf import csrf_by_origin
from exercises.forms.catalogue import KitForm
from exercises.forms.revisions import is_stale, revision_of
from exercises.forms.weights import WeightsForm
from exercises.models import Equipment, Exercise, KitItem, OwnedEquipment, OwnedWeight, Product
from exercises.people import Person
from exercises.products.favourites import favourite_ids
from exercises.products.structured_data import equipment_data


@require_safe
def equipment_list(request: HttpRequest) -> HttpResponse:
    """All kinds of equipment; those in the person's kit are marked."""
    kinds = list(Equipment.objects.published().for_list())
    context = {
        "heading": _("Equipment for training the back"),
        "description": _(
            "What each kind of equipment is for, how to choose it and use it safely, and what can"
            " stand in for it at home."
        ),
        "kinds": kinds,
        "kit": set(KitItem.objects.owned_by(request.user).values_list("equipment_id", flat=True)),
        "has_products": Product.objects.published().exists(),
    }
    return render(request, "exercises/equipment_list.html", context)


@require_safe
def equipment_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind: purpose, choice, safety, exercises, substitutes, products."""
    equipment = get_object_or_404(Equipment.objects.visible_to(request.user), slug=slug)
    context = {
        "equipment": equipment,
        "heading": equipment.name,
        "description": equipment.summary,
        "structured": equipment_data(equipment),
        "exercises": Exercise.objects.published().filter(equipment=equipment).for_cards(),
        "stands_in_for": equipment.stands_in_for.published(),
        "replaced_by": equipment.replaced_by.published(),
        "products": Product.objects.published().filter(equipment=equipment).for_cards()[:6],
        "favourites": set(favourite_ids(request)),
        "have": KitItem.objects.owned_by(request.user).filter(equipment=equipment).exists(),
    }
    return render(request, "exercises/equipment_detail.html", context)


@require_safe
def equipment_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The drawing of one kind."""
    equipment = get_object_or_404(Equipment.objects.visible_to(request.user), slug=slug)
    svg = pictures.equipment_picture(equipment)
    if svg is None:
        raise Http404
    response = HttpResponse(svg, content_type="image/svg+xml")
    patch_cache_control(response, public=not equipment.is_draft, max_age=24 * 3600)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kit_edit(request: HttpRequest) -> HttpResponse:
    """The person's whole kit, to tick and save at once."""
    assert request.user.is_authenticated  # noqa: S101 (for the type checker)
    kinds = Equipment.objects.published()
    sent = request.POST if request.method == "POST" else None
    form, weights = KitForm(sent), weights_form(request.user, sent)
    kit = OwnedEquipment(request.user)
    revision = revision_of([kind.slug for kind in kit.items], weights.initial)
    conflict = is_stale(request.POST, revision)
    if not conflict and form.is_valid() and (weights.is_valid() or not has_weights(sent)):
        KitItem.objects.put_all(request.user, form.cleaned_data["kit"])
        if has_weights(sent):
            OwnedWeight.objects.replace_all(request.user, weights.weights())
        messages.success(request, _("Your kit is saved."))
        return redirect("exercises:kit")
    context = {
        "heading": _("My kit"),
        "kinds": kinds,
        "kit": set(request.POST.getlist("kit")) if form.is_bound else {e.slug for e in kit.items},
        "form": form,
        "weights": weights,
        "exercises_url": kit.catalogue_url(),
        "revision": revision,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors or weights.errors else 200
    return render(request, "exercises/kit.html", context, status=status)


def weights_form(user: Person, sent: QueryDict | None) -> WeightsForm:
    """The form with what the person has, in their unit."""
    owned = list(OwnedWeight.objects.owned_by(user))
    return WeightsForm(sent, unit="lb" if user.units == "lb" else "kg", weights=owned)


def has_weights(sent: QueryDict | None) -> bool:
    """Whether a page sent weights too."""
    return sent is not None and not WeightsForm.base_fields.keys().isdisjoint(sent)


@csrf_by_origin
@require_POST
def kit_toggle(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a kind into one's kit (`have=1`) or take it out (`have=0`)."""
    equipment = get_object_or_404(Equipment.objects.visible_to(request.user), slug=slug)
    if not isinstance(request.user, AbstractUser):
        return redirect_to_login(equipment.get_absolute_url())
    have = request.POST.get("have") == "1"
    KitItem.objects.put(request.user, equipment, have=have)
    message = _("%(kind)s: now in your kit.") if have else _("%(kind)s: no longer in your kit.")
    messages.success(request, message % {"kind": equipment.name})
    return redirect(equipment)
