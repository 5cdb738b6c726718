"""A person's calendar feed: one secret address for all of their schedules."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from datetime import datetime

    from backfit.models import User

TOKEN_BYTES = 24


def new_token() -> str:
    """A secret of 192 random bits, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is looked up instead of the token, so that a lookup's time tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeedManager(models.Manager["CalendarFeed"]):
    """Feeds by token or by owner."""

    def by_token(self, token: str) -> CalendarFeed | None:
        """The feed that this secret opens; None for a wrong or revoked one."""
        feed = self.filter(token_digest=digest_of(token)).first()
        return feed if feed and secrets.compare_digest(feed.token, token) else None

    def make_for(self, user: User) -> CalendarFeed:
        """The person's feed, made on demand."""
        token = new_token()
        values = {"token": token, "token_digest": digest_of(token)}
        feed, _ = self.get_or_create(owner=user, defaults=values)
        return feed


class CalendarFeed(models.Model):
    """The secret address of one person's calendar; deleting the row revokes it at once."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    token = models.CharField(max_length=64, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    fetched_by = models.CharField(max_length=60, blank=True, editable=False)

    objects = CalendarFeedManager()

    def __str__(self) -> str:
        return f"Calendar feed of {self.owner}"

    def get_absolute_url(self) -> str:
        return reverse("programs:feed", args=[self.token])

    def rotate(self) -> None:
        """Give the feed a new secret; the old address is dead at once."""
        self.token = new_token()
        self.token_digest = digest_of(self.token)
        self.fetched_at, self.fetched_by = None, ""
        self.save()

    def note_fetch(self, client: str, now: datetime) -> None:
        """Remember which calendar app read the feed last; nothing else about it is kept."""
        CalendarFeed.objects.filter(pk=self.pk).update(fetched_at=now, fetched_by=client)
