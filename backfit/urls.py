"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from backfit import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("exercises.urls")),
    path("", include("programs.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("nested_admin/", include("nested_admin.urls")),
    path("healthz", views.healthz, name="healthz"),
]
