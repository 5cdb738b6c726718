"""Figures: a pose, which is small data, becomes an SVG picture of a person.

`read_figure` reads a figure (or says what is wrong with it); the `render_…` functions return whole SVG documents.
The data format is described in `parser.py`, the angles and units in `pose.py`.
"""

from .errors import FigureError
from .parser import read_figure
from .pose import Figure, Frame, Pose
from .rendering import render_animation, render_frame, render_still, render_strip, strip_aspect
from .version import figure_version

__all__ = [
    "Figure",
    "FigureError",
    "Frame",
    "Pose",
    "figure_version",
    "read_figure",
    "render_animation",
    "render_frame",
    "render_still",
    "render_strip",
    "strip_aspect",
]
