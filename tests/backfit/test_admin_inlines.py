"""The rows inside every form of the admin: they swap, take one another's place, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.contrib.admin.sites import site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from djmoney.money import Money
from PIL import Image

from exercises.admin.formsets import RowFormSetMixin
from exercises.models import (
    Exercise,
    ExercisePhoto,
    ExerciseSource,
    Guide,
    GuideSource,
    JointAction,
    Muscle,
    OpeningHours,
    PriceChange,
    Product,
    Review,
    ReviewReport,
    Shop,
    Stabiliser,
    Stock,
)
from programs.models import Program, ProgramDay, ProgramItem
from tests.factories import (
    ExerciseFactory,
    GuideFactory,
    ProductFactory,
    ProgramDayFactory,
    ProgramFactory,
    ProgramItemFactory,
    ReviewFactory,
    ShopFactory,
    StockFactory,
    UserFactory,
)
from tests.forms import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


# --- a parent of each kind, with two rows in each of its inlines --------------------------------------


def exercise() -> Exercise:
    row = ExerciseFactory()
    row.primary_muscles.set(Muscle.objects.all()[:1])
    for n, role in enumerate(JointAction.Role.values):
        stabiliser = Stabiliser.objects.create(exercise=row, group=f"Group {n}", order=n)
        joint = JointAction.objects.create(
            exercise=row, joint=f"Joint {n}", position=f"Position {n}", role=role, order=n
        )
        for each in (stabiliser, joint):
            each.muscles.set(Muscle.objects.all()[n : n + 2])
        ExercisePhoto.objects.create(exercise=row, alt=f"Alt {n}", order=n, image=photo())
        ExerciseSource.objects.create(
            exercise=row, title=f"Source {n}", url=f"https://{n}.example", position=n
        )
    return row


def photo() -> SimpleUploadedFile:
    sent = BytesIO()
    Image.new("RGB", (60, 40), "red").save(sent, "JPEG")
    return SimpleUploadedFile("photo.jpg", sent.getvalue(), "image/jpeg")


def guide() -> Guide:
    row = GuideFactory()
    for n in (0, 1):
        GuideSource.objects.create(
            guide=row, title=f"Source {n}", url=f"https://{n}.example", position=n
        )
    return row


def product() -> Product:
    row = ProductFactory()
    for n in (1, 2):
        StockFactory(product=row, pieces=n)
        PriceChange.objects.create(product=row, price=Money(n, "EUR"), on=date(2026, 11, n))
    return row


def shop() -> Shop:
    row = ShopFactory()
    for weekday in (0, 1):
        OpeningHours.objects.create(shop=row, weekday=weekday, opens="09:00", closes="18:00")
    return row


def review() -> Review:
    row = ReviewFactory()
    for note in ("One", "Two"):
        ReviewReport.objects.create(review=row, reporter=UserFactory(), reason="abuse", note=note)
    return row


def program() -> Program:
    row = ProgramFactory()
    for n in (0, 1):
        row.phases.create(name=f"Phase {n}", weeks=n + 1, position=n)
        day = ProgramDayFactory(program=row, position=n, title=f"Day {n}")
        ProgramItemFactory.create_batch(2, day=day)
    return row


PARENTS: dict[Any, Callable[[], Any]] = {
    Exercise: exercise,
    Guide: guide,
    Product: product,
    Program: program,
    Review: review,
    Shop: shop,
}


def parent_field(admin: Any, inline: Any) -> Any:
    """The column of the rows that leads to what they are in."""
    return next(f for f in inline.model._meta.fields if f.related_model is admin.model)


def every_inline() -> Iterator[Any]:
    """Each model with an inline and the prefix of the rows, those in the first row of another too."""

    def nested(admin: Any, prefix: str) -> Iterator[tuple[str, Any]]:
        for inline in getattr(admin, "inlines", []):
            name = prefix + parent_field(admin, inline).remote_field.get_accessor_name()
            yield name, inline
            yield from nested(inline, f"{name}-0-")

    for model, admin in site._registry.items():
        for prefix, inline in nested(admin, ""):
            yield pytest.param(model, prefix, inline, id=f"{model.__name__}-{prefix}")


INLINES = list(every_inline())
EDITABLE = [each for each in INLINES if each.values[0] is not Review]
"""All but the reports of a review, which editors only delete."""


def page(row: Any) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def values(data: dict[str, Any], prefix: str, number: int, inline: Any) -> dict[str, Any]:
    """What the form sends of a row, without its keys and without rows inside it."""
    start = f"{prefix}-{number}-"
    found = {name.removeprefix(start): data[name] for name in data if name.startswith(start)}
    parents = [field.name for field in inline.model._meta.fields if field.related_model in PARENTS]
    keys = {"id", *parents} - {{Stock: "shop", ProgramItem: "exercise"}.get(inline.model)}
    return {
        name: value
        for name, value in found.items()
        if name not in keys
        and not any(part.isdigit() for part in name.split("-"))
        and not name.endswith("_FORMS")
    }


def rows_of(data: dict[str, Any], prefix: str, inline: Any) -> list[Any]:
    keys = [data[f"{prefix}-{n}-id"] for n in range(int(data[f"{prefix}-INITIAL_FORMS"]))]
    return list(inline.model.objects.filter(pk__in=keys).order_by("pk"))


def seen(row: Any) -> dict[str, Any]:
    """What a form can set of a row, but its place in the order."""
    fields = [f for f in row._meta.concrete_fields if f.name not in ("id", "order", "position")]
    many = {
        f.name: sorted(getattr(row, f.name).values_list("pk", flat=True))
        for f in row._meta.many_to_many
    }
    return {
        f.name: str(getattr(row, f.attname))
        for f in fields
        if f.editable and not isinstance(f, models.FileField)
    } | many


def send(client: Client, address: str, data: dict[str, Any]) -> None:
    answer = client.post(address, data)
    assert answer.status_code == 302, [answer.context["errors"], data]


@pytest.mark.parametrize(("model", "prefix", "inline"), INLINES)
def test_every_inline_has_the_one_mechanism_and_rows_to_test_it(
    model: Any, prefix: str, inline: Any
) -> None:
    assert issubclass(inline.formset, RowFormSetMixin)
    assert model in PARENTS


@pytest.mark.parametrize(("model", "prefix", "inline"), EDITABLE)
def test_two_rows_swap_all_they_hold(
    editor_client: Client, model: Any, prefix: str, inline: Any
) -> None:
    address = page(PARENTS[model]())
    data = form_of(editor_client.get(address))
    first, second = (values(data, prefix, number, inline) for number in (0, 1))
    names = first.keys() | second.keys()
    before = rows_of(data, prefix, inline)
    was = [seen(row) for row in before]
    data |= {f"{prefix}-0-{name}": second.get(name, "") for name in names}
    data |= {f"{prefix}-1-{name}": first.get(name, "") for name in names}
    send(editor_client, address, data)
    after = rows_of(data, prefix, inline)
    assert [row.pk for row in after] == [row.pk for row in before]
    assert [seen(row) for row in after] == was[::-1]


@pytest.mark.parametrize(("model", "prefix", "inline"), EDITABLE)
def test_row_takes_what_a_deleted_one_held(
    editor_client: Client, model: Any, prefix: str, inline: Any
) -> None:
    """The one that is deleted comes after it, in the form as in the table."""
    address = page(PARENTS[model]())
    data = form_of(editor_client.get(address))
    first, second = (values(data, prefix, number, inline) for number in (0, 1))
    before = rows_of(data, prefix, inline)
    was = seen(before[1])
    data |= {f"{prefix}-0-{name}": second.get(name, "") for name in first.keys() | second.keys()}
    data |= {f"{prefix}-1-DELETE": "on"}
    send(editor_client, address, data)
    (left,) = rows_of(data, prefix, inline)
    assert (left.pk, seen(left)) == (before[0].pk, was)


@pytest.mark.parametrize(("model", "prefix", "inline"), EDITABLE)
def test_new_row_takes_what_a_deleted_one_held(
    editor_client: Client, model: Any, prefix: str, inline: Any
) -> None:
    parent = PARENTS[model]()
    address = page(parent)
    data = form_of(editor_client.get(address))
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    before = rows_of(data, prefix, inline)
    was = seen(before[0])
    data |= {f"{prefix}-0-DELETE": "on", f"{prefix}-TOTAL_FORMS": str(number + 1)}
    data |= {
        f"{prefix}-{number}-{name}": value
        for name, value in values(data, prefix, 0, inline).items()
        if name != "DELETE"
    }
    if inline.model is ExercisePhoto:
        data[f"{prefix}-{number}-image"] = photo()
    if inline.model is ProgramDay:
        data |= {f"{prefix}-{number}-items-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    send(editor_client, address, data)
    newest = inline.model.objects.order_by("pk").last()
    assert (seen(newest), newest.pk) == (was, newest.pk)
    assert newest.pk not in [row.pk for row in before]
    assert rows_of(data, prefix, inline) == before[1:]


@pytest.mark.parametrize(("model", "prefix", "inline"), EDITABLE)
def test_empty_parent_is_told_and_the_row_is_kept(
    editor_client: Client, model: Any, prefix: str, inline: Any
) -> None:
    row = PARENTS[model]()
    data = form_of(editor_client.get(page(row)))
    typed = values(data, prefix, 0, inline)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/"
    empty = form_of(editor_client.get(address))
    top = prefix.partition("-")[0]
    empty |= {f"{top}-TOTAL_FORMS": "1", f"{prefix}-TOTAL_FORMS": "1"}
    empty |= {f"{prefix}-INITIAL_FORMS": "0"}
    empty |= {f"{prefix}-0-{name}": value for name, value in typed.items()}
    answer = editor_client.post(address, empty)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    shown = form_of(answer)
    for name, value in typed.items():
        sent = [str(each) for each in value] if isinstance(value, list) else str(value)
        if sent:
            assert shown[f"{prefix}-0-{name}"] == sent


def test_day_without_a_title_and_notes_is_made_for_its_items(editor_client: Client) -> None:
    address = "/admin/programs/program/add/"
    data = form_of(editor_client.get(address)) | {
        "title": "New",
        "slug": "new",
        "goal": "Goal",
        "summary": "Words.",
        "weekdays": ["MO"],
        "days-0-items-TOTAL_FORMS": "1",
        "days-0-items-INITIAL_FORMS": "0",
        "days-0-items-0-exercise": Exercise.objects.get(slug="bird-dog").pk,
        "days-0-items-0-section": "main",
        "days-0-items-0-dose": "3x8",
    }
    send(editor_client, address, data)
    (day,) = Program.objects.get(slug="new").plans
    assert [item.exercise.slug for item in day.plan_items()] == ["bird-dog"]


def test_second_day_without_a_title_is_made_for_its_items(editor_client: Client) -> None:
    row = program()
    data = form_of(editor_client.get(page(row))) | {
        "days-TOTAL_FORMS": "3",
        "days-2-title": "",
        "days-2-position": "",
        "days-2-items-TOTAL_FORMS": "1",
        "days-2-items-INITIAL_FORMS": "0",
        "days-2-items-0-exercise": Exercise.objects.get(slug="bird-dog").pk,
        "days-2-items-0-section": "main",
        "days-2-items-0-dose": "60s",
    }
    send(editor_client, page(row), data)
    days = Program.objects.get(pk=row.pk).plans
    assert [len(day.plan_items()) for day in days] == [2, 2, 1]


def test_day_is_deleted_with_its_items_whatever_stands_in_them(editor_client: Client) -> None:
    row = program()
    data = form_of(editor_client.get(page(row)))
    send(editor_client, page(row), data | {"days-0-DELETE": "on", "days-0-items-0-dose": "none"})
    assert [day.title for day in Program.objects.get(pk=row.pk).plans] == ["Day 1"]
    assert ProgramItem.objects.filter(day__program=row).count() == 2


def test_item_moves_out_of_a_day_that_is_deleted(editor_client: Client) -> None:
    row = program()
    data = form_of(editor_client.get(page(row)))
    moved = {name: value for name, value in data.items() if name.startswith("days-0-items-0-")}
    renamed = {
        name.replace("days-0-items-0", "days-1-items-2"): value for name, value in moved.items()
    }
    data = {name: value for name, value in data.items() if name not in moved}
    last = {n.replace("items-1-", "items-0-"): v for n, v in data.items() if "days-0-items-1-" in n}
    data |= (
        renamed
        | last
        | {
            "days-0-DELETE": "on",
            "days-0-items-TOTAL_FORMS": "1",
            "days-0-items-INITIAL_FORMS": "1",
            "days-1-items-TOTAL_FORMS": "3",
            "days-1-items-INITIAL_FORMS": "3",
            "days-1-items-2-day": data["days-1-id"],
        }
    )
    send(editor_client, page(row), data)
    (day,) = Program.objects.get(pk=row.pk).plans
    assert len(day.plan_items()) == 3


@pytest.mark.parametrize(("model", "prefix", "inline"), INLINES)
def test_row_that_somebody_else_deleted_meanwhile_is_no_failure(
    editor_client: Client, model: Any, prefix: str, inline: Any
) -> None:
    address = page(PARENTS[model]())
    data = form_of(editor_client.get(address))
    inline.model.objects.get(pk=data[f"{prefix}-1-id"]).delete()
    assert editor_client.post(address, data).status_code in (200, 302)


@pytest.mark.parametrize("name", ["two in the form", "one made meanwhile"])
@pytest.mark.parametrize(
    ("make", "prefix", "other"),
    [
        (shop, "hours", {"weekday": "5", "opens": "09:00:00", "closes": "18:00:00"}),
        (product, "prices", {"on": "2026-12-24", "price_0": "5", "price_1": "EUR"}),
    ],
)
def test_same_value_twice_is_told_in_words(
    editor_client: Client, name: str, make: Any, prefix: str, other: dict[str, str]
) -> None:
    row = make()
    data = form_of(editor_client.get(page(row)))
    data |= {f"{prefix}-0-{key}": value for key, value in other.items()}
    if name == "two in the form":
        data |= {f"{prefix}-1-{key}": value for key, value in other.items()}
    elif prefix == "hours":
        OpeningHours.objects.create(shop=row, weekday=5, opens="09:00", closes="10:00")
    else:
        PriceChange.objects.create(product=row, on=date(2026, 12, 24), price=Money(7, "EUR"))
    answer = editor_client.post(page(row), data)
    assert answer.status_code == 200
    told = str(answer.context["errors"])
    own = {
        "hours": "The shop opens at this time already.",
        "prices": "There is a price of this day",
    }
    assert (own[prefix] if name == "one made meanwhile" else "duplicate") in told
    assert form_of(answer)[f"{prefix}-0-{next(iter(other))}"] == next(iter(other.values()))
