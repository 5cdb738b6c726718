"""What holds for the whole site: health, headers, settings, a database from nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertContains

from backfit.accounts.models import User
from backfit.assets import AssetFinder
from programs.sheets.fonts import WEIGHTS

ROOT = Path(settings.BASE_DIR)


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a management command in a process of its own, with these variables alone."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**inherited, "SECRET_KEY": "a-key-for-tests-" * 4, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.once
def test_fresh_database_is_ready_after_migrate_and_load_content(tmp_path: Path) -> None:
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'fresh.sqlite3'}"}
    assert manage("migrate", "-v0", **database).returncode == 0
    assert " 0 unchanged," in manage("load_content", **database).stdout
    again = manage("load_content", **database)
    assert "0 new, 0 updated," in again.stdout
    admin = manage("make_admin", EMAIL="a@example.org", PASSWORD="correct horse", **database)
    assert "may now use the admin" in admin.stdout


@pytest.mark.slow
def test_production_settings_pass_the_deployment_check() -> None:
    checked = manage(
        "check", "--deploy", "--fail-level=WARNING", SITE_URL="https://backfit.example"
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SECRET_KEY": "", "DEBUG": "0"}, "SECRET_KEY is not set"),
        ({"DEBUG": "maybe"}, "DEBUG must be 1 or 0"),
        ({"SITE_URL": "backfit.example"}, "SITE_URL must begin with"),
        ({"GITHUB_CLIENT_ID": "id"}, "GITHUB_CLIENT_ID needs GITHUB_CLIENT_SECRET as well"),
        (
            {"APPLE_CLIENT_ID": "id", "APPLE_KEY_ID": "key"},
            "APPLE_CLIENT_ID, APPLE_KEY_ID needs APPLE_TEAM_ID, APPLE_PRIVATE_KEY as well",
        ),
    ],
)
def test_wrong_setting_refuses_to_start_and_says_which(
    variables: dict[str, str], words: str, tmp_path: Path
) -> None:
    if (ROOT / ".env").exists() and "SECRET_KEY" in variables:
        variables |= {"ENV_FILE": str(tmp_path / "none")}
    checked = manage("check", **variables)
    assert checked.returncode != 0
    assert words in checked.stderr


def told(expression: str, **variables: str) -> str:
    """What Python says of the settings `s`, read anew with these variables and no .env but theirs."""
    script = f"from django.conf import settings as s; print({expression})"
    variables = {"ENV_FILE": "/dev/null", **variables}
    return manage("shell", "--no-imports", "-c", script, **variables).stdout.strip()


@pytest.mark.parametrize(
    ("variables", "asked"),
    [
        ({}, "True"),
        ({"DEBUG": "1"}, "False"),
        ({"ADMIN_SECOND_FACTOR": "0"}, "False"),
        ({"DEBUG": "1", "ADMIN_SECOND_FACTOR": "1"}, "True"),
    ],
)
@pytest.mark.slow
def test_admin_asks_for_a_second_factor_unless_debugging(
    variables: dict[str, str], asked: str
) -> None:
    assert told("s.ADMIN_SECOND_FACTOR", **variables) == asked


@pytest.mark.slow
def test_make_writes_an_env_for_a_trial_once(tmp_path: Path) -> None:
    make = ["make", "--silent", "-f", str(ROOT / "Makefile"), ".env"]
    subprocess.run(make, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    written = (tmp_path / ".env").read_text()
    assert "\nADMIN_SECOND_FACTOR=0\n" in written
    assert told("s.ADMIN_SECOND_FACTOR", ENV_FILE=str(tmp_path / ".env")) == "False"
    (tmp_path / ".env").write_text("SECRET_KEY=mine\n")
    subprocess.run(make, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    assert (tmp_path / ".env").read_text() == "SECRET_KEY=mine\n"


@pytest.mark.slow
def test_sign_up_needs_a_password_only_where_no_mail_is_sent() -> None:
    asked = "s.ACCOUNT_SIGNUP_FIELDS[1], s.MFA_PASSKEY_SIGNUP_ENABLED"
    assert told(asked) == "password1* False"
    mail = {"EMAIL_URL": "smtp://127.0.0.1:25"}
    assert told(asked, **mail) == "password1 True"
    assert manage("check", "--fail-level=WARNING", **mail).returncode == 0


@pytest.mark.slow
def test_sign_in_elsewhere_is_offered_where_all_of_its_variables_are_set() -> None:
    asked = "s.SOCIALACCOUNT_PROVIDERS, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:]"
    assert told(asked) == "{} []"
    github = told(asked, GITHUB_CLIENT_ID="an-id", GITHUB_CLIENT_SECRET="a-secret")
    app = {"client_id": "an-id", "secret": "a-secret"}
    assert github == f"{ {'github': {'APPS': [app]}} } ['https://github.com']"
    apple = told(
        asked,
        APPLE_CLIENT_ID="service",
        APPLE_KEY_ID="key",
        APPLE_TEAM_ID="team",
        APPLE_PRIVATE_KEY="one\\ntwo",
    )
    app = {"client_id": "service", "secret": "key", "key": "team"}
    assert str(app)[:-1] + ", 'settings': {'certificate_key': 'one\\ntwo'}}" in apple


@pytest.mark.slow
def test_https_site_has_secure_cookies_and_hsts() -> None:
    asked = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS"
    assert told(asked, SITE_URL="https://backfit.example") == "True True True 31536000"
    assert told(asked, SITE_URL="http://backfit.example") == "False False False 0"


@pytest.mark.slow
def test_hsts_goes_for_subdomains_and_is_preloaded_only_when_asked() -> None:
    asked = "s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD"
    https = {"SITE_URL": "https://backfit.example"}
    both = {"HSTS_INCLUDE_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}
    assert told(asked, **https) == "False False"
    assert told(asked, **https, **both) == "True True"
    assert told(asked, **both) == "False False"


def test_collecting_static_files_cuts_the_fonts_of_sheets_as_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So that nobody who prints first waits for them."""
    cut: list[str] = []

    def made(path: Path, make: object) -> Path:
        cut.append(path.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"font")
        return path

    monkeypatch.setattr("programs.sheets.fonts._made_once", made)
    monkeypatch.setattr("backfit.assets.FONTS", tmp_path / "fonts")
    finder = AssetFinder()
    finder.folder = tmp_path / "assets"
    collected = [path for path, _ in finder.list([])]
    assert "css/backfit.css" in collected
    for weight in WEIGHTS:
        assert any(name.endswith(f"-{weight}.ttf") for name in cut)


@pytest.mark.django_db
def test_health_says_what_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": True, "cache": True})
    monkeypatch.setattr(cache, "set", lambda *args: 1 / 0)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": True, "cache": False})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/exercises/", "/nothing-here"])
def test_every_page_carries_the_security_headers(client: Client, address: str) -> None:
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/programs/no-such-program/",
        "/programs/" + "a" * 3000 + "/",
        "/exercises/%F0%9F%92%AA/",
        "/workouts/not-a-uuid/",
        "/programs/upper-back/sheet.doc",
    ],
)
def test_unknown_address_is_a_friendly_404(client: Client, address: str) -> None:
    assertContains(client.get(address), "Nothing here", status_code=404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 500,
        "page=-1",
        "page=99999999999999",
        "page=<b>",
        "level=💪",
        "q='%22--",
    ],
)
def test_odd_queries_never_break_the_catalogue(client: Client, query: str) -> None:
    assert client.get(f"/exercises/?{query}").status_code in (200, 400)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "no-at-sign", "password1": "correct horse battery"},
        {"email": "a@example.org", "password1": "12345678"},
        {"email": "a@example.org\0", "password1": "correct horse battery"},
        {"email": "a" * 5000 + "@example.org", "password1": "correct horse battery"},
        {"email": "<b>@example.org", "password1": "💪" * 2000},
    ],
)
def test_bad_sign_up_names_the_field_and_makes_nobody(client: Client, data: dict[str, str]) -> None:
    response = client.post("/accounts/signup/", data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not User.objects.filter(is_staff=False).exists()


@pytest.mark.django_db
def test_e_mail_address_is_taken_whatever_its_case() -> None:
    User.objects.create_user("Anna@example.org", "correct horse battery")
    with pytest.raises(Exception, match=r"(?i)unique"):
        User.objects.create_user("anna@example.org", "correct horse battery")


@pytest.mark.slow
def test_no_model_change_lacks_its_migration() -> None:
    assert manage("makemigrations", "--check", "--dry-run").returncode == 0


@pytest.mark.django_db
def test_make_admin_twice_gives_the_same_person_new_rights(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL", "OLGA@example.org")
    monkeypatch.setenv("PASSWORD", "another long password")
    call_command("make_admin", verbosity=0)
    owner.refresh_from_db()
    assert owner.is_staff
    assert owner.check_password("another long password")
