"""The site's addresses, and `/bare/`."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from backfit.urls import urlpatterns as site_urlpatterns


def bare(request: HttpRequest) -> HttpResponse:
    """As little as a view can do; nobody may keep it."""
    return HttpResponse("bare", headers={"Cache-Control": "no-store"})


urlpatterns = [path("bare/", bare), *site_urlpatterns]
