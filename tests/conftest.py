"""What all tests share: three people, their browsers, and the curated content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.urls import get_resolver
from hypothesis import settings

from backfit.accounts.models import User
from backfit.accounts.permissions import EDITORS_GROUP
from programs.models import Program, Workout
from programs.sheets import render_cache
from tests.factories import UserFactory

# The same examples in every run, and no clock: a busy machine fails no test.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in tests/browser carries the marker `browser`; `no_database` what asks for none.

    What several threads shall see is written outside a transaction, and deleted after the test.
    """
    for item in items:
        if "browser" in item.path.relative_to(item.config.rootpath).parts:
            item.add_marker(pytest.mark.browser)
        asks = {"db", "transactional_db", "django_db_setup", "live_server"}
        if not item.get_closest_marker("django_db") and asks.isdisjoint(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.no_database)
        if "transactional_db" in getattr(item, "fixturenames", ()) or any(
            each.kwargs.get("transaction") for each in item.iter_markers("django_db")
        ):
            raise pytest.UsageError(f"{item.nodeid} would empty all tables, the content's too.")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_use_migrations: bool,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Every test finds the curated content, loaded once, in a test database.

    Pytest-django itself makes none when only unmarked tests run, such as those in a browser, and
    they would meet the developer's own.
    """
    connection.settings_dict["TEST"]["MIGRATE"] = django_db_use_migrations
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        call_command("load_content", verbosity=0)
    yield
    with django_db_blocker.unblock():
        _hang_up()
        teardown_databases(databases, verbosity=0)


def _hang_up() -> None:
    """End other sessions: a browser that keeps its line to the server keeps the server's to PostgreSQL."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A hash that is slow on purpose would be half of what the tests do."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _desk_without_second_factor() -> Iterator[None]:
    """The administration opens with a password, whatever `.env` says, but where a test asks for more."""
    with override_settings(ADMIN_SECOND_FACTOR=False):
        yield


@pytest.fixture(scope="session", autouse=True)
def _sample_products() -> Iterator[None]:
    """The sample products are shown, whatever `.env` says, but where a test hides them."""
    with override_settings(SHOW_SAMPLE_PRODUCTS=True):
        yield


@pytest.fixture
def mailing(settings: Any) -> None:
    """The site as it is where mail is sent (`EMAIL_URL`): addresses are confirmed by code."""
    get_resolver().url_patterns  # noqa: B018 (allauth reads the settings when its addresses are read first)
    settings.SENDS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    settings.ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
    settings.MFA_PASSKEY_SIGNUP_ENABLED = True
    settings.ROOT_URLCONF = "tests.mailing_urls"


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """No test sees what another left in the cache: rate limits and sheets."""
    cache.clear()
    render_cache.clear_memory()
    yield
    cache.clear()


@pytest.fixture
def owner(db: None) -> User:
    return UserFactory(email="olga@example.org", name="Olga")


@pytest.fixture
def other(db: None) -> User:
    return UserFactory(email="oscar@example.org", name="Oscar")


@pytest.fixture
def editor(db: None) -> User:
    return UserFactory(email="edith@example.org", name="Edith", is_staff=True, is_superuser=True)


@pytest.fixture
def group_editor(db: None) -> User:
    """Someone of the Editors group: staff, but no superuser."""
    person = UserFactory(email="gwen@example.org", name="Gwen", is_staff=True)
    person.groups.add(Group.objects.get(name=EDITORS_GROUP))
    return person


@pytest.fixture
def group_editor_client(group_editor: User) -> Client:
    client = Client()
    client.force_login(group_editor)
    return client


@pytest.fixture
def owner_client(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def other_client(other: User) -> Client:
    client = Client()
    client.force_login(other)
    return client


@pytest.fixture
def editor_client(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def program(db: None) -> Program:
    """The source's program for the upper back: it has a total of repetitions and sets."""
    return Program.objects.with_items().get(slug="upper-back")


@pytest.fixture
def workout(owner: User, program: Program) -> Workout:
    """The owner's own copy of the upper-back program."""
    return program.copy_for(owner)
