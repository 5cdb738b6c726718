"""Makers of rows for tests; what a test does not say is plain and valid."""

from __future__ import annotations

import zlib
from datetime import date, time
from decimal import Decimal

import factory
from django.utils import timezone

from backfit.accounts.models import User
from exercises.jobs.models import LIFETIME, Job
from exercises.models import (
    BodyPart,
    Equipment,
    Exercise,
    Guide,
    GuideRating,
    Product,
    Review,
    Shop,
    Status,
    Stock,
)
from programs.models import (
    ImportedHistory,
    Program,
    ProgramDay,
    ProgramItem,
    Schedule,
    SessionSum,
    SetLog,
    Workout,
    WorkoutItem,
    WorkoutLog,
)

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
    cues = ["Steady."]
    no_contraindications = True
    body_part = factory.LazyFunction(lambda: BodyPart.objects.get(slug="lats"))
    sets, reps_min, reps_max = 3, 8, 12


class GuideFactory(factory.django.DjangoModelFactory[Guide]):
    class Meta:
        model = Guide

    title = factory.Sequence("Guide {}".format)
    slug = factory.Sequence("guide-{}".format)
    status = Status.PUBLISHED
    summary = "What to know."
    body = "Move *often*."
    cover = factory.LazyFunction(lambda: Exercise.objects.get(slug="bird-dog"))


class GuideRatingFactory(factory.django.DjangoModelFactory[GuideRating]):
    class Meta:
        model = GuideRating

    guide = factory.SubFactory(GuideFactory)
    user = factory.SubFactory(UserFactory)
    stars = 4


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


class ProductFactory(factory.django.DjangoModelFactory[Product]):
    class Meta:
        model = Product

    equipment = factory.LazyFunction(lambda: Equipment.objects.get(slug="dumbbells"))
    brand = "Acme"
    model = factory.Sequence("Model {}".format)
    slug = factory.Sequence("product-{}".format)
    status = Status.PUBLISHED


class ShopFactory(factory.django.DjangoModelFactory[Shop]):
    class Meta:
        model = Shop

    name = factory.Sequence("Shop {}".format)
    slug = factory.Sequence("shop-{}".format)
    city = "Berlin"
    time_zone = "Europe/Berlin"
    status = Status.PUBLISHED


class StockFactory(factory.django.DjangoModelFactory[Stock]):
    class Meta:
        model = Stock

    product = factory.SubFactory(ProductFactory)
    shop = factory.SubFactory(ShopFactory)
    pieces = 1
    counted_on = date(2026, 11, 1)


class ReviewFactory(factory.django.DjangoModelFactory[Review]):
    class Meta:
        model = Review

    product = factory.SubFactory(ProductFactory)
    author = factory.SubFactory(UserFactory)
    efficiency = value = design = Decimal("4.0")


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


class WorkoutLogFactory(factory.django.DjangoModelFactory[WorkoutLog]):
    class Meta:
        model = WorkoutLog

    workout = factory.SubFactory(WorkoutFactory)
    owner = factory.LazyAttribute(lambda log: log.workout.owner if log.workout else UserFactory())
    title = factory.LazyAttribute(lambda log: log.workout.title if log.workout else "A session")
    date = date(2026, 12, 7)


class JobFactory(factory.django.DjangoModelFactory[Job]):
    class Meta:
        model = Job

    kind = "sheet"
    key = factory.Sequence("sheet-{}".format)
    title = "Log book"
    language = "en-gb"
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + LIFETIME)


class ImportedHistoryFactory(factory.django.DjangoModelFactory[ImportedHistory]):
    """A file that waits to be confirmed."""

    class Meta:
        model = ImportedHistory

    owner = factory.SubFactory(UserFactory)
    file_name = "2026"
    source = "fitnotes"
    content = zlib.compress(b"Date,Exercise,Category,Reps\n2026-04-06,Deadlift,Back,5\n")
    created_at = factory.LazyFunction(timezone.now)


class SetLogFactory(factory.django.DjangoModelFactory[SetLog]):
    class Meta:
        model = SetLog

    @classmethod
    def _after_postgeneration(
        cls, instance: SetLog, create: bool, results: dict[str, object] | None = None
    ) -> None:
        """As whatever writes a set does."""
        if create:
            SessionSum.objects.refresh([instance.log_id])

    log = factory.SubFactory(WorkoutLogFactory)
    exercise = factory.SubFactory(ExerciseFactory)
    name = factory.SelfAttribute("exercise.name")
    words = "3 sets of 8–12 reps"
    position = 0
    number = factory.Sequence(lambda number: number + 1)
    reps = 10
