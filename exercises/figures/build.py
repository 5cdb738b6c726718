"""The two persons of the figures: one skeleton, two builds.

Bones are equally long in both, so that hands and feet meet the same bars, chairs and floors in one pose; what differs
is the width of shoulders and hips, the flesh and clothes around the bones, and the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from . import outlines as lines
from .outlines import Outline, Profile, Rows

PersonName = Literal["man", "woman"]


@dataclass(frozen=True)
class Build:
    """What makes one person of a pose; lengths in hundredths of body height."""

    shoulder_half: float  # from the spine to a shoulder joint, front view
    hip_half: float  # from the spine to a hip joint, front view
    side_shirt: Rows
    front_shirt: list[tuple[float, float]]
    pelvis_side: Outline
    pelvis_front: Outline
    neck: tuple[float, float]  # radius at the shoulders and below the head
    thigh: Profile
    shorts: Profile
    shin: Profile
    tights: Profile  # over the shin; empty where the shorts end above the knee
    upper_arm: Profile
    sleeve: Profile
    forearm: Profile
    hand: float  # size of the hand
    jaw: tuple[float, float]  # half its width, and its height
    hairline: list[tuple[float, float]]  # degrees of elevation by azimuth from the face
    bun: float  # radius of the bun on the crown; 0: short hair
    hair: str  # colour role
    bust: Outline  # a fold of the shirt in the side view: (along the spine, to the front)


MAN = Build(
    shoulder_half=8.6,
    hip_half=4.6,
    side_shirt=lines.SIDE_SHIRT,
    front_shirt=lines.FRONT_SHIRT,
    pelvis_side=lines.PELVIS_SIDE,
    pelvis_front=lines.PELVIS_FRONT,
    neck=(3.1, 2.7),
    thigh=lines.THIGH_PROFILE,
    shorts=lines.SHORTS_PROFILE,
    shin=lines.SHIN_PROFILE,
    tights=[],
    upper_arm=lines.UPPER_ARM_PROFILE,
    sleeve=lines.SLEEVE_PROFILE,
    forearm=lines.FOREARM_PROFILE,
    hand=1.0,
    jaw=(4.35, 4.6),
    hairline=lines.SHORT_HAIRLINE,
    bun=0.0,
    hair="hair",
    bust=[],
)

WOMAN = Build(
    shoulder_half=7.6,
    hip_half=4.9,
    side_shirt=lines.WOMANS_SIDE_SHIRT,
    front_shirt=lines.WOMANS_FRONT_SHIRT,
    pelvis_side=lines.WOMANS_PELVIS_SIDE,
    pelvis_front=lines.WOMANS_PELVIS_FRONT,
    neck=(2.7, 2.3),
    thigh=lines.WOMANS_THIGH_PROFILE,
    shorts=lines.TIGHTS_THIGH_PROFILE,
    shin=lines.WOMANS_SHIN_PROFILE,
    tights=lines.TIGHTS_SHIN_PROFILE,
    upper_arm=lines.WOMANS_UPPER_ARM_PROFILE,
    sleeve=lines.WOMANS_SLEEVE_PROFILE,
    forearm=lines.WOMANS_FOREARM_PROFILE,
    hand=0.92,
    jaw=(3.85, 4.4),
    hairline=lines.TIED_HAIRLINE,
    bun=2.9,
    hair="dark-hair",
    bust=lines.BUST_FOLD,
)

BUILDS: dict[PersonName, Build] = {"man": MAN, "woman": WOMAN}
PERSONS: tuple[PersonName, ...] = get_args(PersonName)
