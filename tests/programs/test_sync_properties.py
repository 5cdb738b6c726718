"""Whatever way uploads come, the same rows are there in the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from random import Random
from threading import Barrier, Thread
from typing import Any, cast

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from backfit.accounts.models import User
from exercises.people import Person
from programs.logs.upload import save_sessions
from tests.factories import UserFactory
from tests.programs.uploads import a_session, a_set, number, send, stored

DEVICES = 6
NOW = datetime(2026, 12, 14, 20, tzinfo=UTC)

few = st.integers(1, 3)
keys = st.integers(1, 3).map(number)
stamps = st.integers(10, 14).map("2026-12-07T17:{}:00Z".format)
maybe = st.none() | st.integers(1, 10)


@st.composite
def sets(draw: Any) -> dict[str, Any]:
    return a_set(
        uuid=draw(keys),
        reps=draw(st.integers(0, 12)),
        load_kg=draw(st.sampled_from([None, "9", "10", "42.5"])),
        exercise=draw(st.sampled_from(["deadlift", "no-such", f"own-{number(9)}"])),
        name=draw(st.sampled_from(["", "A", "B"])),
        note=draw(st.sampled_from(["", "a", "ä"])),
    )


@st.composite
def bodies(draw: Any) -> dict[str, Any]:
    """One upload of one of two sessions; some say little of the session itself."""
    body = a_session(
        *draw(st.lists(sets(), max_size=3)),
        uuid=draw(st.sampled_from([number(101), number(102)])),
        updated_at=draw(stamps),
        note=draw(st.sampled_from([None, "", "a", "b"])),
        effort=draw(maybe),
        finished_at=draw(st.sampled_from([None, "2026-12-07T18:00:00Z"])),
        removed=draw(st.lists(keys, max_size=1)),
        discarded=draw(st.sampled_from([False, False, False, True])),
        skipped=[{"item": 1, "reason": draw(st.sampled_from(["hurts", "later"]))}],
    )
    for name in draw(st.sets(st.sampled_from(["note", "title", "date", "effort", "started_at"]))):
        del body[name]
    return body


def split(body: dict[str, Any], random: Random) -> list[dict[str, Any]]:
    """The same upload in parts, each of which says of the session itself what the whole says."""
    parts = [deepcopy(body) | {"sets": [each], "removed": []} for each in body["sets"]]
    parts.append(deepcopy(body) | {"sets": []})
    random.shuffle(parts)
    return parts


@pytest.mark.django_db
@examples(max_examples=12)
@given(
    st.lists(bodies(), min_size=1, max_size=6),
    st.lists(st.randoms(use_true_random=False), max_size=1),
)
def test_any_order_repetition_splitting_and_delay_end_in_the_same_rows(
    uploads: list[dict[str, Any]], randoms: list[Random]
) -> None:
    random = randoms[0] if randoms else Random(1)
    found = []
    for way in range(3):
        with transaction.atomic():
            user = UserFactory(email="olga@example.org", password="!")
            come = deepcopy(uploads)
            if way:
                come = [part for body in come for part in split(body, random)]
                come += random.sample(come, len(come) // 2)
                random.shuffle(come)
            while come:
                together = random.randint(1, len(come)) if way else 1
                results = save_sessions(cast("Person", user), come[:together], NOW)
                assert not any(each.errors for each in results)
                come = come[together:]
            found.append(stored())
            transaction.set_rollback(True)
    assert found[1] == found[0]
    assert found[2] == found[0]


@pytest.fixture
def person(django_db_setup: None, django_db_blocker: Any) -> Iterator[User]:
    """Somebody whom all threads see; they go when the test is over."""
    with django_db_blocker.unblock():
        person = UserFactory()
        yield person
        User.objects.all().delete()


def at_once(*uploads: tuple[Client, list[dict[str, Any]]]) -> None:
    """Send all at the same moment."""
    start = Barrier(len(uploads))
    wrong: list[BaseException] = []

    def upload(client: Client, sessions: list[dict[str, Any]]) -> None:
        start.wait()
        try:
            send(client, *sessions)
        except BaseException as error:  # noqa: BLE001
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=upload, args=each) for each in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_devices_that_send_at_once_end_in_the_same_rows(person: User) -> None:
    session = a_session(uuid=number(101))
    whole = [a_set(uuid=number(n), number=n) for n in range(1, 21)]
    uploads = []
    for device in range(DEVICES):
        mine = [each | {"reps": device + 1} for each in whole]
        stamp = f"2026-12-07T17:{10 + device}:00Z"
        uploads.append(session | {"updated_at": stamp, "sets": mine, "note": f"{device}"})
    at_once(*((client_of(person), [each]) for each in [*uploads, *uploads]))
    rows = stored()
    assert len(rows["logs"]) == 1
    send(client_of(person), *uploads)
    assert stored() == rows
    assert len(rows["sets"]) == len(whole)


def test_uuid_that_two_people_take_at_once_is_one_persons(person: User) -> None:
    clients = [client_of(UserFactory()) for _ in range(DEVICES)]
    at_once(*((client, [a_session(a_set(), uuid=number(101))]) for client in clients))
    assert len(stored()["logs"]) == len(stored()["sets"]) == 1


@pytest.mark.django_db
def test_five_hundred_sets_are_kept_with_little_work(owner_client: Client) -> None:
    session = a_session(*(a_set(number=n) for n in range(1, 501)))
    send(owner_client, a_session())
    begin = time.process_time()
    send(owner_client, session)
    send(owner_client, session | {"updated_at": "2026-12-07T18:00:00Z"})
    print(f"two uploads: {time.process_time() - begin:.3f} s")
    assert len(stored()["sets"]) == 500
