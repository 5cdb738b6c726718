"""The addresses of the site where mail is sent: allauth adds two when settings are read."""

from allauth.account.views import signup_by_passkey
from allauth.mfa.webauthn.views import signup_webauthn
from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from backfit.urls import urlpatterns as site_patterns

urlpatterns = [
    *i18n_patterns(
        path("accounts/signup/passkey/", signup_by_passkey, name="account_signup_by_passkey"),
        path("accounts/2fa/webauthn/signup/", signup_webauthn, name="mfa_signup_webauthn"),
        prefix_default_language=False,
    ),
    *site_patterns,
]
