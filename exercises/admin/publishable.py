"""What the admin of all curated content shares: publishing, history, and when a row may be deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from exercises.admin.diff import history_entries
from exercises.admin.fields import PLAIN_TEXT
from exercises.models import Status
from exercises.models.history import (
    clear_previous_state,
    record_history,
    record_previous_state,
    without_history,
)

RECORDS_SHOWN = 100


@admin.action(description=_("Publish"), permissions=["change"])
def publish(admin_: PublishableAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Let the public see the chosen entries."""
    admin_.set_status(request, rows, Status.PUBLISHED, gettext_noop("Published."))


@admin.action(description=_("Unpublish"), permissions=["change"])
def unpublish(admin_: PublishableAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Take the chosen entries back to drafts."""
    admin_.set_status(request, rows, Status.DRAFT, gettext_noop("Unpublished."))


class PublishableAdmin(admin.ModelAdmin[Any]):
    """The admin of a model that is a draft or published, and remembers its changes."""

    actions: tuple[Any, ...] = (publish, unpublish)
    list_filter: ClassVar[Any] = ("status",)
    save_on_top = True
    list_per_page = 50
    formfield_overrides = PLAIN_TEXT

    @transaction.atomic
    def change_rows(
        self, request: HttpRequest, rows: Iterable[Any], message: str, **values: Any
    ) -> None:
        """Give each row the values, in its own name: the history of every one says who did it.

        The message is stored as it is, in English, and translated where it is shown.
        """
        for row in rows:
            record_previous_state(row)
            for name, value in values.items():
                setattr(row, name, value)
            with without_history(row):
                row.save(update_fields=[*values, "updated_at"])
            record_history(row, request.user, message)
            self.log_change(request, row, message)

    def set_status(
        self, request: HttpRequest, rows: QuerySet[Any], status: Status, message: str
    ) -> None:
        """Give each row the status; what lacks something stays a draft, and the editor is told what.

        The message is that of `change_rows`.
        """
        changing = list(rows.exclude(status=status))
        if status == Status.PUBLISHED:
            changing = [row for row in changing if not self.warn_of_obstacle(request, row)]
        self.change_rows(request, changing, message, status=status)
        done = gettext("%(message)s Changed: %(number)s.")
        values = {"message": gettext(message), "number": len(changing)}
        self.message_user(request, done % values, messages.SUCCESS)

    def warn_of_obstacle(self, request: HttpRequest, row: Any) -> bool:
        """Tell the editor why a row cannot be published; whether there was a reason."""
        problem = row.publishing_obstacle()
        if problem:
            text = gettext("%(entry)s stays a draft: %(problem)s")
            values = {"entry": row, "problem": problem}
            self.message_user(request, text % values, messages.WARNING)
        return bool(problem)

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
            "title": gettext("History of %(entry)s") % {"entry": row},
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

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any | None = None,
    ) -> HttpResponse:
        """A new row has no buttons on top: Django puts the focus on what comes first in the form."""
        response = super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )
        if add and isinstance(response, TemplateResponse) and response.context_data is not None:
            response.context_data["save_on_top"] = False
        return response

    def uses(self, row: Any) -> str:
        """What cannot do without the row, as a sentence; empty when nothing uses it."""
        return ""

    def deletion_obstacle(self, row: Any) -> str:
        """Why the row may not be deleted, as a sentence; empty when it may."""
        if not row.is_draft:
            return gettext("%(entry)s is published: unpublish it first.") % {"entry": row}
        if row.content_digest:
            return gettext(
                "%(entry)s ships with Backfit and would come back: leave it unpublished instead."
            ) % {"entry": row}
        return self.uses(row)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drafts that editors made and that nothing uses are ever deleted."""
        if obj is not None and self.deletion_obstacle(obj):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What deleting would take with it; for what must be kept, the reasons instead.

        People's workouts use exercises, and are nobody's to look at.
        """
        reasons = [reason for row in objs if (reason := self.deletion_obstacle(row))]
        return ([], {}, set(), reasons) if reasons else super().get_deleted_objects(objs, request)
