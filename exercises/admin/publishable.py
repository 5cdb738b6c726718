"""What the admin of all curated content shares: publishing, history, and when a row may be deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from exercises.admin.diff import history_entries
from exercises.admin.fields import PLAIN_TEXT
from exercises.models import Status
from exercises.models.history import (
    clear_previous_state,
    record_history,
    record_previous_state,
    without_history,
)

PRESCRIPTION_ROWS: list[Any] = [
    ("sets", "reps_min", "reps_max"),
    ("total_min", "total_max"),
    ("hold_seconds", "duration_seconds"),
    ("each_side", "rest_seconds", "load_kg", "tempo"),
    "note",
]
RECORDS_SHOWN = 100


@admin.action(description="Publish", permissions=["change"])
def publish(admin_: PublishableAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Let the public see the chosen entries."""
    admin_.set_status(request, rows, Status.PUBLISHED, "Published.")


@admin.action(description="Unpublish", permissions=["change"])
def unpublish(admin_: PublishableAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Take the chosen entries back to drafts."""
    admin_.set_status(request, rows, Status.DRAFT, "Unpublished.")


class PublishableAdmin(admin.ModelAdmin[Any]):
    """The admin of a model that is a draft or published, and remembers its changes."""

    actions = (publish, unpublish)
    list_filter: ClassVar[Any] = ("status",)
    save_on_top = True
    list_per_page = 50
    formfield_overrides = PLAIN_TEXT

    @transaction.atomic
    def set_status(
        self, request: HttpRequest, rows: QuerySet[Any], status: Status, message: str
    ) -> None:
        """Give each row the status, in its own name: every one that changes says who did it."""
        changing = list(rows.exclude(status=status))
        for row in changing:
            record_previous_state(row)
            row.status = status
            with without_history(row):
                row.save(update_fields=["status", "updated_at"])
            record_history(row, request.user, message)
            self.log_change(request, row, message)
        self.message_user(request, f"{message} Changed: {len(changing)}.", messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row; its record is made by `save_related`, when its relations are saved too."""
        record_previous_state(obj)
        with without_history(obj):
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what belongs to the row, then write down the whole, unless nothing changed."""
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(each.has_changed() for each in formsets):
            record_history(form.instance, request.user, created=not change)
        else:
            clear_previous_state(form.instance)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what and when, newest first."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        records = row.history.select_related("history_user")[:RECORDS_SHOWN]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {row}",
            "subtitle": None,
            "object": row,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "changes": history_entries(list(records)),
            "shown": RECORDS_SHOWN,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/curated_history.html", context)

    def uses(self, row: Any) -> str:
        """What cannot do without the row, in words; empty when nothing uses it."""
        return ""

    def deletion_obstacle(self, row: Any) -> str:
        """Why the row may not be deleted, in words; empty when it may."""
        if not row.is_draft:
            return "is published: unpublish it first"
        if row.content_digest:
            return "ships with Backfit and would come back: leave it unpublished instead"
        return self.uses(row)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drafts that editors made and that nothing uses are ever deleted."""
        if obj is not None and self.deletion_obstacle(obj):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What deleting would take with it; what must be kept is told in words, not listed.

        People's workouts use exercises, and are nobody's to look at.
        """
        reasons = [(row, self.deletion_obstacle(row)) for row in objs]
        kept = [f"{row} {reason}." for row, reason in reasons if reason]
        return ([], {}, set(), kept) if kept else super().get_deleted_objects(objs, request)
