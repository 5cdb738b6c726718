"""Forms that were carried out, so that sending one again changes nothing and is answered like before.

A page gives each of its forms a key (`{% form_key %}`). The same form with the same fields, sent again
by the same person or browser because of a double click, a lost answer or the Back button, is a repeat.
With other fields it is something else that the person wants.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from exercises.people import Visitor

FORM_KEY = "form_key"
"""The hidden field that holds a form's key."""
SIGNING_SALT = "form key"
FORM_LIFETIME = timedelta(days=7)
MAX_EXPIRED_AT_ONCE = 100
"""Old rows that one request deletes at most."""
UNSIGNED_FIELDS = {"csrfmiddlewaretoken"}


def new_key(user: Visitor) -> str:
    """A key for one form on a page made for `user`: random, and a proof of whom it was made for."""
    return signing.dumps([secrets.token_urlsafe(12), user.pk], salt=SIGNING_SALT, compress=True)


def person_of(key: str) -> int | None:
    """Whose page the key was made for; None for a guest's, and for a key that is not ours."""
    try:
        _random, pk = signing.loads(key, salt=SIGNING_SALT, max_age=FORM_LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk if isinstance(pk, int) else None


def digest_of(request: HttpRequest) -> str:
    """What names this form as this person or browser sent it; empty without a key or a sender."""
    sender = request.user.pk or request.session.session_key
    if not request.POST.get(FORM_KEY) or not sender:
        return ""
    fields = sorted(item for item in request.POST.lists() if item[0] not in UNSIGNED_FIELDS)
    files = [
        (name, each.name, _digest_of_file(each))
        for name, found in request.FILES.lists()
        for each in found
    ]
    parts = [request.user.is_authenticated, sender, request.get_full_path(), fields, files]
    return sha256(json.dumps(parts).encode()).hexdigest()


def _digest_of_file(file: Any) -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


class PostedFormManager(models.Manager["PostedForm"]):
    """Forms that were carried out, by digest."""

    def claim(self, request: HttpRequest, digest: str) -> PostedForm:
        """The form's row, made when it is new. Waits for another request that carries it out now.

        Call it in a transaction. A row without a location is new: store the response or delete it.
        """
        owner = request.user.pk
        posted, _is_new = self.get_or_create(digest=digest, defaults={"owner_id": owner})
        return posted

    def delete_expired(self, now: datetime) -> None:
        """Delete some of the rows that nobody will ask for any more."""
        old = self.filter(created_at__lt=now - FORM_LIFETIME).select_for_update(skip_locked=True)
        if keys := list(old.values_list("pk", flat=True)[:MAX_EXPIRED_AT_ONCE]):
            self.filter(pk__in=keys).delete()


class PostedForm(models.Model):
    """A form that was carried out: where its response redirected to, and with which messages.

    `digest` names the form and its sender; `stored_messages` holds levels and texts. A guest's has no
    owner.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="posted_forms"
    )
    location = models.TextField(blank=True, editable=False)
    stored_messages = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = PostedFormManager()

    class Meta:
        verbose_name = _("posted form")
        verbose_name_plural = _("posted forms")

    def __str__(self) -> str:
        return self.digest

    def store_response(self, response: HttpResponse, new_messages: list[tuple[int, str]]) -> None:
        """Store a redirect and its messages."""
        self.location, self.stored_messages = response["Location"], new_messages
        self.save(update_fields=["location", "stored_messages"])

    def replay_response(self, request: HttpRequest) -> HttpResponse:
        """The first response. A message that still waits to be read is not doubled."""
        waiting = pending_messages(request)
        for level, text in self.stored_messages:
            if (level, text) not in waiting:
                messages.add_message(request, level, text)
        return HttpResponseRedirect(self.location)


def pending_messages(request: HttpRequest) -> list[tuple[int, str]]:
    """Level and text of the messages that the person has not seen yet; they stay to be seen."""
    storage: Any = messages.get_messages(request)
    found = [(each.level, str(each.message)) for each in storage]
    storage.used = False
    return found
