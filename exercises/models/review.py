"""What members say of products, and what other members report about that."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from exercises.content_version import ContentQuerySet
from exercises.models.fields import ProseField
from exercises.models.product import Product
from exercises.models.rating import HALVES, RatingBreakdown, rating_breakdown
from exercises.people import Visitor

MAX_TEXT_LENGTH = 5000
HTML = re.compile(r"<[a-zA-Z/!?][^<>]*>")
CRITERIA = {"efficiency": "Efficiency", "value": "Value for money", "design": "Design"}
CHOICES = [(mark, f"{mark:.1f}") for mark in reversed(HALVES)]


def plain_text(text: str) -> None:
    """Refuse HTML, which would be shown as it is typed. Raises `ValidationError`."""
    if HTML.search(text):
        raise ValidationError(
            "Reviews are plain text: please leave out HTML such as “<b>”. Nothing is saved yet."
        )


def not_too_long(text: str) -> None:
    """Refuse texts that are too long. Raises `ValidationError`."""
    if len(text) > MAX_TEXT_LENGTH:
        raise ValidationError(
            f"Your review has {len(text):,} characters; {MAX_TEXT_LENGTH:,} are the most that fit."
        )


class ReviewQuerySet(ContentQuerySet["Review"]):
    """Reviews by visibility and author."""

    def published(self) -> Self:
        """What the public sees and what counts."""
        return self.filter(status=Review.Status.PUBLISHED)

    def by_members(self) -> Self:
        """Without the marks that came with samples."""
        return self.filter(author__isnull=False)

    def written_by(self, user: Visitor) -> Self:
        """The person's own, hidden or not."""
        return self.filter(author=user) if user.is_authenticated else self.none()

    def marks(self) -> RatingBreakdown:
        """Count and means over these reviews (one query)."""
        sums = {name: Coalesce(Sum(name), Decimal(0)) for name in CRITERIA}
        found = self.order_by().aggregate(count=Count("pk"), **sums)
        return rating_breakdown(
            found["count"], [(CRITERIA[name], found[name]) for name in CRITERIA]
        )


def _mark(label: str) -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(label, max_digits=2, decimal_places=1, choices=CHOICES)


class Review(models.Model):
    """Three marks and a text; one a person and product."""

    class Status(models.TextChoices):
        PUBLISHED = "published", "Published"
        HIDDEN = "hidden", "Hidden by editors"

    product = models.ForeignKey(Product, models.CASCADE, related_name="reviews")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="reviews",
        null=True,
        blank=True,
        help_text="Nobody, when the marks came with a sample.",
    )
    efficiency = _mark(CRITERIA["efficiency"].lower())
    value = _mark(CRITERIA["value"].lower())
    design = _mark(CRITERIA["design"].lower())
    text = ProseField(blank=True, validators=[not_too_long, plain_text])
    status = models.CharField(max_length=9, choices=Status, default=Status.PUBLISHED)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["product", "status", "efficiency", "value", "design"], name="review_marks"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "author"],
                name="review_once_a_person",
                violation_error_message="You have reviewed this product already.",
            ),
            models.CheckConstraint(
                condition=Q(efficiency__in=HALVES, value__in=HALVES, design__in=HALVES),
                name="review_marks_in_halves",
                violation_error_message="Marks run from 1 to 5 in halves.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} on {self.product}"

    @property
    def author_name(self) -> str:
        """The name the author goes by; never an e-mail address."""
        if self.author is None:
            return "Sample marks"
        return getattr(self.author, "name", "") or "A member"

    @property
    def marks(self) -> list[tuple[str, Decimal]]:
        """Label and mark of each criterion."""
        return [(label, Decimal(getattr(self, name))) for name, label in CRITERIA.items()]


class ReviewReport(models.Model):
    """A member says that a review breaks the rules; editors look and decide."""

    class Reason(models.TextChoices):
        ABUSE = "abuse", "Insulting or hateful"
        ADVERTISING = "advertising", "Advertising or spam"
        HEALTH = "health", "Dangerous health advice"
        PRIVATE = "private", "Somebody’s private data"
        OTHER = "other", "Something else"

    review = models.ForeignKey(Review, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="review_reports"
    )
    reason = models.CharField(max_length=11, choices=Reason)
    note = ProseField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "reporter"], name="report_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.review}"
