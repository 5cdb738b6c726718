"""Jobs in the admin: what waits, what is at work, and what failed and where."""

from __future__ import annotations

from typing import Any

import django_tasks_db.admin  # registers its rows, which tell nothing that ours do not
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from exercises.jobs.models import Job

__all__ = ["JobAdmin", "django_tasks_db"]

admin.site.unregister(DBTaskResult)


@admin.register(Job)
class JobAdmin(admin.ModelAdmin[Job]):
    """To look at: what a job works on is not shown."""

    list_display = ("kind_label", "state", "progress", "attempts", "created_at", "finished_at")
    list_filter = ("state", "created_at")
    fields = ("kind_label", "state", "progress", "attempts", "created_at", "finished_at", "problem")
    readonly_fields = fields
    ordering = ("-created_at",)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_label(self, job: Job) -> str:
        """What is made."""
        return job.kind_label

    def get_queryset(self, request: HttpRequest) -> Any:
        """The jobs without what they work on, which may be large."""
        return super().get_queryset(request).defer("payload")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False
