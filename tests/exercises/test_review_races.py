"""Many people review the same product at the same moment, each clicking twice."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from backfit.accounts.models import User
from exercises.models import Product, Review
from tests.factories import ProductFactory, UserFactory

PEOPLE = 6


@pytest.fixture
def product(django_db_setup: None, django_db_blocker: Any) -> Iterator[Product]:
    """A product that all threads see; it goes, as do the people, when the test is over."""
    with django_db_blocker.unblock():
        product = ProductFactory()
        yield product
        product.delete()
        User.objects.all().delete()


def test_means_are_right_after_concurrent_writes(product: Product) -> None:
    start = Barrier(2 * PEOPLE)

    def write(client: Client) -> None:
        marks = {"efficiency": "4.0", "value": "3.5", "design": "5.0"}
        start.wait()
        client.post(f"{product.get_absolute_url()}review/", marks)
        connection.close()

    clients = [Client() for _ in range(PEOPLE)]
    for client in clients:
        client.force_login(UserFactory())
    threads = [Thread(target=write, args=(client,)) for client in [*clients, *clients]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Review.objects.filter(product=product).count() == PEOPLE
    rating = Product.objects.with_rating().get(pk=product.pk).rating
    assert str(rating) == "4.2 from 6 reviews"
