"""Guides: articles to read before and between workouts, their sources and ratings."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Avg, Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.formats import number_text
from exercises.languages import links_in_language
from exercises.markdown import Article, render
from exercises.models.exercise import Exercise, FigurePictures
from exercises.models.fields import LineField, ProseField
from exercises.models.publishable import (
    CheckedModel,
    PublishableModel,
    PublishableQuerySet,
    SearchableModel,
)
from exercises.models.source import Source
from exercises.models.translated import TranslatedModel
from exercises.people import Person, Visitor

WORDS_PER_MINUTE = 200
"""How fast people read plain prose on a screen, rounded down."""

STARS = range(1, 6)


class GuideQuerySet(PublishableQuerySet["Guide"]):
    """Guides by visibility, and with what a page shows of them."""

    def for_list(self) -> Self:
        """With what a card shows: picture, mean and number of ratings (constant queries)."""
        rated = self.annotate(rating_mean=Avg("ratings__stars"), rating_count=Count("ratings"))
        # Django drops the model's own order from a grouped query.
        return rated.select_related("cover").order_by("order", "title")

    def with_details(self, user: Visitor) -> Self:
        """With everything that the guide's page shows to `user` (constant queries)."""
        exercises = Exercise.objects.visible_to(user).for_cards()
        return self.for_list().prefetch_related("sources", Prefetch("exercises", exercises))

    def essential(self) -> Self:
        """Guides to read before training; linked beside every program."""
        return self.filter(essential=True)

    def further(self) -> Self:
        """All other guides."""
        return self.filter(essential=False)


class Guide(TranslatedModel, SearchableModel, CheckedModel, PublishableModel):
    """An article, written in CommonMark, with its sources and the exercises that it mentions.

    The programs that refer to it are `programs`; they are set on the program.
    """

    title = LineField(_("title"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Position in lists.")
    )
    summary = ProseField(
        _("summary"), help_text=_("One or two sentences, shown on cards and as the lead.")
    )
    body = ProseField(
        _("body"),
        help_text=_(
            "CommonMark: ## for headings, - and 1. for lists, **bold**, [text](/guides/…/)."
        ),
    )
    essential = models.BooleanField(
        _("essential"),
        default=False,
        help_text=_("To be read before training: linked beside every program."),
    )
    cover = models.ForeignKey(
        Exercise,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The exercise whose figure illustrates the guide."),
        verbose_name=_("cover"),
    )
    exercises = models.ManyToManyField(
        Exercise, blank=True, related_name="guides", verbose_name=_("exercises")
    )

    objects = GuideQuerySet.as_manager()

    translated_fields = ("title", "search_terms", "summary", "body")

    rating_mean: float | None
    rating_count: int

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exercises:guide-detail", args=[self.slug])

    @property
    def article(self) -> Article:
        """The body as safe HTML, with its sections; its links stay in the page's language."""
        article = render(self.body)
        return replace(article, html=links_in_language(article.html))

    @property
    def picture(self) -> FigurePictures | None:
        """The pictures of the cover; None without a cover, or while that exercise is a draft."""
        return None if self.cover is None or self.cover.is_draft else self.cover.pictures

    @property
    def reading_minutes(self) -> int:
        """Minutes that reading the body takes, at least 1."""
        return math.ceil(len(self.body.split()) / WORDS_PER_MINUTE) or 1

    @property
    def rating_label(self) -> str:
        """`4.0 from 1 rating`; empty while nobody has rated. Load with `for_list`."""
        if self.rating_mean is None:
            return ""
        return ngettext(
            "%(mean)s from %(count)s rating", "%(mean)s from %(count)s ratings", self.rating_count
        ) % {
            "mean": number_text(Decimal(f"{self.rating_mean:.1f}"), places=1),
            "count": self.rating_count,
        }

    def rate(self, user: Person, stars: int) -> None:
        """Save the person's vote of 1 to 5 stars in place of their earlier one.

        One statement: of two concurrent votes neither fails, and the later one stays.
        """
        GuideRating.objects.bulk_create(
            [GuideRating(guide=self, user_id=user.pk, stars=stars)],
            update_conflicts=True,
            unique_fields=["guide", "user"],
            update_fields=["stars", "rated_at"],
        )

    def stars_from(self, user: Visitor) -> int | None:
        """The person's vote; None when they gave none or are not signed in."""
        if not user.is_authenticated:
            return None
        return self.ratings.filter(user_id=user.pk).values_list("stars", flat=True).first()


class GuideSource(Source):
    """Where the facts of a guide come from."""

    guide = models.ForeignKey(
        Guide, models.CASCADE, related_name="sources", verbose_name=_("guide")
    )


class GuideRating(models.Model):
    """One person's vote for a guide. Mean and count are always computed from the votes."""

    guide = models.ForeignKey(
        Guide, models.CASCADE, related_name="ratings", verbose_name=_("guide")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="guide_ratings",
        verbose_name=_("user"),
    )
    stars = models.PositiveSmallIntegerField(_("stars"))
    rated_at = models.DateTimeField(_("rated at"), auto_now=True)

    objects = ContentQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["guide", "user"], name="guide_rating_one_a_person"),
            models.CheckConstraint(
                condition=Q(stars__gte=STARS[0], stars__lte=STARS[-1]),
                name="guide_rating_one_to_five_stars",
                violation_error_message=_("A rating has 1 to 5 stars."),
            ),
        ]
        verbose_name = _("rating")

    def __str__(self) -> str:
        return gettext("%(stars)s of %(maximum)s") % {"stars": self.stars, "maximum": STARS[-1]}
