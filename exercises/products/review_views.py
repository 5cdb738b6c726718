"""Reviews: write, change and delete one's own, and report another's."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exercises.forms.revisions import is_stale
from exercises.models import Product, Review, ReviewReport
from exercises.products.forms import ReportForm, ReviewForm
from exercises.products.views import visible_product

GET_OR_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_OR_POST)
def review_edit(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Write one's review of a product, or change it."""
    product = visible_product(request, kind, slug)
    form = _review_form(request, product)
    saved_at = form.instance.updated_at
    conflict = is_stale(request.POST, saved_at)
    if request.method == "POST" and form.is_valid() and not conflict:
        if _saved(form):
            messages.success(request, _("Your review is saved."))
            return redirect(f"{product.get_absolute_url()}#reviews")
        form = _review_form(request, product)  # a double click: the first request saved it
    context = {"product": product, "form": form, "review": form.instance, "conflict": conflict}
    context["saved_at"] = saved_at
    status = 409 if conflict else _status(request)
    return render(request, "exercises/review_edit.html", context, status=status)


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _review_form(request: HttpRequest, product: Product) -> ReviewForm:
    """The form for the person's review of the product: the one they wrote, or a new one."""
    assert isinstance(request.user, AbstractUser)  # noqa: S101 (login_required made sure)
    review = product.reviews.written_by(request.user).first()
    review = review or Review(product=product, author=request.user)
    return ReviewForm(request.POST if request.method == "POST" else None, instance=review)


def _saved(form: ReviewForm) -> bool:
    """Save the review; False when a concurrent request of the same person saved theirs first."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        return False
    return True


@login_required
@require_http_methods(GET_OR_POST)
def review_delete(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Confirm, and delete one's review on POST."""
    product = visible_product(request, kind, slug)
    review = get_object_or_404(product.reviews.written_by(request.user))
    conflict = is_stale(request.POST, review.updated_at)
    if request.method == "POST" and not conflict:
        review.delete()
        messages.success(request, _("Your review is deleted."))
        return redirect(product)
    context = {"product": product, "review": review, "conflict": conflict}
    status = 409 if conflict else 200
    return render(request, "exercises/review_delete.html", context, status=status)


@login_required
@require_http_methods(GET_OR_POST)
def review_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a review to the editors; a person's second report replaces their first."""
    reviews = Review.objects.published().by_members().select_related("product__equipment")
    visible = Product.objects.visible_to(request.user)
    review = get_object_or_404(reviews, pk=pk, product__in=visible)
    assert isinstance(request.user, AbstractUser)  # noqa: S101 (login_required made sure)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ReviewReport.objects.update_or_create(
            review=review, reporter=request.user, defaults=form.cleaned_data
        )
        messages.success(request, _("Thank you. Editors will look at this review."))
        return redirect(review.product)
    context = {"review": review, "form": form}
    return render(request, "exercises/review_report.html", context, status=_status(request))
