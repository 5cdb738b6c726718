"""What the text of an exercise claims of the body is what its figure shows, whoever the figure is of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exercises.figures import Figure, read_figure
from exercises.figures.build import PERSONS
from exercises.figures.geometry import Point
from exercises.figures.scene import body_of
from exercises.figures.skeleton import Bones, Skeleton

CONTENT = Path(__file__).parents[2] / "exercises" / "content" / "exercises"

Claim = Callable[[Skeleton], bool]


def turned(a: float, b: float) -> float:
    """Degrees between two directions, 0 to 180."""
    return abs((a - b + 180) % 360 - 180)


def bent(bones: Bones) -> float:
    """Degrees that an elbow or a knee is away from straight."""
    return turned(bones.angles[1], bones.angles[0])


def leaning(body: Skeleton) -> float:
    """Degrees that the trunk is away from upright."""
    return turned(body.hip.angle_to(body.nape), 90)


def out_of_line(*points: Point) -> float:
    """Degrees that the middle one of three points is away from a straight line."""
    first, middle, last = points
    return turned(first.angle_to(middle), middle.angle_to(last))


def arms_straight(body: Skeleton) -> bool:
    return max(map(bent, body.arms)) <= 16


def one_arm_straight(body: Skeleton) -> bool:
    return min(map(bent, body.arms)) <= 16


def arms_almost_straight(body: Skeleton) -> bool:
    return max(map(bent, body.arms)) <= 25


def legs_straight(body: Skeleton) -> bool:
    return max(map(bent, body.legs)) <= 16


def one_leg_straight(body: Skeleton) -> bool:
    return min(map(bent, body.legs)) <= 16


def upright(body: Skeleton) -> bool:
    return leaning(body) <= 15


def all_fours(body: Skeleton) -> bool:
    """Hands under the shoulders, knees under the hips."""
    arm, leg = body.arms[0], body.legs[0]
    return abs(arm.palm.x - arm.root.x) < 4 and abs(leg.middle.x - body.hip.x) < 4


def elbows_under_shoulders(body: Skeleton) -> bool:
    return any(abs(arm.middle.x - arm.root.x) < 4 for arm in body.arms)


def back_straight(body: Skeleton) -> bool:
    return turned(body.pose.spine[0], body.pose.spine[2]) <= 16


def back_rounded(body: Skeleton) -> bool:
    return turned(body.pose.spine[0], body.pose.spine[2]) >= 25


def knee_at_right_angle(body: Skeleton) -> bool:
    return any(75 <= bent(leg) <= 105 for leg in body.legs)


def knees_to_shoulders_in_line(body: Skeleton) -> bool:
    return min(out_of_line(leg.middle, body.hip, body.nape) for leg in body.legs) <= 10


def heels_to_shoulders_in_line(body: Skeleton) -> bool:
    return min(out_of_line(leg.tip, body.hip, body.nape) for leg in body.legs) <= 10


def hips_level_with_knees(body: Skeleton) -> bool:
    return abs(body.hip.y - body.legs[0].middle.y) < 4


def thigh_level(body: Skeleton) -> bool:
    return any(
        turned(leg.angles[0], 0) <= 10 or turned(leg.angles[0], 180) <= 10 for leg in body.legs
    )


def shin_upright(body: Skeleton) -> bool:
    return any(turned(leg.angles[1], -90) <= 12 for leg in body.legs)


def arms_at_shoulder_height(body: Skeleton) -> bool:
    return all(abs(arm.palm.y - arm.root.y) < 6 for arm in body.arms)


def elbows_at_shoulder_height(body: Skeleton) -> bool:
    return all(abs(arm.middle.y - arm.root.y) < 5 for arm in body.arms)


def arms_over_the_head(body: Skeleton) -> bool:
    return all(arm.palm.y > body.skull.y + 8 for arm in body.arms)


def elbows_above_the_trunk(body: Skeleton) -> bool:
    return body.arms[0].middle.y > body.nape.y + 5


def elbows_behind_the_back(body: Skeleton) -> bool:
    """The elbow stands behind or above the spine: (side view) on its left as one looks up the spine."""
    arm, up = body.arms[0], body.hip.angle_to(body.nape)
    return arm.middle.seen_from(body.hip, up).y > 1


def hand_beside_the_lower_ribs(body: Skeleton) -> bool:
    return body.arms[0].palm.distance(body.waist) < 10


def chin_over_the_hands(body: Skeleton) -> bool:
    return body.skull.y - 3 > body.arms[0].palm.y


def hands_before_the_thighs(body: Skeleton) -> bool:
    return abs(body.arms[0].palm.y - body.hip.y) < 12


def hands_at_the_shins(body: Skeleton) -> bool:
    return body.arms[0].palm.y < body.legs[0].middle.y


def limb_level_with_the_trunk(body: Skeleton) -> bool:
    return (
        min(turned(arm.root.angle_to(arm.palm), body.hip.angle_to(body.nape)) for arm in body.arms) <= 15
        and min(out_of_line(leg.tip, body.hip, body.nape) for leg in body.legs) <= 15
    )  # fmt: skip


def arms_in_line_with_the_trunk(body: Skeleton) -> bool:
    return turned(body.arms[0].root.angle_to(body.arms[0].palm), body.hip.angle_to(body.nape)) <= 15


def hands_at_the_head(body: Skeleton) -> bool:
    return any(arm.palm.distance(body.skull) < 12 for arm in body.arms)


def seat_on_the_heels(body: Skeleton) -> bool:
    return body.hip.distance(body.legs[0].tip) < 12


def a_hands_breadth_off_the_mat(body: Skeleton) -> bool:
    return body.arms[0].palm.y < 8 and body.legs[0].tip.y < 9


# An exercise, words of its text, one of its frames, and what the words claim of the body in it.
CLAIMS: list[tuple[str, str, int, Claim]] = [
    ("band-assisted-pull-up", "Hang with straight arms", 0, arms_straight),
    ("band-assisted-pull-up", "until the chin is above the bar", 1, chin_over_the_hands),
    ("band-lateral-raise", "almost straight arms", 1, arms_almost_straight),
    ("band-lateral-raise", "to shoulder height", 1, arms_at_shoulder_height),
    ("band-pull-apart", "both straight arms", 1, arms_straight),
    ("band-pull-apart", "at shoulder height", 1, arms_at_shoulder_height),
    ("behind-the-neck-lat-pulldown", "until the arms are almost straight", 0, arms_almost_straight),
    ("banded-row", "the arms straight", 0, arms_straight),
    ("banded-row", "sit upright", 0, upright),
    ("banded-row", "the trunk still upright", 1, upright),
    ("banded-row", "hands beside the lower ribs", 1, hand_beside_the_lower_ribs),
    ("banded-speed-box-squat", "shins upright", 1, shin_upright),
    ("barbell-pullover", "nearly straight arms", 0, arms_almost_straight),
    ("bent-over-barbell-row", "the arms hang straight", 0, arms_straight),
    ("bent-over-barbell-row", "back straight", 0, back_straight),
    ("bent-over-barbell-row", "elbows behind the back", 1, elbows_behind_the_back),
    ("bird-dog", "hands under the shoulders, knees under the hips", 0, all_fours),
    ("bird-dog", "level with the trunk", 1, limb_level_with_the_trunk),
    ("cat-cow", "hands under the shoulders, knees under the hips", 1, all_fours),
    ("cat-cow", "the whole back rounded", 0, back_rounded),
    ("childs-pose", "sitting back on the heels", 0, seat_on_the_heels),
    ("childs-pose", "the rounded back", 1, back_rounded),
    ("cobra", "legs straight", 0, legs_straight),
    ("crosscore-row", "until the arm is straight", 0, one_arm_straight),
    ("curl-up", "the other leg straight", 0, one_leg_straight),
    ("dead-bug", "arms straight up", 0, arms_straight),
    ("dead-bug", "hips and knees bent to a right angle", 0, knee_at_right_angle),
    ("dead-hang", "the arms are straight", 1, arms_straight),
    ("deadlift", "arms straight", 0, arms_straight),
    ("deadlift", "flatten the back", 0, back_straight),
    ("deadlift", "knees and hips straight", 1, heels_to_shoulders_in_line),
    ("deadlift", "stand tall", 1, upright),
    ("face-pull", "with straight arms", 0, arms_straight),
    ("face-pull", "at shoulder height", 1, elbows_at_shoulder_height),
    ("fitball-back-extension", "stretch the legs out", 0, legs_straight),
    ("fitball-back-extension", "one straight line with the legs", 1, heels_to_shoulders_in_line),
    ("fitball-bridge", "knees, hips and shoulders are level", 1, hips_level_with_knees),
    ("fitball-bridge", "shins upright at the top", 1, shin_upright),
    ("front-plank", "elbows under the shoulders", 1, elbows_under_shoulders),
    ("front-plank", "make one line", 1, heels_to_shoulders_in_line),
    ("glute-bridge", "a straight line", 1, knees_to_shoulders_in_line),
    ("goblet-squat", "with an upright trunk", 1, lambda b: leaning(b) <= 30),
    ("hip-flexor-stretch", "both knees at a right angle", 0, knee_at_right_angle),
    ("hip-flexor-stretch", "with the trunk upright", 1, upright),
    ("hip-hinge", "the straight back leans forward", 1, back_straight),
    ("hip-hinge", "shins upright", 1, shin_upright),
    ("hyperextension", "until the body is straight again", 1, heels_to_shoulders_in_line),
    ("lat-pulldown", "until the arms are straight", 0, arms_straight),
    ("lunge", "bent to a right angle", 1, knee_at_right_angle),
    ("lunge", "the thigh is level", 1, thigh_level),
    ("lunge", "trunk upright", 1, upright),
    ("lying-barbell-row", "until the arms are straight", 0, arms_straight),
    ("lying-barbell-row", "elbows up past the trunk", 1, elbows_above_the_trunk),
    ("negative-pull-up", "straight", 1, arms_straight),
    ("one-arm-dumbbell-row", "hang straight down from the shoulder", 0, one_arm_straight),
    ("open-book", "straight", 0, arms_straight),
    ("pallof-press", "straight", 1, arms_straight),
    ("pendulum", "straight trunk tips forward", 1, back_straight),
    ("pendulum", "back straight", 0, back_straight),
    ("prayer-stretch", "the straight arms reach far forward", 1, arms_straight),
    ("prayer-stretch", "sit back on your heels", 0, seat_on_the_heels),
    ("prone-press-up", "almost straight", 1, arms_almost_straight),
    ("prone-ytw", "lift the straight arms diagonally forward", 0, arms_straight),
    ("prone-ytw", "lift the straight arms to the sides", 1, arms_at_shoulder_height),
    ("pull-up", "hang with straight arms", 0, arms_straight),
    ("pull-up", "until your chin is above the bar", 1, chin_over_the_hands),
    ("romanian-deadlift", "the straight back leans forward", 1, back_straight),
    ("seated-cat-cow", "the whole back rounded", 0, back_rounded),
    ("seated-side-bend", "hands behind the head", 0, hands_at_the_head),
    ("seated-trunk-twist", "hands loosely behind the head", 0, hands_at_the_head),
    ("seated-trunk-twist", "hips and knees still face forward", 1, lambda b: b.pose.pelvis == 90),
    ("shoulder-rolls", "at shoulder height", 2, elbows_at_shoulder_height),
    ("side-lying-hip-abduction", "the straight upper leg", 1, legs_straight),
    ("side-plank", "elbow under the shoulder", 1, elbows_under_shoulders),
    ("side-plank", "one straight line", 1, heels_to_shoulders_in_line),
    ("side-plank-knees-bent", "knees, hips and shoulders are in line", 1, knees_to_shoulders_in_line),
    ("single-leg-bridge", "knee, hip and shoulder are in line", 1, knees_to_shoulders_in_line),
    ("sit-to-stand", "hips and knees straight", 1, heels_to_shoulders_in_line),
    ("smith-machine-bent-over-row", "the arms hang straight", 0, arms_straight),
    ("smith-machine-bent-over-row", "elbows high behind the back", 1, elbows_behind_the_back),
    ("smith-machine-bent-over-row", "between 30 and 45 degrees above horizontal", 0, lambda b: 30 <= 90 - leaning(b) <= 45),
    ("sphinx", "the elbows under the shoulders", 0, elbows_under_shoulders),
    ("standing-back-bend", "the knees straight", 1, legs_straight),
    ("standing-pendulum", "in one straight line", 1, heels_to_shoulders_in_line),
    ("standing-pendulum", "in one straight line", 2, heels_to_shoulders_in_line),
    ("straight-arm-pulldown", "with straight arms", 0, arms_straight),
    ("straight-arm-pulldown", "the straight arms down", 1, arms_straight),
    ("straight-arm-pulldown", "beside the thighs", 1, hands_before_the_thighs),
    ("suitcase-carry", "straight arm", 0, one_arm_straight),
    ("suitcase-carry", "upright and level", 1, upright),
    ("superman", "arms stretched out ahead", 1, arms_straight),
    ("superman", "straight legs", 1, legs_straight),
    ("superman", "a hand's breadth and no further", 1, a_hands_breadth_off_the_mat),
    ("suspended-back-bridge", "bent to about a right angle", 1, knee_at_right_angle),
    ("suspended-back-bridge", "from knees to shoulders is straight", 1, knees_to_shoulders_in_line),
    ("suspended-deadlift", "elbows bent", 0, lambda b: bent(b.arms[0]) > 30),
    ("suspended-deadlift", "the back stays flat", 1, back_straight),
    ("suspended-deadlift", "make one line", 1, heels_to_shoulders_in_line),
    ("suspended-good-morning", "arms straight and sloping down", 0, arms_straight),
    ("suspended-good-morning", "the straight arms", 1, arms_straight),
    ("suspended-good-morning", "ears and upper arms are in line", 1, arms_in_line_with_the_trunk),
    ("suspended-good-morning", "the flat back", 1, back_straight),
    ("suspended-lateral-raise", "with straight arms", 0, arms_straight),
    ("suspended-lateral-raise", "lean back a little", 0, lambda b: b.nape.x < b.hip.x - 2),
    ("suspended-lateral-raise", "the body has come upright", 1, upright),
    ("suspended-row", "with straight arms", 0, arms_straight),
    ("suspended-row", "body in one line", 0, heels_to_shoulders_in_line),
    ("thoracic-extension", "hands behind the head", 0, hands_at_the_head),
    ("upper-trapezius-stretch", "above the right ear", 1, hands_at_the_head),
    ("wall-slide", "until the arms are nearly straight", 1, arms_almost_straight),
    ("wide-grip-pull-up", "hang with straight arms", 0, arms_straight),
    ("wide-grip-pull-up", "chin is level with the bar", 1, chin_over_the_hands),
    ("wrist-held-neck-stretch", "straight arm", 0, one_arm_straight),
]  # fmt: skip

PATTERNS = {
    r"straight arm|arms? (hang |is |are |nearly |almost )*straight": {
        arms_straight, one_arm_straight, arms_almost_straight,
    },
    r"(one|straight|level) (slanting )?line\b(?! (from|runs))|in line\b(?! with the (toes|spine|ears))": {
        heels_to_shoulders_in_line, knees_to_shoulders_in_line, limb_level_with_the_trunk, hips_level_with_knees,
        arms_in_line_with_the_trunk,
    },
    r"hands under the shoulders": {all_fours},
    r"elbows? under the shoulder": {elbows_under_shoulders},
    r"hands (loosely )?behind the head": {hands_at_the_head},
}  # fmt: skip
"""What many texts claim, and the claims that would be missing for them."""
UNSEEN = {("side-lying-hip-abduction", "in line")}
"""What a figure cannot show: lying on the side, the leg stays under the trunk as seen from above."""


def read(slug: str) -> tuple[str, Figure]:
    """The text of an exercise in small letters, with the sentences of its figure, and the figure."""
    data: dict[str, Any] = tomllib.loads((CONTENT / f"{slug}.toml").read_text(encoding="utf-8"))
    said = [*data["steps"], *data["cues"], *(frame["alt"] for frame in data["figure"]["frames"])]
    return " ".join(said).lower(), read_figure(data["figure"])


EXERCISES = {path.stem: read(path.stem) for path in sorted(CONTENT.glob("*.toml"))}


def test_figures_of_both_persons_do_what_the_text_claims() -> None:
    broken = []
    for slug, words, index, claim in CLAIMS:
        text, figure = EXERCISES[slug]
        if words.lower() not in text:
            broken.append(f"{slug}: the text no longer says “{words}”")
        for person in PERSONS:
            drawn = figure.drawn_as(person)
            if not claim(body_of(drawn, drawn.frames[index].pose)):
                broken.append(f"{slug}, frame {index}, {person}: “{words}” is not drawn")
    assert broken == []


def test_every_text_that_claims_what_a_figure_shows_is_in_the_table() -> None:
    claimed: dict[str, set[Claim]] = {}
    for slug, _, _, claim in CLAIMS:
        claimed.setdefault(slug, set()).add(claim)
    missing = [
        f"{slug}: {found[0]}"
        for slug, (text, _) in EXERCISES.items()
        for pattern, claims in PATTERNS.items()
        if (found := re.search(pattern, text))
        and not claims & claimed.get(slug, set())
        and (slug, found[0]) not in UNSEEN
    ]
    assert missing == []
