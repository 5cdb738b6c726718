"""Favourites of who is signed in, and before that in the session."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from exercises.models import Favourite, Product
from exercises.models.product import ProductQuerySet

FAVOURITES_SESSION_KEY = "favourite_products"
MAX_SESSION_FAVOURITES = 100


def favourite_ids(request: HttpRequest) -> list[int]:
    """Keys of the products that the visitor keeps, the last kept first."""
    if isinstance(request.user, AbstractUser):
        return list(
            Favourite.objects.filter(user=request.user).values_list("product_id", flat=True)
        )
    waiting: list[int] = request.session.get(FAVOURITES_SESSION_KEY, [])
    return waiting


def favourite_products(request: HttpRequest) -> ProductQuerySet:
    """The products that the visitor keeps and may see."""
    return Product.objects.visible_to(request.user).filter(pk__in=favourite_ids(request))


def set_favourite(request: HttpRequest, product: Product, *, wanted: bool) -> None:
    """Keep the product, or let it go: in the account, or in the session of who has none yet."""
    if isinstance(request.user, AbstractUser):
        Favourite.objects.put(request.user, product, keep=wanted)
        return
    others = [key for key in favourite_ids(request) if key != product.pk]
    request.session[FAVOURITES_SESSION_KEY] = ([product.pk] if wanted else []) + others[
        : MAX_SESSION_FAVOURITES - 1
    ]


def transfer_favourites(request: HttpRequest) -> None:
    """Move what waits in the session to the account of the person who just signed in."""
    waiting = request.session.pop(FAVOURITES_SESSION_KEY, [])
    if waiting and isinstance(request.user, AbstractUser):
        products = Product.objects.visible_to(request.user).filter(pk__in=waiting)
        Favourite.objects.transfer(request.user, products)
