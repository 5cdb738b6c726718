"""What every page's template knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from exercises.figure_choice import active_figure
from exercises.languages import addresses


def site(request: HttpRequest) -> dict[str, object]:
    """The page's one true address (the site's own, with the path and without the query), the page in
    each language, whether there are workers, mail is sent and a service worker
    offered, and whom the figures show (a
    function: asked only where it is shown)."""
    return {
        "languages": addresses(request.get_full_path()),
        "alternates": addresses(request.path),
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "shown_figure": active_figure,
        "has_workers": settings.HAS_WORKERS,
        "sends_mail": settings.SENDS_MAIL,
        "has_service_worker": settings.SERVICE_WORKER,
        "socialaccount_enabled": settings.SOCIAL_PROVIDERS,
    }
