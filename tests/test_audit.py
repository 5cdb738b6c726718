"""The dependency audit tells how much it knows, and fails only for what it knows."""

from __future__ import annotations

import json
import runpy

import pytest
from django.conf import settings

audit = runpy.run_path(str(settings.BASE_DIR / ".ci/audit"))
verdict, withdrawn, npm_verdict = audit["verdict"], audit["withdrawn"], audit["npm_verdict"]

WEAK = {"name": "old", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
SOUND = {"name": "good", "version": "1", "vulns": []}
UNKNOWN = {"name": "ours", "version": "1", "skip_reason": "not found"}


def report(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages})


@pytest.mark.parametrize(
    ("found", "errors", "told", "status"),
    [
        (report(SOUND), "", "Audited 1 of 1 packages: 0 with known weaknesses.", 0),
        (report(SOUND, WEAK), "", "old 1: CVE-1, mended in 2\nAudited 2 of 2 packages: 1", 1),
        (report(SOUND, UNKNOWN), "", "Audited 1 of 2 packages: 0 with known weaknesses.\nNot", 0),
        (report(UNKNOWN), "", "AUDIT NOT DONE: the index gives no advisories", 0),
        ("", "requests.exceptions.ConnectionError: no route", "AUDIT NOT DONE: the advisory", 0),
        ("", "invalid requirement", "The audit is broken:\ninvalid requirement", 1),
    ],
)
def test_audit_says_what_it_knows(found: str, errors: str, told: str, status: int) -> None:
    text, code = verdict(found, errors)
    assert text.startswith(told)
    assert code == status


YANKED = (
    "WARNING: The candidate selected for download or install is a yanked version: 'old' candidate"
    " (version 1.0 at somewhere)\nReason for being yanked: broken"
)


@pytest.mark.parametrize(
    ("errors", "failed", "told", "status"),
    [
        ("", False, "None of the pinned releases is withdrawn", 0),
        (YANKED, False, "old 1.0 is withdrawn by its makers.", 1),
        ("ERROR: Could not find a version", True, "Nor could the index be asked", 0),
    ],
)
def test_withdrawn_releases_are_told(errors: str, failed: bool, told: str, status: int) -> None:
    text, code = withdrawn(errors, failed)
    assert text.startswith(told)
    assert code == status


@pytest.mark.parametrize(
    ("report", "told", "status"),
    [
        ("", "AUDIT NOT DONE for tests/ical.js", 0),
        ('{"message": "405 Method Not Allowed"}', "AUDIT NOT DONE for tests/ical.js", 0),
        ('{"vulnerabilities": {}}', "Audited tests/ical.js: 0 with known weaknesses.", 0),
        ('{"vulnerabilities": {"old": {"severity": "high"}}}', "old: high\nAudited", 1),
    ],
)
def test_audit_of_npm_says_what_it_knows(report: str, told: str, status: int) -> None:
    text, code = npm_verdict(report, "tests/ical.js")
    assert text.startswith(told)
    assert code == status
