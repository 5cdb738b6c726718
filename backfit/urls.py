"""All addresses of the site."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from backfit import views
from backfit.sitemaps import SITEMAPS, robots

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("exercises.urls")),
    path("", include("programs.urls")),
    path("accounts/", include("allauth.urls")),
    path("account/", views.profile, name="profile"),
    path("account/data/", views.account_data, name="account-data"),
    path("account/delete/", views.delete_account, name="delete-account"),
    path("privacy/", views.privacy, name="privacy"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("admin/", admin.site.urls),
    path("nested_admin/", include("nested_admin.urls")),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
]

handler500 = "backfit.views.server_error"
