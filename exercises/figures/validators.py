"""Small checks of data values; each raises a `FigureError` that says where and which key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from .errors import FigureError

LIMIT = 400.0  # of an angle (degrees) or a position (hundredths of body height)


def known(data: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    allowed = sorted(keys)
    for key in data:
        if key not in allowed:
            raise FigureError(
                f'{where}: "{key}" is not a known key; known are {", ".join(allowed)}.'
            )


def choice(value: Any, key: str, options: tuple[str, ...], where: str) -> Any:
    if not isinstance(value, str) or value not in options:
        raise FigureError(f"{where}: {key} must be one of {', '.join(options)}.")
    return value


def truth(value: Any, key: str, where: str) -> bool:
    if not isinstance(value, bool):
        raise FigureError(f"{where}: {key} must be true or false.")
    return value


def real_value(value: Any, key: str, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise FigureError(f"{where}: {key} must be a number.")
    if abs(value) > LIMIT:
        raise FigureError(
            f"{where}: {key} is {value:g}; it must lie between {-LIMIT:g} and {LIMIT:g}."
        )
    return float(value)


def real_pair(value: Any, key: str, where: str) -> tuple[float, float]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise FigureError(f"{where}: {key} must be two numbers.")
    return real_value(value[0], key, where), real_value(value[1], key, where)
