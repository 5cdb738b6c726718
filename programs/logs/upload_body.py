"""What a device sends of sessions: the shape and the limits of docs/sync.md, as plain values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic import ValidationError as ShapeError
from pydantic_core import core_schema

from exercises.text import clean_line, clean_text
from programs.calendars.timezones import is_time_zone
from programs.models.occurrence import FIRST_DATE, LAST_DATE
from programs.models.set_log import (
    MAX_BAND_LENGTH,
    MAX_EFFORT,
    MAX_KG,
    MAX_METRES,
    MAX_NAME_LENGTH,
    MAX_NOTE_LENGTH,
    MAX_REPS,
    MAX_SECONDS,
    MAX_WORDS_LENGTH,
)
from programs.models.workout_log import HURTS, SKIPPED
from programs.models.workout_log import MAX_NOTE_LENGTH as MAX_SESSION_NOTE_LENGTH

MAX_SETS, MAX_SKIPPED, MAX_POSITION = 2000, 500, 10_000
MAX_CODE_LENGTH, MAX_REASON_LENGTH, MAX_KEY = 120, 20, 2**63 - 1
MAX_ERRORS = 20


MESSAGES = {
    "": _("This is no session: it must be an object."),
    "uuid": _("The UUID is missing, or is none."),
    "title": _("The title can have at most 120 characters."),
    "workout": _("The workout is named by its UUID."),
    "program": _("The program is named by its slug."),
    "day": _("The day of a program is a whole number from 1 to 100."),
    "revision": _("The revision is a whole number from 1."),
    "date": _("The day must be a date from 2000 to 2100, such as 2026-12-07."),
    "time_zone": _("The time zone is a name, such as Europe/Berlin."),
    "started_at": _("The start must be a time from 2000 to 2100, such as 2026-12-07T18:00:00Z."),
    "finished_at": _("The end must be a time, and not before the start."),
    "updated_at": _("The time of the last change is missing, or is none from 2000 to 2100."),
    "effort": _("The effort runs from 1 to 10."),
    "note": _("The note is too long."),
    "schedule": _("The schedule is named by its UUID."),
    "planned_date": _("The planned day must be a date, such as 2026-12-07."),
    "discarded": _("“Discarded” is true or false."),
    "sets": _("The sets are a list of at most 2000."),
    "skipped": _("What was skipped is a list of items, each with a reason."),
    "removed": _("What was removed is a list of UUIDs of sets."),
    "item": _("An item is named by its number."),
    "exercise": _("An exercise is named by its slug, or by “own-” and a UUID."),
    "name": _("The name of an exercise can have at most 120 characters."),
    "words": _("The words of a prescription can have at most 200 characters."),
    "position": _("The position is a whole number from 0 to 10,000."),
    "number": _("The number of a set is a whole number from 1 to 10,000."),
    "side": _("The side is “left”, “right” or empty."),
    "kind": _("The kind is “work”, “warm-up”, “drop” or “failure”."),
    "reps": _("The repetitions are a whole number from 0 to 1000."),
    "load_kg": _("The load runs from 0 to 1000 kg."),
    "band": _("The band can have at most 30 characters."),
    "assistance_kg": _("The assistance runs from 0 to 1000 kg."),
    "seconds": _("The seconds are a whole number from 1 to 86,400."),
    "distance_m": _("The distance runs from 0 to 1,000,000 m."),
    "at": _("The time of a set must be one from 2000 to 2100."),
    "amount": _("A set has repetitions, seconds or metres."),
}
"""What is said of a field that is wrong."""


def _known_time(moment: datetime) -> datetime:
    """The time in UTC; one without a zone is in UTC. Raises `ValueError` outside 2000 to 2100."""
    if not FIRST_DATE <= moment.date() <= LAST_DATE:
        raise ValueError("out of bounds")
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)


def _known_day(day: date) -> date:
    if not FIRST_DATE <= day <= LAST_DATE:
        raise ValueError("out of bounds")
    return day


def _rounded(step: str) -> AfterValidator:
    """To as many places as are stored."""
    return AfterValidator(lambda value: value.quantize(Decimal(step), ROUND_HALF_EVEN))


@dataclass(frozen=True)
class AtMost:
    """So many characters, counted after cleaning."""

    length: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema) | {"maxLength": self.length}

    def _check(self, text: str) -> str:
        if len(text) > self.length:
            raise ValueError("too long")
        return text


Moment = Annotated[datetime, AfterValidator(_known_time)]
Day = Annotated[date, AfterValidator(_known_day)]
Line = Annotated[str, AfterValidator(lambda text: clean_line(text).strip())]
Prose = Annotated[str, AfterValidator(lambda text: clean_text(text).strip())]
Zone = Annotated[Line, AfterValidator(lambda name: name if is_time_zone(name) else "")]
Kilograms = Annotated[Decimal, Field(ge=0, le=MAX_KG), _rounded("0.001")]
Key = int | str | None
"""Of an item. A device may still name one that is no number, or long gone: then it is not known."""


class Body(BaseModel):
    """Keys that are not ours are left out: a newer device may know more."""

    model_config = ConfigDict(extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def leave_out_nothing(cls, data: Any) -> Any:
        """A key without a value is as good as none."""
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None}


class SetBody(Body):
    """One set."""

    uuid: UUID
    item: Key = None
    exercise: Annotated[Line, AtMost(MAX_CODE_LENGTH)] = ""
    name: Annotated[Line, AtMost(MAX_NAME_LENGTH)] = ""
    words: Annotated[Line, AtMost(MAX_WORDS_LENGTH)] = ""
    position: int = Field(0, ge=0, le=MAX_POSITION)
    number: int = Field(1, ge=1, le=MAX_POSITION)
    side: Literal["", "left", "right"] = ""
    kind: Literal["work", "warm-up", "drop", "failure"] = "work"
    reps: int | None = Field(None, ge=0, le=MAX_REPS)
    load_kg: Kilograms | None = None
    band: Annotated[Line, AtMost(MAX_BAND_LENGTH)] = ""
    assistance_kg: Kilograms | None = None
    seconds: int | None = Field(None, ge=1, le=MAX_SECONDS)
    distance_m: Annotated[Decimal, Field(ge=0, le=MAX_METRES), _rounded("0.01")] | None = None
    effort: Annotated[Decimal, Field(ge=1, le=MAX_EFFORT), _rounded("0.1")] | None = None
    note: Annotated[Line, AtMost(MAX_NOTE_LENGTH)] = ""
    at: Moment | None = None


class SkippedBody(Body):
    """What was left out, and why. That it hurt is health data: without consent it is an ordinary skip."""

    item: Key = None
    exercise: Annotated[Line, AtMost(MAX_CODE_LENGTH)] = ""
    reason: Annotated[Line, AtMost(MAX_REASON_LENGTH)] = SKIPPED

    def plain(self, *, keeps_pain: bool) -> dict[str, Any]:
        """As it is stored; `keeps_pain` is whether the person agreed to keep how their back feels."""
        is_plain = not self.reason or (self.reason == HURTS and not keeps_pain)
        reason = SKIPPED if is_plain else self.reason
        return {"item": key_number(self.item), "exercise": self.exercise, "reason": reason}


class SessionBody(BaseModel):
    """One session. A key that is missing says nothing of it; null says that there is none."""

    model_config = ConfigDict(extra="ignore")

    uuid: UUID
    updated_at: Moment
    discarded: bool | None = False
    title: Annotated[Line, AtMost(MAX_NAME_LENGTH)] | None = None
    workout: UUID | None = None
    program: Annotated[Line, AtMost(MAX_CODE_LENGTH)] | None = None
    day: int | None = Field(None, ge=1, le=100)
    revision: int | None = Field(None, ge=1, le=2**31 - 1)
    date: Day | None = None
    time_zone: Zone | None = None
    started_at: Moment | None = None
    finished_at: Moment | None = None
    effort: int | None = Field(None, ge=1, le=MAX_EFFORT)
    note: Annotated[Prose, AtMost(MAX_SESSION_NOTE_LENGTH)] | None = None
    schedule: UUID | None = None
    planned_date: Day | None = None
    sets: list[SetBody] | None = Field(None, max_length=MAX_SETS)
    skipped: list[SkippedBody] | None = Field(None, max_length=MAX_SKIPPED)
    removed: list[UUID] | None = Field(None, max_length=MAX_SETS)

    @property
    def raw_values(self) -> dict[str, Any]:
        """What it says of the session itself, by column: the keys that are there."""
        return {name: getattr(self, name) for name in COLUMNS if name in self.model_fields_set}


COLUMNS = (
    *("title", "workout", "program", "day", "revision", "date", "time_zone", "started_at"),
    *("finished_at", "effort", "note", "schedule", "planned_date", "skipped"),
)
"""What is said of a session itself."""


def key_number(key: Key) -> int | None:
    """An item's key, if it can be one."""
    return key if isinstance(key, int) and 0 < key <= MAX_KEY else None


def read_session(data: Any) -> tuple[SessionBody | None, dict[str, str]]:
    """The session, or what is wrong with it in words by field (`sets[3].reps`)."""
    try:
        body = SessionBody.model_validate(data)
    except ShapeError as error:
        return None, dict(_problem(each["loc"]) for each in error.errors()[:MAX_ERRORS])
    return (None, errors) if (errors := _contradictions(body)) else (body, {})


def _problem(place: tuple[int | str, ...]) -> tuple[str, str]:
    """The field's name as it is told, and its message."""
    steps = [step for step in place if isinstance(step, int) or step in MESSAGES]
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    field = next((step for step in reversed(steps) if isinstance(step, str)), "")
    return path.removeprefix(".") or "session", str(MESSAGES[field])


def _contradictions(body: SessionBody) -> dict[str, str]:
    """What each field allows and all together do not."""
    errors = {
        f"sets[{index}].reps": str(MESSAGES["amount"])
        for index, each in enumerate(body.sets or [])
        if each.reps is each.seconds is None and each.distance_m is None
    }
    if body.started_at and body.finished_at and body.finished_at < body.started_at:
        errors["finished_at"] = str(_("The session ends before it begins."))
    return dict(list(errors.items())[:MAX_ERRORS])


def json_schema() -> str:
    """The JSON schema of a session, a key a line."""
    schema = SessionBody.model_json_schema()
    shapes = {"session": schema, **schema.pop("$defs")}
    lines = []
    for name, shape in shapes.items():
        keys = ",\n".join(
            f"    {json.dumps(key)}: {json.dumps(_untitled(value))}"
            for key, value in shape["properties"].items()
        )
        required = json.dumps(shape.get("required", []))
        lines.append(
            f'  {json.dumps(name)}: {{"type": "object", "required": {required}, "properties": {{\n{keys}\n  }}}}'
        )
    return ("{\n" + ",\n".join(lines) + "\n}\n").replace("#/$defs/", "#/")


def _untitled(value: Any) -> Any:
    """A key's schema without titles, which only repeat its name."""
    if isinstance(value, dict):
        return {key: _untitled(each) for key, each in value.items() if key != "title"}
    return [_untitled(each) for each in value] if isinstance(value, list) else value
