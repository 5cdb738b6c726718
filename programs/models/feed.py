"""A person's calendar feeds: secret addresses that calendar apps read by themselves."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.people import Person
from programs.calendars.ical_writer import digest_of_bytes
from programs.calendars.links import google_subscription, outlook_subscription, webcal_link
from programs.calendars.user_agents import client_label
from programs.models.office_breaks import OfficeBreaks

TOKEN_BYTES = 24
NOTE_EVERY = timedelta(minutes=10)


def new_token() -> str:
    """A secret of 192 random bits, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is looked up instead of the token, so that a lookup's time tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


FEED_COLUMNS = [
    *("owner", "holds", "token", "token_digest", "fetched_at", "fetched_by"),
    *("version", "expires_at", "etag", "modified_at"),
]


class CalendarFeedManager(models.Manager["CalendarFeed"]):
    """Feeds by token or by owner."""

    def with_plans_version(self) -> models.QuerySet[CalendarFeed]:
        """With the version of their owners' plans, and nothing else of the owners (one query)."""
        return self.select_related("owner").only(
            *(f"owner__{name}" for name in ("plans_version", "units", "language", "figure")),
            *FEED_COLUMNS,
        )

    def by_token(self, token: str) -> CalendarFeed | None:
        """The feed that this secret opens; None for a wrong or revoked one."""
        # One at most, so that no order is asked for: this is most of what an unchanged feed costs.
        feed = next(iter(self.with_plans_version().filter(token_digest=digest_of(token))), None)
        return feed if feed and secrets.compare_digest(feed.token, token) else None

    def make_for(self, user: Person, holds: str = "sessions") -> CalendarFeed:
        """The person's feed, made on demand."""
        token = new_token()
        values = {"token": token, "token_digest": digest_of(token)}
        feed, _is_new = self.get_or_create(owner_id=user.pk, holds=holds, defaults=values)
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

    What was served last is remembered, so that an unchanged feed is known without building it:
    `version` of what it was made from, good until `expires_at`; `etag`, the digest of its bytes,
    which are the same since `modified_at`.
    """

    class Holds(models.TextChoices):
        """What is in a feed."""

        SESSIONS = "sessions", "Backfit"
        BREAKS = "breaks", _("Backfit: office breaks")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds"
    )
    holds = models.CharField(max_length=8, choices=Holds, default=Holds.SESSIONS, editable=False)
    token = models.CharField(max_length=64, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    fetched_by = models.CharField(max_length=60, blank=True, editable=False)
    version = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    etag = models.CharField(max_length=64, blank=True, editable=False)
    modified_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CalendarFeedManager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(fields=["owner", "holds"], name="one_feed_of_each_kind")
        ]

    def __str__(self) -> str:
        return gettext("Calendar feed of %(person)s") % {"person": self.owner}

    def get_absolute_url(self) -> str:
        return reverse("fixed:feed-ics", args=[self.token])

    @property
    def address_revision(self) -> str:
        """Another one for each secret address; it tells nothing of it."""
        return self.token_digest[:16]

    @property
    def address(self) -> str:
        """The whole address, for the owner's eyes and calendar apps only."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    @property
    def webcal_address(self) -> str:
        """The address by which a calendar app opens itself."""
        return webcal_link(self.address)

    @property
    def google_address(self) -> str:
        """Where Google Calendar subscribes to it."""
        return google_subscription(self.address)

    @property
    def outlook_address(self) -> str:
        """Where Outlook.com subscribes to it."""
        return outlook_subscription(self.address, str(self.get_holds_display()))

    @property
    def fetched_by_label(self) -> str:
        """Which calendar app read the feed last, for people; empty when none did."""
        return client_label(self.fetched_by)

    def rotate(self) -> None:
        """Give the feed a new secret; the old address is dead at once."""
        self.token = new_token()
        self.token_digest = digest_of(self.token)
        self.fetched_at, self.fetched_by = None, ""
        self.version, self.etag, self.modified_at = "", "", None
        self.save()

    def note_fetch(self, client: str, now: datetime) -> None:
        """Remember which calendar app read the feed last, at most every ten minutes; nothing else."""
        if self.fetched_at is None or now - self.fetched_at >= NOTE_EVERY:
            CalendarFeed.objects.filter(pk=self.pk).update(fetched_at=now, fetched_by=client)

    def is_current(self, version: str, now: datetime) -> bool:
        """Whether what was served last still is the feed's content; see `feeds.build.feed_version`."""
        is_fresh = self.expires_at is not None and now < self.expires_at
        return bool(version) and self.version == version and is_fresh

    def record_served(
        self, content: bytes, *, version: str, expires_at: datetime, now: datetime
    ) -> None:
        """Remember what is served now, so that it is not built again while it is current."""
        etag = digest_of_bytes(content)
        if etag != self.etag or self.modified_at is None:
            self.etag, self.modified_at = etag, now
        self.version, self.expires_at = version, expires_at
        CalendarFeed.objects.filter(pk=self.pk, token_digest=self.token_digest).update(
            version=version, expires_at=expires_at, etag=etag, modified_at=self.modified_at
        )
