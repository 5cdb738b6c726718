"""The contact sheet of all figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from exercises.models import Exercise

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


def test_contact_sheet_shows_every_published_exercise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "figures.png"
    call_command("draw_figures", sheet)
    assert f"Drew {Exercise.objects.published().count()} figures" in capsys.readouterr().out
    with Image.open(sheet) as image:
        assert image.format == "PNG"
        assert image.width > 1500
        assert image.height > 1.5 * image.width  # longer than one page: none is left off
        colours = image.convert("RGB").getcolors(1 << 20) or []
    assert len(colours) > 20
