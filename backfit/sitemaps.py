"""The addresses that search engines should know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from exercises.models import Equipment, Exercise, Guide, Product, PublishableModel
from programs.models import Program


class CuratedSitemap(Sitemap[Any]):
    """Published entries of one kind, each with the day of its last change."""

    protocol = urlsplit(settings.SITE_URL).scheme
    i18n = alternates = x_default = True

    def __init__(self, rows: Callable[[], QuerySet[Any]]) -> None:
        self.rows = rows

    def items(self) -> QuerySet[Any]:
        return self.rows()

    def lastmod(self, item: PublishableModel) -> datetime:
        return item.updated_at

    def _urls(self, *args: Any) -> list[dict[str, Any]]:
        """The addresses; languages are called there as on the pages themselves."""
        urls: list[dict[str, Any]] = super()._urls(*args)  # type: ignore[misc]
        for alternate in (each for url in urls for each in url["alternates"]):
            if alternate["lang_code"] != "x-default":
                alternate["lang_code"] = alternate["lang_code"].partition("-")[0]
        return urls

    def get_domain(self, site: Any = None) -> str:
        return str(urlsplit(settings.SITE_URL).netloc)


class PageSitemap(CuratedSitemap):
    """The pages that list."""

    def __init__(self) -> None:
        self.names = [
            "home",
            "programs:find",
            "programs:program-list",
            "exercises:exercise-list",
            "exercises:guide-list",
            "exercises:equipment-list",
            "exercises:product-list",
            "install",
        ]

    def items(self) -> Any:
        """All of them; the list of products only where there are any."""
        empty = set() if Product.objects.published().exists() else {"exercises:product-list"}
        return [name for name in self.names if name not in empty]

    def lastmod(self, item: Any) -> Any:
        return None

    def location(self, item: Any) -> str:
        path: str = reverse(item)
        return path


SITEMAPS: dict[str, Sitemap[Any]] = {
    "pages": PageSitemap(),
    "programs": CuratedSitemap(Program.objects.published),
    "guides": CuratedSitemap(Guide.objects.published),
    "exercises": CuratedSitemap(Exercise.objects.published),
    "equipment": CuratedSitemap(Equipment.objects.published),
    "products": CuratedSitemap(lambda: Product.objects.published().select_related("equipment")),
}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: all that is public. Calendars stay open to calendar apps."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")
