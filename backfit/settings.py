"""Every setting of Backfit. Values come from the environment (or a git-ignored `.env`), all with safe defaults.

A wrong value refuses to start and says which variable is wrong.
"""

from __future__ import annotations

import sys
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from backfit.site_address import canonical_address, canonical_host

# Lets forms and admin classes say at run time which model they are for: ModelForm[Workout].
django_stubs_ext.monkeypatch()

# Zones are those of the pinned package `tzdata`, whatever the system knows.
zoneinfo.reset_tzpath(())

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# ENV_FILE names another file than .env to read variables from.
environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))


def flag(name: str, default: bool = False) -> bool:
    """Read a boolean variable: 1/0, true/false, yes/no, on/off; anything else refuses to start."""
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "": default}
    value = env.str(name, default="").strip().lower()
    if value not in words:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")
    return words[value]


# --- Core -----------------------------------------------------------------------------------------

# DEBUG=1 shows tracebacks in the browser: for development only.
DEBUG = flag("DEBUG")

TESTING = "pytest" in sys.modules

# SHOW_SAMPLE_PRODUCTS=1 shows visitors the products that only tell how products look. Staff see them always.
SHOW_SAMPLE_PRODUCTS = flag("SHOW_SAMPLE_PRODUCTS")

# SECRET_KEY signs sessions and tokens. `make run` writes a fresh one to .env.
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Make one with\n"
            "  python -c 'import secrets; print(secrets.token_urlsafe(50))'\n"
            "and put SECRET_KEY=… in the environment or in .env (`make run` does it for you)."
        )
    SECRET_KEY = "development-only-" + "0" * 40

# SITE_URL is the address people use. https:// switches on secure cookies, HSTS and the redirect. The host may
# be an IPv6 address in brackets, or an international name: links and UIDs then have it in Punycode.
try:
    SITE_URL = canonical_address(env.str("SITE_URL", default="http://127.0.0.1:8000"))
except ValueError as error:
    raise ImproperlyConfigured(f"SITE_URL {error}") from error
_site = urlsplit(SITE_URL)
_site_host = canonical_host(_site.hostname or "")
HTTPS = _site.scheme == "https"

# ALLOWED_HOSTS is a comma-separated list; the host of SITE_URL is always in it.
try:
    ALLOWED_HOSTS = [
        *map(canonical_host, env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "::1"])),
        _site_host,
    ]
except ValueError as error:
    raise ImproperlyConfigured(f"ALLOWED_HOSTS {error}") from error
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

ROOT_URLCONF = "backfit.urls"
WSGI_APPLICATION = "backfit.wsgi.application"
AUTH_USER_MODEL = "backfit.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in through another service is offered once all that it needs is set. APPLE_…: the Services ID,
# the Key ID, the Team ID, and the text of the .p8 file, whose line breaks may be written as \n.
SOCIAL_VARIABLES = {
    "google": {"client_id": "GOOGLE_CLIENT_ID", "secret": "GOOGLE_CLIENT_SECRET"},
    "github": {"client_id": "GITHUB_CLIENT_ID", "secret": "GITHUB_CLIENT_SECRET"},
    "apple": {
        "client_id": "APPLE_CLIENT_ID",
        "secret": "APPLE_KEY_ID",
        "key": "APPLE_TEAM_ID",
        "certificate_key": "APPLE_PRIVATE_KEY",
    },
}


def social_app(variables: dict[str, str]) -> dict[str, object]:
    """What allauth must know of one service; nothing when none of its variables is set."""
    app: dict[str, object] = {key: env.str(name, default="") for key, name in variables.items()}
    missing = [name for key, name in variables.items() if not app[key]]
    if len(missing) == len(variables):
        return {}
    if missing:
        given = ", ".join(name for name in variables.values() if name not in missing)
        raise ImproperlyConfigured(f"{given} needs {', '.join(missing)} as well.")
    if certificate := app.pop("certificate_key", ""):
        app["settings"] = {"certificate_key": str(certificate).replace("\\n", "\n")}
    return app


SOCIALACCOUNT_PROVIDERS = {
    name: {"APPS": [app]}
    for name, variables in SOCIAL_VARIABLES.items()
    if (app := social_app(variables))
}
SOCIAL_PROVIDERS = list(SOCIALACCOUNT_PROVIDERS)

INSTALLED_APPS = [
    "backfit.apps.BackfitConfig",
    "backfit.accounts",
    "programs",
    "exercises",
    "backfit.apps.BackfitAdminConfig",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    *(f"allauth.socialaccount.providers.{name}" for name in SOCIAL_PROVIDERS),
    "csp",
    "django_htmx",
    "djmoney",
    "import_export",
    "nested_admin",
    "simple_history",
]

MIDDLEWARE = [
    "backfit.middleware.request_id.RequestIdMiddleware",
    "backfit.middleware.language.LanguageMiddleware",
    "backfit.middleware.headers.ResourcePolicyMiddleware",
    "backfit.middleware.request_size.RequestSizeMiddleware",
    "backfit.middleware.charset.CharsetMiddleware",
    "backfit.middleware.headers.HeadMiddleware",
    "backfit.middleware.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backfit.middleware.headers.TextGZipMiddleware",
    "backfit.middleware.headers.PublicPageMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "exercises.csrf.CsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "backfit.middleware.clock.ClockMiddleware",
    "backfit.middleware.figures.FiguresMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "backfit.middleware.headers.NulRefusingMiddleware",
    "backfit.middleware.signed_out.SignedOutMiddleware",
    "backfit.middleware.post_once.PostOnceMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backfit.context_processors.site",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------

# DATABASE_URL: postgres://user:password@host/name in production; an SQLite file when absent.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers and a writer work at once; IMMEDIATE takes the write lock at BEGIN, so that two
    # writers queue (up to the timeout, in seconds) instead of failing half-way with "database is locked".
    # A test database in a file, so that threads have connections of their own as in production.
    _database["TEST"] = {"NAME": str(BASE_DIR / "test.sqlite3")}
    # Threads keep their connection: to open one takes longer than most queries.
    _database["CONN_MAX_AGE"] = 60
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        ),
    }
elif _database["ENGINE"] == "django.db.backends.postgresql":
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
    # Seconds after which a server that does not answer counts as gone.
    _database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)

# CACHE_URL: redis://host:6379/0 in production, so that all workers share one; local memory when absent.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://?max_entries=10000")}
if str(CACHES["default"]["LOCATION"]).startswith("redis"):
    CACHES["default"]["BACKEND"] = "backfit.operations.cache_backends.FallbackRedisCache"
    CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 2}
    # All processes read the content's version; a stand-in of one process would be wrong.
    CACHES["content_version"] = {
        **CACHES["default"],
        "BACKEND": "backfit.operations.cache_backends.StrictRedisCache",
    }
# Tests that run side by side each empty their cache: each process has a Redis database of its own.
_test_process = env.str("PYTEST_XDIST_WORKER", default="").removeprefix("gw")
if _test_process and str(CACHES["default"]["LOCATION"]).startswith("redis"):
    _server = CACHES["default"]["LOCATION"].rpartition("/")[0]
    CACHES["default"]["LOCATION"] = f"{_server}/{int(_test_process) + 1}"
    CACHES["content_version"]["LOCATION"] = CACHES["default"]["LOCATION"]

# MEDIA_ROOT is where uploaded pictures are kept.
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "media"))
MEDIA_URL = "media/"

# VAR_DIR is where files are kept that can be made again: fonts, the stylesheet.
VAR_DIR = env.str("VAR_DIR", default=str(BASE_DIR / "var"))
CACHES.setdefault(
    "content_version",
    {
        "BACKEND": "backfit.operations.file_storage.WholeFileCache",
        "LOCATION": str(Path(VAR_DIR) / "content-version"),
    },
)

# Sheets that were rendered, where all processes find them: a sheet is warm for none or for all of them.
CACHES["sheets"] = (
    {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if TESTING
    else CACHES["default"]
    if str(CACHES["default"]["LOCATION"]).startswith("redis")
    else {
        "BACKEND": "backfit.operations.file_storage.WholeFileCache",
        "LOCATION": str(Path(VAR_DIR) / "sheets"),
        "OPTIONS": {"MAX_ENTRIES": 500},
    }
)

# Public pages are reused for so many seconds, while the content is what it was. 0 turns that off: tests and
# development look at how each page is made. Each process keeps so many bytes of them in its memory; pages
# with a query or for htmx, of which anybody can ask for any number, apart from the plain ones.
PAGE_CACHE_SECONDS = 0 if DEBUG or TESTING else 60
CACHES |= {
    name: {
        "BACKEND": "backfit.operations.cache_backends.SizedLocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": 2_000, "MAX_BYTES": size},
    }
    for name, size in {"pages": 24_000_000, "query_pages": 8_000_000, "plans": 8_000_000}.items()
}
# What a page shows of a person's plans is reused for so many seconds, while those are what they were.
PLANS_CACHE_SECONDS = 0 if DEBUG or TESTING else 900

# --- Sheets ---------------------------------------------------------------------------------------

# SHEET_RENDERS_AT_ONCE: so many PDFs are made at the same time (by all workers when they share a cache).
SHEET_RENDERS_AT_ONCE = env.int("SHEET_RENDERS_AT_ONCE", default=2)
if SHEET_RENDERS_AT_ONCE < 1:
    raise ImproperlyConfigured("SHEET_RENDERS_AT_ONCE must be 1 or more.")
# Seconds that a request waits for its turn before it is asked to come back.
SHEET_WAIT_SECONDS = 8.0
# So many threads of a process wait at most, half of those that gunicorn.conf.py gives it.
SHEET_WAITERS = 2
# Seconds that one render may take before it is stopped.
SHEET_SECONDS = 30.0
# So many sheets are rendered in a minute for one person, or one network address without an account;
# those that are kept do not count.
SHEET_RENDERS_PER_MINUTE = 60

# --- Static files ---------------------------------------------------------------------------------

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "backfit.assets.AssetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
_hashed = "backfit.assets.HashedStaticFilesStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "backfit.operations.file_storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": _plain if DEBUG or TESTING else _hashed},
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
# Each client of the tests starts the site anew: a file is then looked up when it is asked for, not all are listed.
WHITENOISE_AUTOREFRESH = DEBUG or TESTING

# SERVICE_WORKER=0 takes the service worker back from every browser: /sw.js then unregisters itself, and pages ask
# for none. Development and tests do without, so that no page comes from a browser's store.
SERVICE_WORKER = flag("SERVICE_WORKER", default=not (DEBUG or TESTING))

# --- Accounts and mail ----------------------------------------------------------------------------

# EMAIL_URL: smtp+tls://user:password@host:587. When absent, mail goes to the console.
_email_url = env.str("EMAIL_URL", default="")
if _email_url:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# DEFAULT_FROM_EMAIL is the sender of every mail.
_mail_host = "localhost" if _site_host.startswith("[") else _site_host
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Backfit <hello@{_mail_host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Seconds after which a mail server that does not answer counts as gone.
EMAIL_TIMEOUT = 10

# OPERATOR is who runs the site, CONTACT_EMAIL where people can write to; both are shown under About.
OPERATOR = env.str("OPERATOR", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
# Without a mail server nothing is sent, and nothing says that it was.
SENDS_MAIL = bool(_email_url)

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "programs:workout-list"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "backfit.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
# Where mail is sent, a person may sign up without a password: by an e-mailed code, or with a passkey.
# Where none is, nobody can prove an address, so an account needs a password.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1" if _email_url else "password1*"]
ACCOUNT_FORMS = {"signup": "backfit.accounts.forms.SignUpForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if _email_url else "optional"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = bool(_email_url)
# A new code may be asked for. The address cannot be changed there: that is offered to new people alone,
# and so would tell who has an account.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Backfit: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Besides those of the accounts: exports of one person, workouts that visitors without an account make
# from one address, uploads of devices, and of each person or address reviews and files to import.
ACCOUNT_RATE_LIMITS = {
    "account_data": "5/h/user",
    "guest_workout": "60/h/ip",
    "sync": "600/h/user",
    "review": "60/h/key",
    "import": "120/h/key",
}
# ADMIN_SECOND_FACTOR=0 opens the administration to staff with a password alone: for a trial on one
# machine. Otherwise they set up an authenticator app or a passkey first.
ADMIN_SECOND_FACTOR = flag("ADMIN_SECOND_FACTOR", default=not DEBUG)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = bool(_email_url)
MFA_TOTP_ISSUER = "Backfit"
# A code of the period before or after counts too: people's clocks differ, and typing takes a while.
MFA_TOTP_TOLERANCE = 1
# Browsers give passkeys to pages on https alone, and to localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_ONLY = False

# --- Language and time ----------------------------------------------------------------------------

# The language of a page comes from its address alone, so public pages stay cacheable: English has no
# prefix, the others have their code. Another one needs a line here, with its own name, and the files that
# CONTRIBUTING.md lists.
LANGUAGES = [("en-gb", "English"), ("ru", "Русский")]
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "backfit.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# The currencies that editors may choose from (ISO 4217). Nothing is converted.
CURRENCIES = ("BYN", "CHF", "EUR", "GBP", "KZT", "PLN", "RUB", "UAH", "USD")

# --- Security -------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# HSTS_INCLUDE_SUBDOMAINS=1 lets browsers use HTTPS alone for all names below the site's as well, and
# HSTS_PRELOAD=1 asks them to know so beforehand. Hard to take back, and other sites may live there: off.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and flag("HSTS_INCLUDE_SUBDOMAINS")
SECURE_HSTS_PRELOAD = HTTPS and flag("HSTS_PRELOAD")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Django's check looks for its own CSRF middleware by name; ours is a subclass (exercises/csrf.py).
SILENCED_SYSTEM_CHECKS = ["security.W003"]
if HTTPS:  # it warns of what is a choice: whether HSTS goes for subdomains, and is preloaded
    SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# TRUST_PROXY=1 believes X-Forwarded-Proto, and the last address in X-Forwarded-For (for rate limits and
# the list of sign-ins): only behind one proxy that always sets both itself.
if flag("TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
DATA_UPLOAD_MAX_NUMBER_FILES = 60
# The largest request, files included, that is read at all; editors upload photos, people import workouts.
# The upload of sessions has a limit of its own, which it tells in JSON.
MAX_REQUEST_BYTES = {
    "/admin/": 64_000_000,
    "/workouts/sync/": 64_000_000,
    "/workouts/import/": 7_000_000,
    "/workouts/history/import/": 7_000_000,
    "/": 2_000_000,
}
SOCIAL_ORIGINS = {
    "google": "https://accounts.google.com",
    "github": "https://github.com",
    "apple": "https://appleid.apple.com",
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Two-factor set-up shows its QR code as a data: picture.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        # A button that signs in elsewhere is a form whose answer leads there.
        "form-action": [SELF, *(SOCIAL_ORIGINS[name] for name in SOCIAL_PROVIDERS)],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone")
}

# --- Logs -----------------------------------------------------------------------------------------

# LOG_FORMAT: json (a line an object, each with its request's id) or text. JSON unless DEBUG is on.
LOG_FORMAT = env.str("LOG_FORMAT", default="text" if DEBUG or TESTING else "json")
if LOG_FORMAT not in {"json", "text"}:
    raise ImproperlyConfigured(f"LOG_FORMAT must be json or text, not “{LOG_FORMAT}”.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "backfit.operations.log_format.JsonFormatter"},
        "text": {"()": "backfit.operations.log_format.TextFormatter"},
        "server": {
            "()": "backfit.operations.log_format.ServerTextFormatter",
            "format": "[{server_time}] {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
        "server": {
            "class": "logging.StreamHandler",
            "formatter": "server" if LOG_FORMAT == "text" else "json",
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["server"], "level": "INFO", "propagate": False},
        # WeasyPrint and fontTools tell of every glyph they drop: noise in a server's log.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}

# SENTRY_DSN reports errors to a Sentry server of your choice, without anything that tells of people.
# When absent, nothing is reported to anybody and the library is not even loaded.
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    from backfit.operations.sentry import init_sentry

    init_sentry(SENTRY_DSN)
