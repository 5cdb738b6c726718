"""Products that people keep to come back to."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models

from exercises.models.product import Product
from exercises.people import Person


class FavouriteQuerySet(models.QuerySet["Favourite"]):
    """What each person keeps."""

    def put(self, user: Person, product: Product, *, keep: bool) -> None:
        """Keep the product or let it go; harmless when repeated."""
        if keep:
            self.get_or_create(user_id=user.pk, product=product)
        else:
            self.filter(user_id=user.pk, product=product).delete()

    def transfer(self, user: Person, products: Iterable[Product]) -> None:
        """Keep all these for the person, beside what they keep already (one query)."""
        rows = [Favourite(user_id=user.pk, product=product) for product in products]
        self.bulk_create(rows, ignore_conflicts=True)


class Favourite(models.Model):
    """A product that a person keeps."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourites")
    product = models.ForeignKey(Product, models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "product"], name="favourite_once_a_person")
        ]

    def __str__(self) -> str:
        return str(self.product)
