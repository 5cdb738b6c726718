"""What the admin of content with sources shares: the day of the last check, and who is due for one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from exercises.admin.publishable import PublishableAdmin

CHECK_EVERY = timedelta(days=365)


class CheckFilter(admin.SimpleListFilter):
    """Entries that were not checked for a year, or never."""

    title = _("last checked")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("Not checked for a year")), ("done", _("Checked within a year"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        due = Q(checked_on=None) | Q(checked_on__lt=timezone.localdate() - CHECK_EVERY)
        chosen = self.value()
        if chosen == "due":
            return queryset.filter(due)
        return queryset.exclude(due) if chosen == "done" else queryset


@admin.action(description=_("Mark as checked today"), permissions=["change"])
def mark_checked(admin_: CheckedAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Say of the chosen entries that their facts were compared with the sources today."""
    today = timezone.localdate()
    changing = list(rows.exclude(checked_on=today))
    admin_.change_rows(request, changing, gettext_noop("Checked."), checked_on=today)
    number = len(changing)
    done = ngettext(
        "%(number)s entry is marked as checked today.",
        "%(number)s entries are marked as checked today.",
        number,
    )
    admin_.message_user(request, done % {"number": number}, messages.SUCCESS)


class CheckedAdmin(PublishableAdmin):
    """The admin of a model that is checked against its sources."""

    actions = (*PublishableAdmin.actions, mark_checked)
