"""Favourites: products that people bookmark."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.models.product import Product
from exercises.people import Person


class FavouriteQuerySet(models.QuerySet["Favourite"]):
    """Favourites by person."""

    def put(self, user: Person, product: Product, *, keep: bool) -> None:
        """Add the product to the favourites or remove it; idempotent."""
        if keep:
            self.get_or_create(user_id=user.pk, product=product)
        else:
            self.filter(user_id=user.pk, product=product).delete()

    def transfer(self, user: Person, products: Iterable[Product]) -> None:
        """Add all these to the person's favourites (one query)."""
        rows = [Favourite(user_id=user.pk, product=product) for product in products]
        self.bulk_create(rows, ignore_conflicts=True)


class Favourite(models.Model):
    """A product that a person bookmarked."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourites", verbose_name=_("user")
    )
    product = models.ForeignKey(
        Product, models.CASCADE, related_name="favourites", verbose_name=_("product")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "product"], name="favourite_once_a_person")
        ]

    def __str__(self) -> str:
        return str(self.product)
