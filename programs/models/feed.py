"""A person's calendar feeds: secret addresses that calendar apps read by themselves."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

from exercises.people import Person
from programs.calendars import CalendarMeta
from programs.calendars.ical_writer import assemble, build_version, digest_of_bytes
from programs.feeds.build import written_breaks, written_schedules
from programs.models.compiled import CompiledQuery
from programs.models.office_breaks import OfficeBreaks
from programs.models.state import plans_state

TOKEN_BYTES = 24
HISTORY_MONTHS = 3
"""For how many whole months a feed tells what was done, moved and skipped."""
NOTE_EVERY = timedelta(minutes=10)


def new_token() -> str:
    """A secret of 192 random bits, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is looked up instead of the token, so that a lookup's time tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def window_start(today: date) -> date:
    """The first of the month, `MONTHS_KEPT` months ago: it moves monthly, so bytes do not daily."""
    months = today.year * 12 + today.month - 1 - HISTORY_MONTHS
    return date(months // 12, months % 12 + 1, 1)


class CalendarFeedManager(models.Manager["CalendarFeed"]):
    """Feeds by token or by owner."""

    def by_token(self, token: str) -> CalendarFeed | None:
        """The feed that this secret opens; None for a wrong or revoked one."""
        try:
            feed: CalendarFeed = BY_DIGEST.instance(digest=digest_of(token))
        except LookupError:
            return None
        return feed if secrets.compare_digest(feed.token, token) else None

    def make_for(self, user: Person, holds: str = "sessions") -> CalendarFeed:
        """The person's feed, made on demand."""
        token = new_token()
        values = {"token": token, "token_digest": digest_of(token)}
        feed, _ = self.get_or_create(owner_id=user.pk, holds=holds, defaults=values)
        return feed

    def shown_to(
        self, user: Person, breaks: OfficeBreaks | None
    ) -> list[tuple[str, CalendarFeed | None]]:
        """What a person's calendar page lists: kind, and the feed if it was made."""
        found = {feed.holds: feed for feed in self.filter(owner_id=user.pk)}
        kinds = [CalendarFeed.Holds.SESSIONS]
        if (breaks and breaks.own_feed) or CalendarFeed.Holds.BREAKS in found:
            kinds.append(CalendarFeed.Holds.BREAKS)
        return [(kind.value, found.get(kind)) for kind in kinds]


class CalendarFeed(models.Model):
    """The secret address of one person's calendar; deleting the row revokes it at once.

    What was last served is remembered by its digests, so that an unchanged feed is known without
    building it: `state` of the rows it comes from, `etag` of its bytes since `modified_at`.
    """

    class Holds(models.TextChoices):
        """What is in a feed."""

        SESSIONS = "sessions", "Backfit"
        BREAKS = "breaks", "Backfit: office breaks"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds"
    )
    holds = models.CharField(max_length=8, choices=Holds, default=Holds.SESSIONS, editable=False)
    token = models.CharField(max_length=64, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    fetched_by = models.CharField(max_length=60, blank=True, editable=False)
    state = models.CharField(max_length=64, blank=True, editable=False)
    etag = models.CharField(max_length=64, blank=True, editable=False)
    modified_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CalendarFeedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "holds"], name="one_feed_of_each_kind")
        ]

    def __str__(self) -> str:
        return f"Calendar feed of {self.owner}"

    def get_absolute_url(self) -> str:
        return reverse("programs:feed-ics", args=[self.token])

    @property
    def address(self) -> str:
        """The whole address, for the owner's eyes and calendar apps only."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    @property
    def webcal_address(self) -> str:
        """The address by which a calendar app opens itself."""
        return f"webcal://{self.address.split('://', 1)[1]}"

    def rotate(self) -> None:
        """Give the feed a new secret; the old address is dead at once."""
        self.token = new_token()
        self.token_digest = digest_of(self.token)
        self.fetched_at, self.fetched_by = None, ""
        self.state, self.etag, self.modified_at = "", "", None
        self.save()

    def note_fetch(self, client: str, now: datetime) -> None:
        """Remember which calendar app read the feed last, at most every ten minutes; nothing else."""
        if self.fetched_at is None or now - self.fetched_at >= NOTE_EVERY:
            CalendarFeed.objects.filter(pk=self.pk).update(fetched_at=now, fetched_by=client)

    def state_now(self, now: datetime) -> str:
        """A digest of everything that the feed's bytes come from (one query)."""
        parts = (
            *plans_state(self.owner_id, now),
            window_start(now.date()),
            build_version(),
            self.address,
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def content(self, now: datetime) -> bytes:
        """The feed as iCalendar text, written anew only where something changed."""
        since = window_start(now.date())
        parts = []
        if self.holds == self.Holds.SESSIONS:
            parts += written_schedules(self.owner_id, since=since, now=now)
        parts += written_breaks(self.owner_id, own_feed=self.holds == self.Holds.BREAKS)
        about = CalendarMeta(
            name=str(self.get_holds_display()),
            url=f"{settings.SITE_URL}{reverse('programs:feed-settings')}",
            source=self.address,
        )
        return assemble(about, parts)

    def remember(self, state: str, content: bytes, now: datetime) -> datetime:
        """Remember what is served; returns since when the bytes are what they are."""
        etag = digest_of_bytes(content)
        changed = now if etag != self.etag or self.modified_at is None else self.modified_at
        if (state, etag) != (self.state, self.etag):
            self.state, self.etag, self.modified_at = state, etag, changed
            CalendarFeed.objects.filter(pk=self.pk, token_digest=self.token_digest).update(
                state=state, etag=etag, modified_at=changed
            )
        return changed


BY_DIGEST = CompiledQuery(
    lambda digest: CalendarFeed.objects.filter(token_digest=digest), digest="digest-of-a-token"
)
