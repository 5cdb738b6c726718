"""Members' reviews of products, and reports about reviews."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.formats import number_text
from exercises.models.fields import ProseField
from exercises.models.rating import HALVES, RatingBreakdown, rating_breakdown
from exercises.people import Visitor

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_TEXT_LENGTH = 5000
HTML = re.compile(r"<[a-zA-Z/!?][^<>]*>")
CRITERIA = {"efficiency": _("Efficiency"), "value": _("Value for money"), "design": _("Design")}
_lazy_number = lazy(number_text, str)
CHOICES = [(mark, _lazy_number(mark, places=1)) for mark in reversed(HALVES)]


def plain_text(text: str) -> None:
    """Refuse HTML, which would be shown as typed. Raises `ValidationError`."""
    if HTML.search(text):
        raise ValidationError(
            _("Reviews are plain text: please leave out HTML such as “<b>”. Nothing is saved yet.")
        )


def not_too_long(text: str) -> None:
    """Refuse longer texts than `MAX_TEXT_LENGTH`. Raises `ValidationError`."""
    if len(text) > MAX_TEXT_LENGTH:
        raise ValidationError(
            ngettext(
                "Your review has %(count)s character; %(maximum)s are the most that fit.",
                "Your review has %(count)s characters; %(maximum)s are the most that fit.",
                len(text),
            )
            % {
                "count": number_text(len(text), grouped=True),
                "maximum": number_text(MAX_TEXT_LENGTH, grouped=True),
            }
        )


class ReviewQuerySet(ContentQuerySet["Review"]):
    """Reviews by visibility and author."""

    def published(self) -> Self:
        """Reviews that the public sees, and that count."""
        return self.filter(status=Review.Status.PUBLISHED)

    def by_members(self) -> Self:
        """Without the marks that come with sample products."""
        return self.filter(author__isnull=False)

    def written_by(self, user: Visitor) -> Self:
        """The person's own, hidden or not."""
        return self.filter(author=user) if user.is_authenticated else self.none()

    def marks(self) -> RatingBreakdown:
        """Count and means over these reviews (one query)."""
        sums = {name: Coalesce(Sum(name), Decimal(0)) for name in CRITERIA}
        found = self.order_by().aggregate(count=Count("pk"), **sums)
        return rating_breakdown(
            found["count"], [(str(label), found[name]) for name, label in CRITERIA.items()]
        )


def _mark(label: StrPromise) -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(label, max_digits=2, decimal_places=1, choices=CHOICES)


class Review(models.Model):
    """Three marks and a text; one a person and product."""

    class Status(models.TextChoices):
        PUBLISHED = "published", _("Published")
        HIDDEN = "hidden", _("Hidden by editors")

    product = models.ForeignKey(
        "exercises.Product", models.CASCADE, related_name="reviews", verbose_name=_("product")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="reviews",
        null=True,
        blank=True,
        help_text=_("Nobody, when the marks came with a sample."),
        verbose_name=_("author"),
    )
    efficiency = _mark(_("efficiency"))
    value = _mark(_("value for money"))
    design = _mark(_("design"))
    text = ProseField(_("text"), blank=True, validators=[not_too_long, plain_text])
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PUBLISHED)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
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
                violation_error_message=_("You have reviewed this product already."),
            ),
            models.CheckConstraint(
                condition=Q(efficiency__in=HALVES, value__in=HALVES, design__in=HALVES),
                name="review_marks_in_halves",
                violation_error_message=_("Marks run from 1 to 5 in halves."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(author)s on %(product)s") % {
            "author": self.author_name,
            "product": self.product,
        }

    @property
    def author_name(self) -> str:
        """The name the author goes by; never an e-mail address."""
        if self.author is None:
            return gettext("Sample marks")
        return getattr(self.author, "name", "") or gettext("A member")

    @property
    def marks(self) -> list[tuple[str, Decimal]]:
        """Label and mark of each criterion."""
        return [(str(label), Decimal(getattr(self, name))) for name, label in CRITERIA.items()]


class ReviewReport(models.Model):
    """A member's report that a review breaks the rules; editors decide."""

    class Reason(models.TextChoices):
        ABUSE = "abuse", _("Insulting or hateful")
        ADVERTISING = "advertising", _("Advertising or spam")
        HEALTH = "health", _("Dangerous health advice")
        PRIVATE = "private", _("Somebody’s private data")
        OTHER = "other", _("Something else")

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="reports", verbose_name=_("review")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="review_reports",
        verbose_name=_("reporter"),
    )
    reason = models.CharField(_("reason"), max_length=11, choices=Reason)
    note = ProseField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("review report")
        verbose_name_plural = _("review reports")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "reporter"], name="report_once_a_person")
        ]

    def __str__(self) -> str:
        return gettext("%(reason)s: %(review)s") % {
            "reason": self.get_reason_display(),
            "review": self.review,
        }
