"""The dependency audit tells how much it knows, and fails only for what it knows."""

from __future__ import annotations

import json
import runpy

import pytest
from django.conf import settings

verdict = runpy.run_path(str(settings.BASE_DIR / ".ci/audit"))["verdict"]

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
        (report(UNKNOWN), "", "AUDIT NOT DONE: the index knows none of the 1 packages", 0),
        ("", "requests.exceptions.ConnectionError: no route", "AUDIT NOT DONE: the advisory", 0),
        ("", "invalid requirement", "The audit is broken:\ninvalid requirement", 1),
    ],
)
def test_audit_says_what_it_knows(found: str, errors: str, told: str, status: int) -> None:
    text, code = verdict(found, errors)
    assert text.startswith(told)
    assert code == status
