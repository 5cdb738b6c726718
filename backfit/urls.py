"""All addresses of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from backfit import offline, search, views
from backfit.home import home
from backfit.sitemaps import SITEMAPS, robots

# The same in every language: for devices and machines, and where people work in English.
urlpatterns = [
    path("", include("programs.fixed_urls")),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("admin/", admin.site.urls),
    path("nested_admin/", include("nested_admin.urls")),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sw.js", offline.service_worker, name="service-worker"),
    path("healthz", views.healthz, name="healthz"),
]

urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("install/", offline.install_page, name="install"),
    path("offline/", offline.offline_page, name="offline"),
    path("offline/site.json", offline.site_facts, name="offline-site"),
    path("search/", search.search, name="search"),
    path("", include("exercises.urls")),
    path("", include("programs.urls")),
    path("accounts/", include("allauth.urls")),
    path("account/", views.profile, name="profile"),
    path("account/data/", views.account_data, name="account-data"),
    path("account/jobs/", include("exercises.jobs.urls")),
    path("account/delete/", views.delete_account, name="delete-account"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    prefix_default_language=False,
)

handler400 = "backfit.views.bad_request"
handler403 = "backfit.views.permission_denied"
handler404 = "backfit.views.page_not_found"
handler500 = "backfit.views.server_error"
