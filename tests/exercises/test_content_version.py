"""Whatever way content is written, the public page is made anew; what is not content leaves it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from backfit.accounts.models import User
from exercises import content_version
from exercises.apps import PRIVATE_MODELS
from exercises.content_version import ContentQuerySet
from exercises.models import (
    BodyPart,
    Equipment,
    Exercise,
    Favourite,
    Guide,
    GuideSource,
    Product,
    Stock,
)
from programs.models import Program, ProgramDay, ProgramItem
from tests.backfit.conftest import share_content_version
from tests.factories import PASSWORD, ReviewFactory, UserFactory
from tests.forms import form_of

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture(autouse=True)
def _own_version(settings: Any, tmp_path: Path) -> None:
    share_content_version(settings, tmp_path)


@pytest.fixture
def bumped(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], object]], int]:
    """How many times writing changed the version, once all is committed."""

    def count(write: Callable[[], object]) -> int:
        transaction.get_connection().run_on_commit.clear()  # what the test itself prepared
        versions = [content_version.current()]
        with django_capture_on_commit_callbacks() as callbacks:
            write()
        for callback in callbacks:
            callback()
            versions.append(content_version.current())
        return len(set(versions)) - 1

    return count


def admin_form(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    address = f"/admin/exercises/condition/{apps.get_model('exercises.Condition').objects.first().pk}/change/"
    client.post(address, form_of(client.get(address)) | {"reason": "Another reason."})
    assert LogEntry.objects.filter(user=editor).exists()


def admin_action(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    chosen = [Guide.objects.published()[0].pk]
    data = {"action": "unpublish", "_selected_action": chosen}
    assert client.post("/admin/exercises/guide/", data).status_code == 302


def bird_dog() -> Exercise:
    return Exercise.objects.get(slug="bird-dog")


def vote(editor: User) -> None:
    Guide.objects.published()[0].rate(editor, 5)


def rename(editor: User) -> None:
    ReviewFactory(author=editor)
    editor.name = "Another name"
    editor.save()


WAYS: dict[str, Callable[[User], object]] = {
    "admin form": admin_form,
    "admin action": admin_action,
    "save": lambda editor: bird_dog().save(),
    "update": lambda editor: Exercise.objects.filter(slug="bird-dog").update(summary="New."),
    "bulk_create": lambda editor: BodyPart.objects.bulk_create(
        [BodyPart(name="Tail", slug="tail", region="legs", order=99)]
    ),
    "bulk_update": lambda editor: Exercise.objects.bulk_update([bird_dog()], ["summary"]),
    "delete of many": lambda editor: Stock.objects.all().delete(),
    "add to a relation": lambda editor: bird_dog().equipment.add(Equipment.objects.all()[0]),
    "set a relation": lambda editor: bird_dog().contraindications.set([]),
    "other end of a relation": lambda editor: Equipment.objects.all()[0].exercises.add(bird_dog()),
    "inline row": lambda editor: ProgramItem.objects.all()[0].save(),
    "inline row deleted": lambda editor: ProgramItem.objects.all()[0].delete(),
    "many items": lambda editor: ProgramItem.objects.all().update(note="New."),
    "day": lambda editor: ProgramDay.objects.all().update(title="New."),
    "program": lambda editor: Program.objects.all()[0].save(),
    "vote": vote,
    "review": lambda editor: ReviewFactory(),
    "reviewer's new name": rename,
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_write_content_changes_the_version(
    way: str, editor: User, bumped: Callable[..., int]
) -> None:
    assert bumped(lambda: WAYS[way](editor)) >= 1


def test_load_content_changes_the_version_once_and_only_when_something_changed(
    bumped: Callable[..., int],
) -> None:
    assert bumped(lambda: call_command("load_content", verbosity=0)) == 0
    GuideSource.objects.all()[0].guide.sources.all().delete()
    Guide.objects.filter(sources=None).delete()
    assert bumped(lambda: call_command("load_content", verbosity=0)) == 1


def test_one_transaction_changes_the_version_once(bumped: Callable[..., int]) -> None:
    def write() -> None:
        with transaction.atomic():
            for exercise in Exercise.objects.all()[:5]:
                exercise.save()
                exercise.equipment.set([])

    assert bumped(write) == 1


PRIVATE: dict[str, Callable[[User], object]] = {
    "favourite": lambda user: Favourite.objects.put(user, Product.objects.all()[0], keep=True),
    "copy of a program": lambda user: Program.objects.all()[0].copy_for(user),
    "sign-in": lambda user: Client().post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD}
    ),
    "new password": lambda user: (user.set_password("another pass phrase"), user.save()),
    "new person": lambda user: UserFactory(),
}


@pytest.mark.parametrize("way", PRIVATE)
def test_what_is_not_content_leaves_the_version(
    way: str, owner: User, bumped: Callable[..., int]
) -> None:
    assert bumped(lambda: PRIVATE[way](owner)) == 0


def public_models() -> Iterator[Any]:
    for model in apps.get_app_config("exercises").get_models():
        if model.__name__ not in PRIVATE_MODELS and not hasattr(model, "history_type"):
            yield model
    yield from (Program, ProgramDay, ProgramItem)


@pytest.mark.parametrize("model", list(public_models()), ids=lambda model: model.__name__)
def test_bulk_verbs_of_every_public_model_change_the_version(model: Any) -> None:
    assert isinstance(model._default_manager.all(), ContentQuerySet)
