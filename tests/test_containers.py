"""The container's image and compose.yaml: nothing runs as root, on a writable root, or unwatched."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
IMAGE = (ROOT / "Containerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVERS = ["nginx", "postgres", "redis", "web"]


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    user = service.get("user") or re.findall(r"^USER (\S+)$", IMAGE, re.MULTILINE)[-1]
    assert not user.startswith(("0", "root"))
    assert all(":mode=" in place for place in service["tmpfs"])
    assert not any(mount.startswith("/") for mount in service.get("volumes", []))


@pytest.mark.parametrize("name", SERVERS)
def test_server_tells_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_nothing_of_a_version_starts_before_its_tables_are_there() -> None:
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"] == {
            "release": {"condition": "service_completed_successfully"}
        }
    assert all("ports" not in service for name, service in SERVICES.items() if name != "nginx")
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["nginx"]["ports"])


def test_image_holds_every_package_and_no_secret() -> None:
    copied = {
        word
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", IMAGE, re.MULTILINE)
        for word in line.split()
    }
    assert [name for name in copied if not (ROOT / name).exists()] == []
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert copied >= {*packages["root_packages"], "templates", "static", "locale", "manage.py"}
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".git", "media", "var"} <= set(ignored)
    assert copied.isdisjoint(ignored)


def test_every_file_that_is_mounted_is_there() -> None:
    mounts = [each.split(":")[0] for row in SERVICES.values() for each in row.get("volumes", [])]
    named = set(COMPOSE["volumes"])
    assert {
        mount for mount in mounts if mount not in named and not (ROOT / mount).is_file()
    } == set()
