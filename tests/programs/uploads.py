"""What a device sends, for tests of the upload."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from programs.models import DiscardedLog, OwnExercise, RemovedSet, SetLog, WorkoutLog

ADDRESS = "/workouts/sync/"


def a_set(**values: Any) -> dict[str, Any]:
    """One set of ten repetitions at 40 kg."""
    first = {"uuid": str(uuid4()), "exercise": "deadlift", "name": "Deadlift", "words": "3 sets"}
    return first | {"position": 0, "number": 1, "reps": 10, "load_kg": "40"} | values


def a_session(*sets: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A session that began on a Monday evening and is still going."""
    first = {
        "uuid": str(uuid4()),
        "title": "Monday",
        "date": "2026-12-07",
        "time_zone": "Europe/Berlin",
        "started_at": "2026-12-07T17:00:00Z",
        "finished_at": None,
        "updated_at": "2026-12-07T17:30:00Z",
    }
    return first | {"sets": list(sets)} | values


def send(client: Client, *sessions: Any) -> list[dict[str, Any]]:
    """Send them and return what became of each."""
    response = client.post(ADDRESS, {"sessions": list(sessions)}, content_type="application/json")
    assert response.status_code == 200, response.content
    results: list[dict[str, Any]] = response.json()["sessions"]
    return results


LOG = (
    *("uuid", "owner__email", "title", "workout__uuid", "program__slug", "day", "revision", "date"),
    *("time_zone", "started_at", "finished_at", "effort", "note", "schedule__uid", "planned_date"),
    *("skipped", "updated_at", "stamps"),
)
SET = (
    *("log__uuid", "uuid", "item", "exercise__slug", "own_exercise__uuid", "name", "words"),
    *("position", "number", "side", "kind", "reps", "load_kg", "band", "assistance_kg", "seconds"),
    *("distance_m", "effort", "note", "at", "updated_at"),
)


def stored() -> dict[str, list[tuple[Any, ...]]]:
    """All rows that uploads write, without the keys that the database makes."""
    return {
        "logs": sorted(WorkoutLog.objects.values_list(*LOG), key=str),
        "sets": sorted(SetLog.objects.values_list(*SET), key=str),
        "removed": sorted(RemovedSet.objects.values_list("session", "uuid"), key=str),
        "discarded": sorted(DiscardedLog.objects.values_list("uuid", "updated_at"), key=str),
        "own": sorted(OwnExercise.objects.values_list("uuid", "name"), key=str),
    }


def number(count: int) -> str:
    """The same UUID for the same number."""
    return str(UUID(int=count))
