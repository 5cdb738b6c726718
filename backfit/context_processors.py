"""What every page's template knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The page's one true address: the site's own, with the path and without the query."""
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "socialaccount_enabled": settings.SOCIAL_PROVIDERS,
    }
