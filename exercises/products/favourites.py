"""Favourite products: in the account, or before signing in in the browser's session."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from exercises.models import Favourite, Product
from exercises.models.product import ProductQuerySet

FAVOURITES_SESSION_KEY = "favourite_products"
MAX_SESSION_FAVOURITES = 100


def favourite_ids(request: HttpRequest) -> list[int]:
    """Keys of the visitor's favourites, the latest first."""
    if isinstance(request.user, AbstractUser):
        return list(
            Favourite.objects.filter(user=request.user).values_list("product_id", flat=True)
        )
    in_session: list[int] = request.session.get(FAVOURITES_SESSION_KEY, [])
    return in_session


def favourite_products(request: HttpRequest) -> ProductQuerySet:
    """The visitor's favourites that they may see."""
    return Product.objects.visible_to(request.user).filter(pk__in=favourite_ids(request))


def set_favourite(request: HttpRequest, product: Product, *, wanted: bool) -> None:
    """Add the product to the visitor's favourites or remove it."""
    if isinstance(request.user, AbstractUser):
        Favourite.objects.put(request.user, product, keep=wanted)
        return
    others = [key for key in favourite_ids(request) if key != product.pk]
    request.session[FAVOURITES_SESSION_KEY] = ([product.pk] if wanted else []) + others[
        : MAX_SESSION_FAVOURITES - 1
    ]


def transfer_favourites(request: HttpRequest) -> None:
    """Move the session's favourites to the account of the person who just signed in."""
    in_session = request.session.pop(FAVOURITES_SESSION_KEY, [])
    if in_session and isinstance(request.user, AbstractUser):
        products = Product.objects.visible_to(request.user).filter(pk__in=in_session)
        Favourite.objects.transfer(request.user, products)
