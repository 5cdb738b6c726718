"""Drawn pictures of exercises and equipment, cached by what they are drawn from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import lru_cache

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exercises.figures import (
    Figure,
    figure_version,
    read_figure,
    render_animation,
    render_frame,
    render_still,
    render_strip,
    strip_aspect,
)
from exercises.figures.bodymap import MUSCLES, render_body_map
from exercises.figures.build import PersonName
from exercises.figures.equipment import render_equipment
from exercises.figures.equipment_poses import EQUIPMENT_POSES
from exercises.figures.themes import ThemeName
from exercises.models import Equipment, Exercise

CACHE_SECONDS = 30 * 24 * 3600


class PictureResponse(HttpResponse):
    """A drawn picture; browsers cache it for ever under an address that has its version (`?v=`)."""

    def __init__(self, svg: str, request: HttpRequest, *, public: bool) -> None:
        super().__init__(svg, content_type="image/svg+xml")
        if public and "v" in request.GET:
            patch_cache_control(self, public=True, max_age=31536000, immutable=True)


def exercise_picture(exercise: Exercise, name: str, person: PersonName = "man") -> str | None:
    """The SVG of one picture of the exercise; None when there is no such picture.

    Names: `still`, `animation`, `frame-1` to `frame-4`, `muscles` (the body map).
    """
    if name == "muscles":
        return muscle_map(exercise)
    drawers: dict[str, Callable[[Figure], str]] = {"still": render_still}
    drawers["animation"] = render_animation
    for index in range(len(exercise.figure.get("frames", []))):
        drawers[f"frame-{index + 1}"] = lambda figure, index=index: render_frame(figure, index)  # type: ignore[misc]
    figure = exercise.drawing()
    if figure is None or name not in drawers or exercise.pictures is None:
        return None
    key = f"picture-{exercise.pictures.digest}-{name}-{person}"
    return _cached(key, lambda: drawers[name](figure.drawn_as(person)))


def equipment_picture(equipment: Equipment) -> str | None:
    """The drawing of a kind of equipment; None when there is none."""
    if equipment.slug not in EQUIPMENT_POSES:
        return None
    return render_equipment(equipment.slug, equipment.name)


def muscle_map(*exercises: Exercise) -> str:
    """The body map with the primary and secondary muscles of one or more exercises.

    A muscle that is primary in one of them is shown as primary. Load their muscles first.
    """
    primary = _known(exercises, "primary_muscles")
    secondary = [slug for slug in _known(exercises, "secondary_muscles") if slug not in primary]
    key = f"muscles-{get_language()}-{_digest(primary, secondary)}"
    return _cached(key, lambda: _draw_muscles(primary, secondary))


def trained_map(exercises: Iterable[Exercise], title: str) -> str:
    """The body map with the muscles of these exercises, under a title of its own; load their muscles first."""
    shown = tuple(exercises)
    primary = _known(shown, "primary_muscles")
    return render_body_map(primary, _known(shown, "secondary_muscles"), title=title)


def muscles_version(*exercises: Exercise) -> str:
    """A short digest of the muscles and the drawing code, for the map's address."""
    return _digest(_known(exercises, "primary_muscles"), _known(exercises, "secondary_muscles"))


def _digest(*groups: list[str]) -> str:
    text = "|".join([figure_version(), *(",".join(group) for group in groups)])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _known(exercises: tuple[Exercise, ...], relation: str) -> list[str]:
    """Slugs of those muscles that the body map can show, each once."""
    muscles = {m.slug for exercise in exercises for m in getattr(exercise, relation).all()}
    return sorted(muscles & set(MUSCLES))


def _draw_muscles(primary: list[str], secondary: list[str]) -> str:
    return render_body_map(primary, secondary, title=_("Muscles at work, front and back"))


def _cached(key: str, draw: Callable[[], str]) -> str:
    svg: str | None = cache.get(key)
    if svg is None:
        svg = draw()
        cache.set(key, svg, CACHE_SECONDS)
    return svg


def figure_data(exercise: Exercise) -> str:
    """The exercise's figure as canonical JSON; empty when it has none."""
    return json.dumps(exercise.figure, sort_keys=True) if exercise.figure else ""


@lru_cache(maxsize=512)
def strip_shapes(data: str, person: PersonName) -> dict[int, float]:
    """The aspect ratio (width over height) of the figure's strip by number of columns that fill its rows."""
    figure = read_figure(json.loads(data)).drawn_as(person)
    count = len(figure.frames)
    return {
        columns: strip_aspect(figure, columns=columns)
        for columns in range(1, count + 1)
        if count % columns == 0
    }


@lru_cache(maxsize=512)
def printed_strip(data: str, theme: ThemeName, columns: int, person: PersonName) -> str:
    """The figure's frames as one picture for print, `columns` in a row."""
    return render_strip(read_figure(json.loads(data)).drawn_as(person), theme, columns=columns)
