"""Guides: articles to read before and between workouts, and what people think of them."""

from __future__ import annotations

import math
from typing import Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Avg, Count, Prefetch, Q
from django.urls import reverse

from exercises.content_version import ContentQuerySet
from exercises.markdown import Article, render
from exercises.models.exercise import Exercise, FigurePictures
from exercises.models.fields import LineField, ProseField
from exercises.models.publishable import PublishableModel, PublishableQuerySet
from exercises.people import Person, Visitor

WORDS_PER_MINUTE = 200
"""How fast people read plain prose on a screen, rounded down."""

STARS = range(1, 6)


class GuideQuerySet(PublishableQuerySet["Guide"]):
    """Guides by visibility, and with what a page shows of them."""

    def for_list(self) -> Self:
        """With what a card shows: picture, mean and number of ratings (constant queries)."""
        rated = self.annotate(rating_mean=Avg("ratings__stars"), rating_count=Count("ratings"))
        # A grouped query forgets the model's own order.
        return rated.select_related("cover").order_by("order", "title")

    def with_details(self, user: Visitor) -> Self:
        """With everything a full page shows to `user` (constant queries)."""
        exercises = Exercise.objects.visible_to(user).for_cards()
        return self.for_list().prefetch_related("sources", Prefetch("exercises", exercises))

    def essential(self) -> Self:
        """What to read before training; shown beside every program."""
        return self.filter(essential=True)

    def further(self) -> Self:
        """What is worth reading after the essential."""
        return self.filter(essential=False)


class Guide(PublishableModel):
    """An article, written in CommonMark, with its sources and the exercises it speaks of.

    The programs that refer to it are `programs`; they are set on the program.
    """

    title = LineField(max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists.")
    summary = ProseField(help_text="One or two sentences, shown on cards and as the lead.")
    body = ProseField(
        help_text="CommonMark: ## for headings, - and 1. for lists, **bold**, [text](/guides/…/)."
    )
    essential = models.BooleanField(
        default=False, help_text="To be read before training: linked beside every program."
    )
    cover = models.ForeignKey(
        Exercise,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The exercise whose figure illustrates the guide.",
    )
    exercises = models.ManyToManyField(Exercise, blank=True, related_name="guides")

    objects = GuideQuerySet.as_manager()

    rating_mean: float | None
    rating_count: int

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exercises:guide-detail", args=[self.slug])

    @property
    def article(self) -> Article:
        """The body as safe HTML, with its sections."""
        return render(self.body)

    @property
    def picture(self) -> FigurePictures | None:
        """The pictures of the cover, None without one or while that exercise is a draft."""
        return None if self.cover is None or self.cover.is_draft else self.cover.pictures

    @property
    def reading_minutes(self) -> int:
        """Minutes that reading the body takes, at least 1."""
        return math.ceil(len(self.body.split()) / WORDS_PER_MINUTE) or 1

    @property
    def rating_label(self) -> str:
        """`4.0 from 1 rating`, or nothing as long as nobody rated; load `for_list` first."""
        if self.rating_mean is None:
            return ""
        noun = "rating" if self.rating_count == 1 else "ratings"
        return f"{self.rating_mean:.1f} from {self.rating_count} {noun}"

    def rate(self, user: Person, stars: int) -> None:
        """Count the person's vote, in place of the one they gave before; 1 to 5 stars.

        One statement: of two votes at once neither fails, and the later one stays.
        """
        GuideRating.objects.bulk_create(
            [GuideRating(guide=self, user_id=user.pk, stars=stars)],
            update_conflicts=True,
            unique_fields=["guide", "user"],
            update_fields=["stars", "rated_at"],
        )

    def stars_from(self, user: Visitor) -> int | None:
        """The stars the person gave, None when they gave none or are not signed in."""
        if not user.is_authenticated:
            return None
        return self.ratings.filter(user_id=user.pk).values_list("stars", flat=True).first()


class GuideSource(models.Model):
    """Where the facts of a guide come from."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField(default=0)
    title = LineField(max_length=250)
    url = models.URLField(
        "address", max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "source"

    def __str__(self) -> str:
        return self.title


class GuideRating(models.Model):
    """One person's vote for a guide. Mean and count are always computed from the votes."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="guide_ratings")
    stars = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField(auto_now=True)

    objects = ContentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "user"], name="guide_rating_one_a_person"),
            models.CheckConstraint(
                condition=Q(stars__gte=STARS[0], stars__lte=STARS[-1]),
                name="guide_rating_one_to_five_stars",
                violation_error_message="A rating has 1 to 5 stars.",
            ),
        ]
        verbose_name = "rating"

    def __str__(self) -> str:
        return f"{self.stars} of {STARS[-1]}"
