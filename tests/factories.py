"""Makers of rows for tests; what a test does not say is plain and valid."""

from __future__ import annotations

from datetime import date, time

import factory

from backfit.models import User
from exercises.models import BodyPart, Exercise, Status
from programs.models import Program, ProgramDay, ProgramItem, Schedule, Workout, WorkoutItem

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@example.org".format)
    password = factory.django.Password(PASSWORD)


class ExerciseFactory(factory.django.DjangoModelFactory[Exercise]):
    class Meta:
        model = Exercise

    name = factory.Sequence("Exercise {}".format)
    slug = factory.Sequence("exercise-{}".format)
    status = Status.PUBLISHED
    summary = "A movement."
    steps = ["Move."]
    body_part = factory.LazyFunction(lambda: BodyPart.objects.get(slug="lats"))
    sets, reps_min, reps_max = 3, 8, 12


class ProgramFactory(factory.django.DjangoModelFactory[Program]):
    class Meta:
        model = Program

    title = factory.Sequence("Program {}".format)
    slug = factory.Sequence("program-{}".format)
    goal = "A goal"
    summary = "A summary."
    status = Status.PUBLISHED
    weekdays = ["MO", "TH"]


class ProgramDayFactory(factory.django.DjangoModelFactory[ProgramDay]):
    class Meta:
        model = ProgramDay

    program = factory.SubFactory(ProgramFactory)
    position = 1


class ProgramItemFactory(factory.django.DjangoModelFactory[ProgramItem]):
    class Meta:
        model = ProgramItem

    day = factory.SubFactory(ProgramDayFactory)
    exercise = factory.SubFactory(ExerciseFactory)
    position = factory.Sequence(lambda number: number)
    sets, reps_min, reps_max = 3, 8, 12


class WorkoutFactory(factory.django.DjangoModelFactory[Workout]):
    class Meta:
        model = Workout

    owner = factory.SubFactory(UserFactory)
    title = factory.Sequence("Workout {}".format)


class WorkoutItemFactory(factory.django.DjangoModelFactory[WorkoutItem]):
    class Meta:
        model = WorkoutItem

    workout = factory.SubFactory(WorkoutFactory)
    exercise = factory.SubFactory(ExerciseFactory)
    position = factory.Sequence(lambda number: number)
    sets, reps_min, reps_max = 3, 8, 12


class ScheduleFactory(factory.django.DjangoModelFactory[Schedule]):
    """Mondays and Thursdays at 18:00 in Berlin, the eight weeks from Monday 7 December 2026."""

    class Meta:
        model = Schedule

    workout = factory.SubFactory(WorkoutFactory)
    starts_on = date(2026, 12, 7)
    time = time(18)
    time_zone = "Europe/Berlin"
    weekdays = ["MO", "TH"]
    ends_on = date(2027, 1, 31)
    duration = 45
