"""Sample products: visitors see them only where the site is told to show them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.models import Equipment, Favourite, KitItem, Product
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db
BAND = "/equipment/resistance-bands/hvat-latex-band/"
LINK = 'href="/equipment/products/'


@pytest.fixture
def hidden(settings: Any) -> None:
    settings.SHOW_SAMPLE_PRODUCTS = False


def test_visitors_see_samples_only_where_they_are_shown(client: Client, settings: Any) -> None:
    assert client.get(BAND).status_code == 200
    settings.SHOW_SAMPLE_PRODUCTS = False
    assert client.get(BAND).status_code == 404
    assertNotContains(client.get("/equipment/products/"), "Latex Band")
    assertNotContains(client.get("/equipment/resistance-bands/"), "Latex Band")
    assertNotContains(client.get("/sitemap.xml"), "/equipment/products/")


@pytest.mark.usefixtures("hidden")
def test_staff_see_samples_always(editor_client: Client) -> None:
    assert editor_client.get(BAND).status_code == 200


@pytest.mark.usefixtures("hidden")
def test_no_link_leads_to_products_where_there_are_none(owner: User, owner_client: Client) -> None:
    Favourite.objects.put(owner, Product.objects.get(slug="hvat-latex-band"), keep=True)
    KitItem.objects.put(owner, Equipment.objects.get(slug="mat"), have=True)
    pages = ["/equipment/", "/equipment/favourites/", "/programs/upper-back/"]
    for page in [*pages, "/equipment/resistance-bands/"]:
        assertNotContains(owner_client.get(page), LINK)
    assertContains(owner_client.get("/equipment/products/"), "No products are shown here")


@pytest.mark.usefixtures("hidden")
def test_link_is_back_as_soon_as_there_is_a_product(owner: User, owner_client: Client) -> None:
    KitItem.objects.put(owner, Equipment.objects.get(slug="mat"), have=True)
    ProductFactory(equipment=Equipment.objects.get(slug="barbell"))
    assertContains(owner_client.get("/equipment/"), LINK)
    assertContains(owner_client.get("/programs/upper-back/"), f"{LINK}?kind=barbell")
    assertNotContains(owner_client.get("/programs/upper-back/"), f"{LINK}?kind=pull-up-bar")
