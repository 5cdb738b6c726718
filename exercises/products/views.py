"""Products: the list with its filter, the page of one, comparing, and favourites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from exercises.csrf import csrf_by_origin
from exercises.forms.parameters import known_parameters
from exercises.models import PriceChange, Product
from exercises.products.comparison import MAX_PRODUCTS, compare
from exercises.products.favourites import favourite_ids, favourite_products, set_favourite
from exercises.products.forms import CompareForm, ProductFilter
from exercises.products.price_chart import price_chart
from exercises.products.structured_data import product_data

PAGE_SIZE = 24
REVIEWS_SHOWN = 20


def visible_product(request: HttpRequest, kind: str, slug: str) -> Product:
    """The product under its kind, or 404 when the person may not see it."""
    products = Product.objects.visible_to(request.user).for_cards()
    return get_object_or_404(products, equipment__slug=kind, slug=slug)


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """Products by filter, with counts; an invalid filter value is a 400 that names it."""
    parameters = known_parameters(request.GET, ProductFilter.base_fields)
    form = ProductFilter(Product.objects.published(), parameters)
    found = Product.objects.none()
    if form.is_valid():
        found = form.in_order()
        form.show_counts()
    page = Paginator(found.values_list("pk", flat=True), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "heading": _("Equipment: products"),
        "description": _(
            "Products by kind, price, rating and where they are in stock, each figure with its"
            " date. Nothing is sold here."
        ),
        "form": form,
        "page": page,
        "products": Product.objects.for_cards().in_order(list(page)),
        "favourites": set(favourite_ids(request)),
    }
    status = 200 if form.is_valid() else 400
    return render(request, "exercises/product_list.html", context, status=status)


@require_safe
def product_detail(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """One product: price, attributes, where it is in stock, reviews."""
    product = visible_product(request, kind, slug)
    reviews = product.reviews.published()
    others = Product.objects.published().filter(equipment=product.equipment)
    context = {
        "product": product,
        "heading": product.name,
        "description": product.summary,
        "structured": product_data(product, reviews.by_members().marks().rating),
        "marks": reviews.marks(),
        "reviews": reviews.by_members().select_related("author")[:REVIEWS_SHOWN],
        "own_review": product.reviews.written_by(request.user).first(),
        "stock": [(row, row.shop.open_at(timezone.now())) for row in product.in_shops],
        "others": others.exclude(pk=product.pk).select_related("equipment")[:6],
        "is_favourite": product.pk in favourite_ids(request),
        **price_history(product),
    }
    return render(request, "exercises/product_detail.html", context)


def price_history(product: Product) -> dict[str, Any]:
    """The product's prices in its current currency, newest first, and their chart if there are two."""
    now = product.price
    rows = list(product.prices.all()) if now else []
    prices = [row for row in rows if now and row.price.currency == now.currency]
    points = [(row.on, row.price.amount) for row in prices]
    return {"prices": prices[::-1], "chart": mark_safe(price_chart(points, _chart_title(prices)))}


def _chart_title(prices: Sequence[PriceChange]) -> str:
    """What the chart shows, for people who do not see it; empty without prices."""
    if not prices:
        return ""
    return _("Price of %(product)s: from %(first)s to %(last)s") % {
        "product": prices[0].product.name,
        "first": prices[0].label,
        "last": prices[-1].label,
    }


@require_safe
def product_photo(request: HttpRequest, kind: str, slug: str) -> FileResponse:
    """The product's uploaded photo."""
    product = visible_product(request, kind, slug)
    if not product.photo:
        raise Http404
    try:
        response = FileResponse(product.photo.open())
    except FileNotFoundError as error:
        raise Http404 from error
    patch_cache_control(response, public=not product.is_draft, max_age=24 * 3600)
    return response


@require_safe
def product_compare(request: HttpRequest) -> HttpResponse:
    """Up to four products side by side, in the order of the address; invalid keys are a 400."""
    keys = list(dict.fromkeys(request.GET.getlist("item")))
    products = Product.objects.visible_to(request.user)
    form = CompareForm(products.for_cards(), {"item": keys[:MAX_PRODUCTS]})
    chosen: list[Product] = []
    if form.is_valid():
        chosen = sorted(form.cleaned_data["item"], key=lambda item: keys.index(str(item.pk)))
    kinds = {product.equipment_id for product in chosen}
    more = products.filter(equipment__in=kinds).exclude(pk__in=[item.pk for item in chosen])
    context = {
        "heading": _("Compare products"),
        "description": _("Up to four products side by side; the rows they differ in are marked."),
        "form": form,
        "products": chosen,
        "rows": compare(chosen),
        "too_many": len(keys) > MAX_PRODUCTS,
        "more": more.select_related("equipment")[:50] if len(chosen) < MAX_PRODUCTS else [],
    }
    status = 200 if form.is_valid() else 400
    return render(request, "exercises/product_compare.html", context, status=status)


@never_cache
@require_safe
def favourite_list(request: HttpRequest) -> HttpResponse:
    """The visitor's favourites, of their account or their session."""
    keys = favourite_ids(request)
    products = favourite_products(request).for_cards().in_order(keys)
    context = {
        "heading": _("Favourites"),
        "products": products,
        "favourites": set(keys),
        "has_products": Product.objects.published().exists(),
    }
    return render(request, "exercises/favourite_list.html", context)


@csrf_by_origin
@require_POST
def favourite_toggle(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Add a product to the favourites (`keep=1`) or remove it (`keep=0`), then go back."""
    product = visible_product(request, kind, slug)
    wanted = request.POST.get("keep") == "1"
    set_favourite(request, product, wanted=wanted)
    if wanted:
        message = _("%(product)s: now among your favourites.")
    else:
        message = _("%(product)s: no longer among your favourites.")
    messages.success(request, message % {"product": product.name})
    return redirect(_return_path(request) or product.get_absolute_url())


def _return_path(request: HttpRequest) -> str:
    """The path on this site that the form gives in `next`, else empty."""
    path = request.POST.get("next", "")
    is_local = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_local else ""
