"""Products and shops as content: samples that show how products look."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Prefetch
from pydantic import AfterValidator, BaseModel, ConfigDict

from exercises.content.catalogue import CONTENT_DIR
from exercises.content.loader import ContentLoader, Lookup, PublishableSchema, check, columns
from exercises.models import Equipment, OpeningHours, PriceChange, Product, Review, Shop, Stock
from exercises.opening_hours import read_line
from exercises.prices import exact_price, read_price

Exact = Annotated[Decimal, AfterValidator(Decimal.normalize)]
"""A decimal number, written as a text in TOML: `"0.5"`."""


def _canonical_price(text: str) -> str:
    return exact_price(read_price(text)) if text else ""


Price = Annotated[str, AfterValidator(_canonical_price)]
"""An amount and a currency, `790 RUB`; empty when unknown."""


def _canonical_hours(lines: tuple[str, ...]) -> tuple[str, ...]:
    """A line a day, in order: `MO-FR 9:00-18:00` is five."""
    return tuple(span.line() for span in sorted(span for line in lines for span in read_line(line)))


class ShopSchema(PublishableSchema):
    """shops/<slug>.toml"""

    name: str
    city: str
    address: str = ""
    time_zone: str
    hours: Annotated[tuple[str, ...], AfterValidator(_canonical_hours)] = ()


class ShopLoader(ContentLoader[ShopSchema, Shop]):
    """Shops with their opening hours."""

    entry_class, model, folder = ShopSchema, Shop, CONTENT_DIR / "shops"
    text_keys = Shop.translated_fields
    own = [name for name in ShopSchema.model_fields if name != "hours"]

    def rows(self) -> Iterable[Shop]:
        return Shop.objects.prefetch_related("hours")

    def read(self, row: Shop) -> ShopSchema:
        lines = tuple(span.line() for span in row.spans())
        return ShopSchema(**columns(row, self.own), hours=lines)

    def write(self, row: Shop, entry: ShopSchema) -> None:
        for name in self.own:
            setattr(row, name, getattr(entry, name))

    def relate(self, row: Shop, entry: ShopSchema) -> None:
        row.hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(shop=row, weekday=span.weekday, opens=span.opens, closes=span.closes)
            for line in entry.hours
            for span in read_line(line)
        )


class StockSchema(BaseModel):
    """A `[[stock]]` table of a product."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shop: str
    pieces: int
    counted_on: date


class RatingsSchema(BaseModel):
    """A `[[marks]]` table: one review that came with a sample, without a text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    efficiency: Exact
    value: Exact
    design: Exact


def _by_shop(rows: tuple[StockSchema, ...]) -> tuple[StockSchema, ...]:
    return tuple(sorted(rows, key=lambda row: row.shop))


class ProductSchema(PublishableSchema):
    """products/<slug>.toml"""

    equipment: str
    brand: str
    model: str
    maker: str = ""
    country: str = ""
    summary: str = ""
    is_sample: bool = False
    rating_note: str = ""
    price: Price = ""
    old_price: Price = ""
    priced_on: date | None = None
    weight_kg: Exact | None = None
    resistance_min_kg: Exact | None = None
    resistance_max_kg: Exact | None = None
    length_cm: Exact | None = None
    material: str = ""
    stock: Annotated[tuple[StockSchema, ...], AfterValidator(_by_shop)] = ()
    marks: tuple[RatingsSchema, ...] = ()


PRICES = ("price", "old_price")
RATING_COLUMNS = ("efficiency", "value", "design")
OWN_COLUMNS = [
    name
    for name in ProductSchema.model_fields
    if name not in ("equipment", "stock", "marks", *PRICES)
]


class ProductLoader(ContentLoader[ProductSchema, Product]):
    """Products with their stock, and the marks that came with samples."""

    entry_class, model, folder = ProductSchema, Product, CONTENT_DIR / "products"
    text_keys = Product.translated_fields

    def rows(self) -> Iterable[Product]:
        self.kinds: Lookup[Equipment] = Lookup(Equipment)
        samples = Review.objects.filter(author=None).order_by("pk")
        return Product.objects.select_related("equipment").prefetch_related(
            "stock__shop", Prefetch("reviews", samples, to_attr="sample_reviews")
        )

    def read(self, row: Product) -> ProductSchema:
        sample_reviews: list[Review] = row.sample_reviews  # type: ignore[attr-defined]
        return ProductSchema(
            **columns(row, OWN_COLUMNS),
            equipment=row.equipment.slug,
            price=exact_price(row.price),
            old_price=exact_price(row.old_price),
            stock=tuple(
                StockSchema(shop=item.shop.slug, **columns(item, ["pieces", "counted_on"]))
                for item in row.stock.all()
            ),
            marks=tuple(
                RatingsSchema(**columns(review, RATING_COLUMNS)) for review in sample_reviews
            ),
        )

    def write(self, row: Product, entry: ProductSchema) -> None:
        for name in OWN_COLUMNS:
            setattr(row, name, getattr(entry, name))
        for name in PRICES:
            text = getattr(entry, name)
            setattr(row, name, read_price(text) if text else None)
        row.equipment = self.kinds.one(entry.equipment, f"{entry.slug}.toml")

    def relate(self, row: Product, entry: ProductSchema) -> None:
        shops: Lookup[Shop] = Lookup(Shop)
        row.stock.all().delete()
        for item in entry.stock:
            shop = shops.one(item.shop, f"{entry.slug}.toml")
            self._add(
                entry, Stock(product=row, shop=shop, **columns(item, ["pieces", "counted_on"]))
            )
        row.reviews.filter(author=None).delete()
        for marks in entry.marks:
            self._add(entry, Review(product=row, **columns(marks, RATING_COLUMNS)))
        PriceChange.objects.record(row)

    def _add(self, entry: ProductSchema, row: Stock | Review) -> None:
        """Save a row that hangs on the product. Raises `ContentError`."""
        check(row, f"{entry.slug}.toml")
        row.save()


LOADERS: list[ContentLoader[Any, Any]] = [ShopLoader(), ProductLoader()]
"""After the catalogue's: products refer to kinds of equipment and to shops."""
