"""Structured data (schema.org) of the pages of equipment and products."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from exercises.models import Equipment, Product
from exercises.models.rating import Rating
from exercises.views.structured_data import absolute, breadcrumbs


def equipment_data(equipment: Equipment) -> dict[str, Any]:
    """A kind of equipment: its breadcrumbs."""
    return {"@graph": [breadcrumbs(_home(), (equipment.name, equipment.get_absolute_url()))]}


def product_data(product: Product, members_rating: Rating) -> dict[str, Any]:
    """A Product, with a rating if members gave one and an offer if a shop has it; samples have neither.

    Load the product with `for_cards`.
    """
    data: dict[str, Any] = {
        "@type": "Product",
        "name": product.name,
        "description": product.summary,
        "url": absolute(product.get_absolute_url()),
        "brand": {"@type": "Brand", "name": product.brand},
        "category": product.equipment.name,
    }
    if product.picture_url:
        data["image"] = absolute(product.picture_url)
    if members_rating and not product.is_sample:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(members_rating.mean),
            "reviewCount": members_rating.count,
            "bestRating": "5",
            "worstRating": "1",
        }
    if product.price and product.cities_in_stock and not product.is_sample:
        data["offers"] = {
            "@type": "Offer",
            "price": str(product.price.amount),
            "priceCurrency": product.price.currency.code,
            "availability": "https://schema.org/InStoreOnly",
        }
    kind = (product.equipment.name, product.equipment.get_absolute_url())
    return {
        "@graph": [data, breadcrumbs(_home(), kind, (product.name, product.get_absolute_url()))]
    }


def _home() -> tuple[str, str]:
    return gettext("Equipment"), reverse("exercises:equipment-list")
