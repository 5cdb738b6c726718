"""Products: what the source says of them, lists, filters, comparison and favourites."""

from __future__ import annotations

import json
import re
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from djmoney.money import Money
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import Equipment, Favourite, PriceChange, Product, Review, Status
from exercises.prices import discount_percent, price_text, read_price
from exercises.products.comparison import compare
from exercises.products.price_chart import price_chart
from tests.factories import (
    PASSWORD,
    ProductFactory,
    ReviewFactory,
    ShopFactory,
    StockFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
BAND = "/equipment/resistance-bands/hvat-latex-band/"
DAY = date(2026, 11, 1)


def rub(amount: str) -> Money:
    return Money(Decimal(amount), "RUB")


def sample(slug: str) -> Product:
    return Product.objects.for_cards().get(slug=slug)


def found(client: Client, query: str) -> list[str]:
    return [
        product.slug for product in client.get(f"/equipment/products/?{query}").context["products"]
    ]


SOURCE = [
    ("starfit-es-201", "279 RUB", "", "", "5.0 from 1 review", {"Chekhov": 1, "Moscow": 2}),
    (
        "hvat-latex-band",
        *("790 RUB", "960 RUB", "−18%", "4.0 from 2 reviews"),
        {"Chekhov": 3, "Moscow": 3, "Serpukhov": 1},
    ),
    ("starfit-db-101", "199 RUB", "", "", "5.0 from 1 review", {"Moscow": 2}),
]


@pytest.mark.parametrize(("slug", "price", "old", "discount", "rating", "pieces"), SOURCE)
def test_sample_has_exactly_the_figures_of_the_source(
    slug: str, price: str, old: str, discount: str, rating: str, pieces: dict[str, int]
) -> None:
    product = sample(slug)
    assert (product.price_label, product.old_price_label) == (price, old)
    assert product.discount_label == discount
    assert str(product.rating) == rating
    assert {row.shop.city: row.pieces for row in product.in_shops} == pieces
    assert product.is_sample


def test_page_of_a_sample_says_so_and_how_its_mean_comes_about(client: Client) -> None:
    response = client.get(BAND)
    for text in (
        *("Sample.", "960 RUB", "790 RUB", "−18%", "(3.5 + 3.5 + 5.0) ÷ 3", "printed 4.3"),
        *(
            "Chekhov, Karnaval shopping centre",
            "3 pieces",
            "Monday–\u2060Sunday: 10:00–\u206022:00",
        ),
    ):
        assertContains(response, text)
    assert [str(mean) for _, mean in response.context["marks"].means] == ["3.5", "3.5", "5.0"]
    assert not re.search(r"\+7|929", response.content.decode())
    for day in ("Price as of", "22 November 2026", "Open now", "Closed now"):
        assertNotContains(response, day)
    assertNotContains(client.get("/equipment/products/"), "In stock in Chekhov")


def structured(client: Client, address: str) -> Any:
    text = client.get(address).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(data)["@graph"][0]


def test_sample_has_neither_offer_nor_rating_for_search_engines(client: Client) -> None:
    ReviewFactory(product=sample("hvat-latex-band"))
    data = structured(client, BAND)
    assert data["@type"] == "Product"
    assert data["brand"]["name"] == "HVAT"
    assert not {"offers", "aggregateRating"} & set(data)


def test_offer_and_rating_are_told_when_they_are_true(client: Client) -> None:
    product = ProductFactory(price=Money("12.50", "EUR"), priced_on=DAY)
    assert not {"offers", "aggregateRating"} & set(structured(client, product.get_absolute_url()))
    StockFactory(product=product)
    ReviewFactory(product=product, efficiency=5)
    data = structured(client, product.get_absolute_url())
    assert (data["offers"]["price"], data["offers"]["priceCurrency"]) == ("12.50", "EUR")
    assert (data["aggregateRating"]["ratingValue"], data["aggregateRating"]["reviewCount"]) == (
        "4.3",
        1,
    )


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [("790", "960", 18), ("995", "1000", 1), ("99.51", "100", 0), ("87.50", "100", 13)],
)
def test_discount_is_rounded_as_shops_do(now: str, before: str, percent: int) -> None:
    assert discount_percent(rub(now), rub(before)) == percent


def test_currencies_are_never_mixed() -> None:
    with pytest.raises(TypeError):
        discount_percent(rub("790"), Money(960, "EUR"))


@pytest.mark.parametrize(
    ("price", "words"),
    [("1299.50 EUR", "1,299.50 EUR"), ("790 RUB", "790 RUB"), ("0.10 USD", "0.10 USD")],
)
def test_price_reads_and_prints_exactly(price: str, words: str) -> None:
    assert price_text(read_price(price)) == words


@pytest.mark.parametrize("text", ["790", "RUB 790", "x RUB", "790 XXX", "790 rub"])
def test_wrong_price_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="790 RUB"):
        read_price(text)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"price": rub("0"), "priced_on": DAY}, "more than nothing"),
        ({"price": rub("10")}, "on which day"),
        ({"price": rub("10"), "old_price": rub("10"), "priced_on": DAY}, "must be higher"),
        ({"price": rub("1"), "old_price": Money(2, "EUR"), "priced_on": DAY}, "currency"),
        ({"old_price": rub("10")}, "needs a price"),
        ({"resistance_min_kg": Decimal(9), "resistance_max_kg": Decimal(5)}, "lower one"),
        ({"brand": "HVAT", "model": "Latex Band set"}, "entered already"),
    ],
)
def test_senseless_product_is_refused_in_words(values: dict[str, Any], message: str) -> None:
    product = ProductFactory.build(**{"equipment": Equipment.objects.get(slug="mat"), **values})
    with pytest.raises(ValidationError, match=message):
        product.full_clean()


def test_database_itself_refuses_a_false_discount() -> None:
    with pytest.raises(IntegrityError):
        ProductFactory(price=rub("10"), old_price=rub("9"), priced_on=DAY)


def test_price_of_a_day_is_kept_and_drawn(client: Client) -> None:
    product = ProductFactory(price=rub("900"), priced_on=DAY)
    PriceChange.objects.record(product)
    assertNotContains(client.get(product.get_absolute_url()), 'class="chart"')
    product.price, product.priced_on = rub("790.50"), date(2026, 11, 20)
    for _ in range(2):
        PriceChange.objects.record(product)
    assert [str(row) for row in product.prices.all()] == [
        *("900 RUB on 2026-11-01", "790.50 RUB on 2026-11-20"),
    ]
    product.save()
    response = client.get(product.get_absolute_url())
    assertContains(response, 'class="chart"')
    assertContains(response, "from 900 RUB to 790.50 RUB")


def test_chart_steps_from_day_to_day() -> None:
    points = [(date(2026, 1, 1), Decimal(100)), (date(2026, 1, 11), Decimal(50))]
    assert 'd="M10.0 26.0H470.0V116.0"' in price_chart(points, "Price")
    assert price_chart(points[:1], "Price") == ""
    assert "&lt;b&gt;" in price_chart(points, "<b>")


def test_means_are_exact_and_rounded_half_up() -> None:
    product = ProductFactory()
    assert str(ProductFactory_rating(product)) == "No reviews yet"
    ReviewFactory(product=product, efficiency=4, value=Decimal("4.5"), design=4)
    ReviewFactory(product=product, efficiency=4, value=Decimal("4.5"), design=Decimal("4.5"))
    assert str(ProductFactory_rating(product)) == "4.3 from 2 reviews"  # 25.5 ÷ 6 = 4.25
    Review.objects.filter(product=product).update(status=Review.Status.HIDDEN)
    assert str(ProductFactory_rating(product)) == "No reviews yet"


def ProductFactory_rating(product: Product) -> object:  # noqa: N802 (reads as the thing it asks)
    return Product.objects.with_rating().get(pk=product.pk).rating


@pytest.fixture
def shelf() -> None:
    """Nothing but four products: in two cities, of two currencies, one of them discounted."""
    Product.objects.all().delete()
    bands = Equipment.objects.get(slug="resistance-bands")
    a = ProductFactory(slug="a", model="A", price=rub("100"), old_price=rub("200"), priced_on=DAY)
    b = ProductFactory(slug="b", model="B", price=rub("300"), priced_on=DAY, equipment=bands)
    ProductFactory(slug="c", model="C", price=Money(5, "EUR"), priced_on=DAY)
    ProductFactory(slug="d", model="D")
    berlin, closed = ShopFactory(city="Berlin"), ShopFactory(city="Rome", status=Status.DRAFT)
    StockFactory(product=a, shop=berlin)
    StockFactory(product=b, shop=berlin, pieces=0)
    StockFactory(product=b, shop=ShopFactory(city="Bonn"))
    StockFactory(product=b, shop=closed)
    ReviewFactory(product=a, efficiency=3, value=3, design=3)
    ReviewFactory(product=b)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", "abcd"),
        ("kind=resistance-bands", "b"),
        ("city=Berlin", "a"),
        ("city=Bonn", "b"),
        ("rating=4", "b"),
        ("rating=3", "ab"),
        ("discount=on", "a"),
        ("currency=RUB&price_from=150", "b"),
        ("currency=RUB&price_to=300", "ab"),
        ("currency=EUR", "c"),
        ("sort=price", "cabd"),
        ("sort=-price", "cbad"),
        ("sort=rating", "bacd"),
        ("sort=discount", "abcd"),
        ("kind=dumbbells&city=Berlin&rating=3&discount=on", "a"),
        ("kind=dumbbells&city=Bonn", ""),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_products_are_filtered_and_sorted(client: Client, query: str, slugs: str) -> None:
    assert found(client, query) == list(slugs)


@pytest.mark.usefixtures("shelf")
def test_each_choice_says_how_many_it_would_leave(client: Client) -> None:
    form = client.get("/equipment/products/?kind=dumbbells").context["form"]
    labels = {
        label for name in ("kind", "city", "rating") for _, label in form.fields[name].choices
    }
    assert {"Dumbbells (3)", "Resistance bands (1)", "Berlin (1)", "Bonn (0)"} <= labels
    assert {"4 and up (0)", "3 and up (1)"} <= labels
    assert form["discount"].label == "With a discount (1)"
    assert not any(label.startswith("Rome") for label in labels)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("kind=car", "car"),
        ("price_from=abc", "Enter a number"),
        ("price_from=5", "we convert none"),
        ("currency=RUB&price_from=5&price_to=4", "below the lowest"),
        ("rating=9", "9"),
        ("sort=luck", "luck"),
    ],
)
def test_wrong_filter_is_named(client: Client, query: str, message: str) -> None:
    assertContains(client.get(f"/equipment/products/?{query}"), message, status_code=400)


def many(number: int, reviews: int) -> None:
    """So many products, each with so many reviews and two shops."""
    kinds = list(Equipment.objects.all())
    shops = [ShopFactory(city=city) for city in ("Berlin", "Bonn")]
    people = User.objects.bulk_create(
        User(email=f"p{index}-{number}@example.org") for index in range(reviews)
    )
    products = Product.objects.bulk_create(
        Product(
            slug=f"many-{number}-{index}",
            brand="Many",
            model=f"{number}-{index}",
            equipment=kinds[index % len(kinds)],
            status=Status.PUBLISHED,
            price=rub(str(100 + index)),
            priced_on=DAY,
        )
        for index in range(number)
    )
    Review.objects.bulk_create(
        (
            Review(product=product, author=person, efficiency=4, value=4, design=3)
            for product in products
            for person in people
        ),
        batch_size=10_000,
    )
    StockFactory._meta.model.objects.bulk_create(
        StockFactory.build(product=product, shop=shop) for product in products for shop in shops
    )


@pytest.mark.parametrize(
    "query", ["", "sort=rating&rating=3", "city=Berlin&sort=discount&kind=mat"]
)
def test_list_takes_the_same_queries_for_few_and_for_many(client: Client, query: str) -> None:
    counts = []
    for number, reviews in ((30, 1), (400, 20)):
        many(number, reviews)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/equipment/products/?{query}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_product_page_takes_the_same_queries_for_few_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(8):
        client.get(BAND)
    product = sample("hvat-latex-band")
    ReviewFactory.create_batch(20, product=product)
    StockFactory.create_batch(20, product=product)
    ProductFactory.create_batch(20, equipment=product.equipment)
    with django_assert_num_queries(8):
        client.get(BAND)


def test_comparison_marks_the_rows_that_differ() -> None:
    products = [sample("hvat-latex-band"), sample("starfit-es-201"), sample("starfit-db-101")]
    rows = {row.label: row for row in compare(products)}
    assert rows["Price"].values == ("790 RUB", "279 RUB", "199 RUB")
    assert rows["Discount"].values == ("−18%", "–", "–")
    assert rows["Rating"].values == ("4.0 from 2 reviews", "5.0 from 1 review", "5.0 from 1 review")
    assert rows["Price"].differs
    assert not rows["Price seen on"].differs
    assert "Length" not in rows
    assert not any(row.differs for row in compare(products[:1]))


def test_comparison_keeps_the_order_of_its_address_and_takes_four(client: Client) -> None:
    keys = [product.pk for product in ProductFactory.create_batch(5)]
    order = [keys[2], keys[0], keys[4], keys[1]]
    address = "/equipment/compare/?" + "&".join(f"item={key}" for key in [*order, order[0]])
    assert [product.pk for product in client.get(address).context["products"]] == order
    response = client.get(f"{address}&item={keys[3]}")
    assert len(response.context["products"]) == 4
    assertContains(response, "At most four products")


@pytest.mark.parametrize(
    "item", ["0", "abc", "-1", "99999999", "9" * 30, "1.5", "²", "%F0%9F%92%AA"]
)
def test_wrong_item_to_compare_is_named(client: Client, item: str) -> None:
    assert client.get(f"/equipment/compare/?item={item}").status_code == 400


def test_comparison_takes_the_same_queries_for_one_and_for_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = [StockFactory().product.pk for _ in range(4)]
    for number in (1, 3):
        address = "/equipment/compare/?" + "&".join(f"item={key}" for key in keys[:number])
        with django_assert_num_queries(4):
            client.get(address)


def put(client: Client, address: str, keep: str, **data: str) -> Any:
    return client.post(f"{address}favourite/", {"keep": keep, **data}, headers=OURS)


def test_favourite_is_kept_once_and_let_go(owner_client: Client, owner: User) -> None:
    for _ in range(2):
        assertRedirects(put(owner_client, BAND, "1"), BAND)
    assert [row.product.slug for row in Favourite.objects.filter(user=owner)] == ["hvat-latex-band"]
    assertContains(owner_client.get("/equipment/favourites/"), "HVAT Latex Band set")
    put(owner_client, BAND, "0")
    assertContains(owner_client.get("/equipment/favourites/"), "Nothing here yet")
    assert not Favourite.objects.exists()


def test_favourites_are_everybodys_own(owner_client: Client, other_client: Client) -> None:
    put(owner_client, BAND, "1")
    assertNotContains(other_client.get("/equipment/favourites/"), "HVAT")


@pytest.mark.parametrize("way", ["signup", "login"])
def test_favourites_of_the_session_move_to_the_account(client: Client, way: str) -> None:
    put(client, BAND, "1")
    put(client, "/equipment/dumbbells/starfit-db-101/", "1")
    response = client.get("/equipment/favourites/")
    assertContains(response, "HVAT Latex Band set")
    assert "private" in response["Cache-Control"]
    assert "private" in client.get(BAND)["Cache-Control"]
    if way == "signup":
        client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    else:
        member = UserFactory(email="new@example.org")
        Favourite.objects.put(member, sample("hvat-latex-band"), keep=True)
        client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    person = User.objects.get(email="new@example.org")
    assert set(Product.objects.filter(favourites__user=person).values_list("slug", flat=True)) == {
        *("hvat-latex-band", "starfit-db-101"),
    }
    assert "favourite_products" not in client.session


def test_way_back_stays_on_this_site(owner_client: Client) -> None:
    response = put(owner_client, BAND, "1", next="/equipment/products/?kind=mat")
    assertRedirects(response, "/equipment/products/?kind=mat")
    for place in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "nonsense"):
        assertRedirects(put(owner_client, BAND, "1", next=place), BAND)


def test_draft_product_is_for_staff_alone(client: Client, editor_client: Client) -> None:
    draft = ProductFactory(status=Status.DRAFT, model="Secret")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert put(client, draft.get_absolute_url(), "1").status_code == 404
    assert client.get(f"/equipment/compare/?item={draft.pk}").status_code == 400
    assertNotContains(client.get("/equipment/products/"), "Secret")
    assertContains(editor_client.get(draft.get_absolute_url()), "Draft: only staff")


def test_shop_without_known_hours_is_neither_open_nor_closed(client: Client) -> None:
    product = ProductFactory()
    shop = StockFactory(product=product).shop
    response = client.get(product.get_absolute_url())
    assertNotContains(response, "Closed now")
    for weekday in range(7):
        shop.hours.create(weekday=weekday, opens=time(0), closes=time(0))
    assertContains(client.get(product.get_absolute_url()), "Open now")
    with pytest.raises(ValidationError, match="no IANA time zone"):
        ShopFactory.build(time_zone="Moscow").full_clean()
