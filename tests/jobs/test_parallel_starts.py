"""The same work started by several browsers at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from backfit.accounts.models import User
from exercises.jobs.kinds import KINDS, Kind
from exercises.jobs.models import Job
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("workers")


@pytest.fixture
def person(django_db_setup: None, django_db_blocker: Any) -> Iterator[User]:
    """Somebody whom all threads see; they go, with all jobs, when the test is over."""
    with django_db_blocker.unblock():
        person = UserFactory()
        yield person
        DBTaskResult.objects.all().delete()
        Job.objects.all().delete()
        User.objects.all().delete()


@pytest.mark.parametrize("is_owned", [True, False])
def test_parallel_starts_make_one_job(
    person: User, monkeypatch: pytest.MonkeyPatch, is_owned: bool
) -> None:
    monkeypatch.setitem(KINDS, "test", Kind(lambda run: None, gettext_lazy("Sheet to print"), 0))
    owner = person if is_owned else None
    barrier, found = Barrier(5), []

    def begin() -> None:
        barrier.wait()
        found.append(Job.objects.start("test", "one", b"", owner=owner)[0].pk)
        connection.close()

    threads = [Thread(target=begin) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 5
    assert len(set(found)) == Job.objects.count() == DBTaskResult.objects.count() == 1
