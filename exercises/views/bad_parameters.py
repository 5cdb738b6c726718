"""The answer to an address whose parameters make no sense."""

from __future__ import annotations

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def bad_parameters(request: HttpRequest, form: BaseForm) -> HttpResponse:
    """400, in words: each parameter of the form that is wrong, and why."""
    problems = [
        _("%(parameter)s: %(problem)s") % {"parameter": name, "problem": problem}
        for name, errors in form.errors.items()
        for problem in errors
    ]
    return render(request, "400.html", {"message": " ".join(problems)}, status=400)
