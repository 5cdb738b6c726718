"""Mail that workers send: a slow mail server keeps nobody waiting, and one that is away is asked again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext_lazy as _

from exercises.jobs.kinds import job_kind
from exercises.jobs.models import Job
from exercises.jobs.run import Run, TryAgainError

KIND = "mail"
MAX_TRIES = 6
FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers")


class QueuedEmailBackend(BaseEmailBackend):
    """Leaves mail to the workers. A message with attachments, of which we send none, goes out at once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages, in the transaction of what they tell of; tells how many there are."""
        for message in email_messages:
            if message.attachments:
                _sender().send_messages([message])
            else:
                key = uuid4().hex
                Job.objects.start(KIND, key, json.dumps(dumped(message)).encode(), is_shown=False)
        return len(email_messages)


def dumped(message: EmailMessage) -> dict[str, Any]:
    """The message as plain values."""
    fields: dict[str, Any] = {name: getattr(message, name) for name in FIELDS}
    fields |= {"subject": str(message.subject), "body": str(message.body)}
    alternatives = getattr(message, "alternatives", [])
    return fields | {"alternatives": [[str(content), kind] for content, kind in alternatives]}


def loaded(fields: dict[str, Any]) -> EmailMultiAlternatives:
    """The message of what `dumped` wrote."""
    values = {**fields, "headers": fields["extra_headers"]}
    del values["extra_headers"]
    return EmailMultiAlternatives(**values)


def _sender() -> Any:
    return get_connection(settings.WORKER_EMAIL_BACKEND)


@job_kind(KIND, _("Mail"), priority=100)
def send_mail(run: Run) -> None:
    """Send a message. A mail server that fails is asked again, after longer and longer."""
    message = loaded(json.loads(run.job.content))
    try:
        _sender().send_messages([message])
    except (SMTPException, OSError) as error:
        if run.job.attempts >= MAX_TRIES:
            raise
        raise TryAgainError(timedelta(minutes=run.job.attempts**2)) from error
