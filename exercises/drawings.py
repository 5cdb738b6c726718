"""Drawn pictures of exercises, each drawn once and then kept by its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.core.cache import cache

from exercises.figures import Figure, render_animation, render_frame, render_still, render_strip
from exercises.figures.bodymap import MUSCLES, render_body_map
from exercises.models import Exercise

KEPT_SECONDS = 30 * 24 * 3600


def exercise_picture(exercise: Exercise, name: str) -> str | None:
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
    key = f"picture-{exercise.pictures.digest}-{name}"
    return _kept(key, lambda: drawers[name](figure))


def muscle_map(exercise: Exercise) -> str:
    """The body map with the exercise's primary and secondary muscles; load `with_details` first."""
    primary = _known(exercise.primary_muscles.all())
    secondary = _known(exercise.secondary_muscles.all())
    key = f"muscles-{'.'.join(primary)}-{'.'.join(secondary)}"
    return _kept(key, lambda: _draw_muscles(primary, secondary))


def muscles_at_work(exercises: Iterable[Exercise]) -> str:
    """The body map with all muscles that the exercises work together; load `for_coach` first."""
    every = list(exercises)
    primary = sorted({slug for each in every for slug in _known(each.primary_muscles.all())})
    secondary = sorted({slug for each in every for slug in _known(each.secondary_muscles.all())})
    key = f"muscles-{'.'.join(primary)}-{'.'.join(secondary)}"
    return _kept(
        hashlib.sha256(key.encode()).hexdigest(), lambda: _draw_muscles(primary, secondary)
    )


def _known(muscles: Any) -> list[str]:
    """Slugs that the body map can show; editors may have added others."""
    return sorted(muscle.slug for muscle in muscles if muscle.slug in MUSCLES)


def _draw_muscles(primary: list[str], secondary: list[str]) -> str:
    return render_body_map(primary, secondary, title="Muscles at work, front and back")


def _kept(key: str, draw: Callable[[], str]) -> str:
    svg: str | None = cache.get(key)
    if svg is None:
        svg = draw()
        cache.set(key, svg, KEPT_SECONDS)
    return svg


def printed_strip(exercise: Exercise) -> str:
    """The exercise's frames side by side in grey, for paper; empty when it has no figure."""
    return _strip(json.dumps(exercise.figure, sort_keys=True)) if exercise.figure else ""


@lru_cache(maxsize=512)
def _strip(data: str) -> str:
    return render_strip(Figure.from_data(json.loads(data)), "print")
