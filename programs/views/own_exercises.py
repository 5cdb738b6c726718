"""A person's own exercises: what they did that the catalogue does not have."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exercises.forms.revisions import is_stale, revision_of
from programs.forms.own_exercises import MergeForm, RenameForm
from programs.models import OwnExercise

LIST = "programs:own-exercise-list"


@login_required
@never_cache
@require_safe
def own_exercise_list(request: HttpRequest) -> HttpResponse:
    """All of them, each with how often it was done."""
    context = {"exercises": OwnExercise.objects.owned_by(request.user).for_list()}
    return render(request, "programs/own_exercise_list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_exercise_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One: rename it, merge it into another, or delete it if it was never done (`do`)."""
    mine = OwnExercise.objects.owned_by(request.user).for_list()
    own = get_object_or_404(mine.select_related("owner"), uuid=uuid)
    do = request.POST.get("do", "")
    rename = RenameForm(request.POST if do == "rename" else None, initial={"name": own.name})
    merge = MergeForm(request.POST if do == "merge" else None, own=own)
    revision = revision_of(own.name, own.set_logs.count())
    conflict = is_stale(request.POST, revision)
    message = "" if conflict else changed(own, do, rename, merge)
    if message:
        messages.success(request, message)
        return redirect(LIST)
    context = {"own": own, "rename": rename, "merge": merge}
    context |= {"revision": revision, "conflict": conflict}
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "programs/own_exercise.html", context, status=status)


def changed(own: OwnExercise, do: str, rename: RenameForm, merge: MergeForm) -> str:
    """Do what is asked, and say so; empty when that is not possible."""
    if do == "rename" and rename.is_valid():
        own.rename(rename.cleaned_data["name"])
        return _("The exercise is now called “%(name)s”.") % {"name": own.name}
    if do == "merge" and merge.is_valid():
        other = merge.chosen()
        own.merge_into(other)
        message = _("“%(name)s” is now “%(other)s”, with all its sets.")
        return message % {"name": own.name, "other": other.name}
    if do == "delete" and own.delete_unused():
        return _("“%(name)s” is deleted.") % {"name": own.name}
    return ""
