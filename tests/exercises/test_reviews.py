"""Reviews: one a person and product, in marks and words, moderated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import Product, Review, ReviewReport
from tests.factories import ProductFactory, ReviewFactory, UserFactory

pytestmark = pytest.mark.django_db
MARKS = {"efficiency": "4.0", "value": "3.5", "design": "5.0"}


@pytest.fixture
def product(db: None) -> Product:
    return ProductFactory(slug="reviewed")


def form_of(product: Product) -> str:
    return f"{product.get_absolute_url()}review/"


def send(client: Client, product: Product, **data: Any) -> Any:
    return client.post(form_of(product), {**MARKS, "text": "Solid.", **data})


def test_review_is_written_shown_changed_and_deleted(
    owner_client: Client, owner: User, client: Client, product: Product
) -> None:
    assertRedirects(send(owner_client, product), f"{product.get_absolute_url()}#reviews")
    page = client.get(product.get_absolute_url())
    assertContains(page, '4.2</strong> <span class="muted">from 1 review<')
    assertContains(page, "Olga")
    assertNotContains(page, owner.email)
    review = Review.objects.get(product=product)
    response = owner_client.get(form_of(product))
    assertContains(response, '<option value="3.5" selected>3.5</option>', html=True)
    send(owner_client, product, efficiency="1.0", seen=review.pk)
    assert Review.objects.get(product=product).efficiency == 1
    owner_client.post(f"{form_of(product)}delete/")
    assert not Review.objects.filter(product=product).exists()


def test_author_without_a_name_is_a_member(client: Client, product: Product) -> None:
    ReviewFactory(product=product, author=UserFactory(email="secret@example.org", name=""))
    page = client.get(product.get_absolute_url())
    assertContains(page, "A member")
    assertNotContains(page, "secret")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": "a" * 10_000}, "Your review has 10,000 characters; 5,000 are the most that fit."),
        ({"text": "<b>great</b>"}, "Reviews are plain text: please leave out HTML such as “<b>”."),
        ({"text": "<script>alert(1)</script>"}, "Reviews are plain text"),
        ({"efficiency": ""}, "Choose a mark from 1 to 5."),
        ({"value": "4.2"}, "4.2 is not one of the available choices."),
        ({"design": "6"}, "6 is not one of the available choices."),
    ],
)
def test_wrong_review_gets_a_clear_message_and_nothing_is_lost(
    owner_client: Client, product: Product, data: dict[str, str], message: str
) -> None:
    response = send(owner_client, product, **data)
    assertContains(response, escape(message), status_code=422)
    if "text" in data:
        assertContains(response, escape(data["text"]), status_code=422)
    assert b"<script>alert" not in response.content
    assert not Review.objects.filter(product=product).exists()


def test_five_thousand_characters_and_a_less_than_sign_are_fine(
    owner_client: Client, product: Product
) -> None:
    send(owner_client, product, text="weight < 5 kg and > 2 kg ".ljust(5000, "a"))
    assert len(Review.objects.get(product=product).text) == 5000


def test_second_review_by_the_same_person_is_told_and_can_replace_the_first(
    owner_client: Client, product: Product
) -> None:
    send(owner_client, product, text="First.")
    response = send(owner_client, product, text="Second.")
    assertContains(response, "You have reviewed this product already.", status_code=422)
    assertContains(response, "Second.", status_code=422)
    review = Review.objects.get(product=product)
    assert review.text == "First."
    assertContains(response, f'name="seen" value="{review.pk}"', status_code=422)
    send(owner_client, product, text="Second.", seen=review.pk)
    assert Review.objects.get(product=product).text == "Second."


def test_database_itself_keeps_one_a_person_and_marks_in_halves(
    product: Product, owner: User
) -> None:
    ReviewFactory(product=product, author=owner)
    with pytest.raises(IntegrityError):
        ReviewFactory(product=product, author=owner)


@pytest.mark.parametrize("mark", ["0.5", "4.2", "5.5"])
def test_database_itself_refuses_other_marks(product: Product, mark: str) -> None:
    with pytest.raises(IntegrityError):
        ReviewFactory(product=product, value=Decimal(mark))


def test_who_is_not_signed_in_signs_in_first(client: Client, product: Product) -> None:
    response = send(client, product)
    assertRedirects(response, f"/accounts/login/?next={form_of(product)}")
    assert not Review.objects.filter(product=product).exists()


def test_nobody_else_changes_or_deletes_a_review(
    owner_client: Client, other_client: Client, product: Product
) -> None:
    send(owner_client, product)
    assert other_client.post(f"{form_of(product)}delete/").status_code == 404
    send(other_client, product, text="Mine.")
    assert Review.objects.filter(product=product).count() == 2


def test_report_reaches_the_editors_who_hide_the_review(
    owner_client: Client,
    other_client: Client,
    editor_client: Client,
    client: Client,
    product: Product,
) -> None:
    send(owner_client, product, text="Buy at my shop!")
    review = Review.objects.get(product=product)
    address = f"/equipment/reviews/{review.pk}/report/"
    for reason in ("other", "advertising"):
        assertRedirects(other_client.post(address, {"reason": reason}), product.get_absolute_url())
    assert [row.reason for row in ReviewReport.objects.all()] == ["advertising"]
    assertContains(editor_client.get("/admin/exercises/review/?reported=1"), "Acme")
    assertContains(editor_client.get(f"/admin/exercises/review/{review.pk}/change/"), "Advertising")
    action = {"action": "hide", "_selected_action": [review.pk]}
    editor_client.post("/admin/exercises/review/", action)
    page = client.get(product.get_absolute_url())
    assertNotContains(page, "Buy at my shop!")
    assertContains(page, "No reviews yet")
    assertContains(owner_client.get(product.get_absolute_url()), "Editors have hidden your review")
    assertContains(owner_client.get(form_of(product)), "Editors have hidden this review")
    send(owner_client, product, text="Sorry.", seen=review.pk)
    assertNotContains(client.get(product.get_absolute_url()), "Sorry.")
    editor_client.post("/admin/exercises/review/", {**action, "action": "show"})
    assertContains(client.get(product.get_absolute_url()), "Sorry.")
    assert not ReviewReport.objects.exists()


def test_sample_marks_and_hidden_reviews_cannot_be_reported(owner_client: Client) -> None:
    marks = Review.objects.filter(author=None).first()
    assert marks is not None
    assert owner_client.get(f"/equipment/reviews/{marks.pk}/report/").status_code == 404


def test_review_leaves_with_its_author(owner_client: Client, owner: User, product: Product) -> None:
    send(owner_client, product)
    owner.delete()
    assert not Review.objects.filter(product=product).exists()
