"""The hidden fields of forms that change something."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.html import format_html
from django.utils.safestring import SafeString

from backfit.accounts.posted_forms import FORM_KEY, new_key
from exercises.forms.revisions import REVISION, Revision, revision_text

register = template.Library()
FIELD = '<input type="hidden" name="{}" value="{}">'


@register.simple_tag(takes_context=True)
def form_key(context: template.Context) -> SafeString:
    """The key by which a form that is sent again is known. Leave it out of pages that are the same
    for everybody."""
    request = getattr(context, "request", None)
    return format_html(FIELD, FORM_KEY, new_key(request.user if request else AnonymousUser()))


@register.simple_tag
def form_revision(revision: Revision, field: str = REVISION) -> SafeString:
    """The state of the row that the page shows; a form that was made from an older one is refused."""
    return format_html(FIELD, field, revision_text(revision))
