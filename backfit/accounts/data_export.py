"""Everything that is stored about a person, as one ZIP that is written while it is sent.

Each room lists its own tables; a test finds every model that leads to a person and fails when none of
them exports it and `NOT_EXPORTED` gives no reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from backfit.accounts.models import User
from exercises import data_export as catalogue
from exercises.clock import clock_for
from exercises.data_export import EditorHistoryExport, ExportTable
from programs import data_export as training
from programs.data_export import SheetFile

ACCOUNT = [
    ExportTable(User, "pk", "account", _("Your account and settings."), without=("password",)),
    ExportTable(User.groups.through, "user", "groups", _("Groups that give you rights, if any.")),
    ExportTable(User.user_permissions.through, "user", "rights", _("Rights of your own, if any.")),
    ExportTable(EmailAddress, "user", "e-mail-addresses", _("Your e-mail addresses.")),
    ExportTable(
        EmailConfirmation,
        "email_address__user",
        "e-mail-confirmations",
        _("Confirmations that were asked for. Their keys are left out."),
        without=("key",),
    ),
    ExportTable(
        UserSession,
        "user",
        "sign-in-sessions",
        _(
            "Where you are signed in: when, from which network address, with which browser. The keys"
            " that keep you signed in are left out."
        ),
        without=("session_key",),
    ),
    ExportTable(
        Authenticator,
        "user",
        "second-factors",
        _(
            "Your authenticator app, passkeys and recovery codes: kind, name, when added and last used."
            " What they prove you by is left out."
        ),
        without=("data",),
        also={"name": "data__name"},
    ),
    ExportTable(
        SocialAccount,
        "user",
        "sign-in-by-others",
        _("Accounts elsewhere that you sign in with, and what they told us."),
    ),
    ExportTable(
        LogEntry, "user", "done-in-the-administration", _("If you are staff: what you did there.")
    ),
]
TABLES: list[ExportTable | EditorHistoryExport] = [*ACCOUNT, *catalogue.TABLES, *training.TABLES]

NOT_EXPORTED = {
    "jobs.Job": "What is being made for a person, for a day: sheets, this very file; made from what is exported.",
    "backfit.PostedForm": "Digests of forms and of their answers, for a week; the data itself is exported.",
    "programs.SessionSum": "Sums of the sets, so that pages are quick; the sets themselves are exported.",
    "socialaccount.SocialToken": "Keys to an account elsewhere; the site does not keep any.",
}
"""Models that lead to a person and are not exported, each with the reason."""

FLUSH_BYTES = 64 * 1024


class ZipBuffer:
    """What the archive writes, until it is taken to be sent. It cannot be rewound, only emptied."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, content: Any) -> int:
        self.parts.append(bytes(content))
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        """All that was written since the last time."""
        content = b"".join(self.parts)
        self.parts, self.size = [], 0
        return content


def archive(user: User, sheets: Iterable[SheetFile], now: datetime) -> Iterator[bytes]:
    """The ZIP in pieces. Never more than a piece and a sheet are in memory."""
    outbox = ZipBuffer()
    with ZipFile(cast("IO[bytes]", outbox), "w", ZIP_DEFLATED) as file:
        for name, pieces in members(user, sheets, now):
            with file.open(_entry(name, now), "w") as member:
                for piece in pieces:
                    member.write(piece)
                    if outbox.size > FLUSH_BYTES:
                        yield outbox.take()
            yield outbox.take()
    yield outbox.take()


def archive_name(now: datetime) -> str:
    """The name of the file."""
    return f"backfit-data-{now:%Y-%m-%d}.zip"


def _entry(name: str, now: datetime) -> ZipInfo:
    entry = ZipInfo(f"backfit-data/{name}", now.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def members(
    user: User, sheets: Iterable[SheetFile], now: datetime
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Every file's name and content, in order; the README last, for it names the sheets that are missing."""
    for table in TABLES:
        yield f"json/{table.file}.json", as_json(table.rows(user))
    for name, content in training.importable_workouts(user):
        yield name, [content]
    yield "workouts.csv", [training.workout_table(user)]
    yield "calendar.ics", [training.whole_calendar(user)]
    missing = []
    for sheet in sheets:
        if sheet.content is None:
            missing.append(sheet)
        else:
            yield f"sheets/{sheet.name}", [sheet.content]
    context = {"user": user, "now": now, "tables": TABLES, "missing": missing}
    with clock_for(user):
        yield "README.txt", [render_to_string("account/data_readme.txt", context).encode()]


def as_json(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The rows as a JSON list, a row at a time."""
    before = "[\n"
    for row in rows:
        text = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        yield f"{before}{text}".encode(errors="replace")
        before = ",\n"
    yield b"\n]\n" if before.startswith(",") else b"[]\n"


def all_sheets(user: User) -> Iterator[SheetFile]:
    """The person's sheets, the first one made at once. Raises `BusyError` when there is no room for it."""
    sheets = training.sheets(user)
    return chain([first for first in [next(sheets, None)] if first], sheets)
