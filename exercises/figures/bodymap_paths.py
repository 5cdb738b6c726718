"""The body map's drawing: outlines of one body half, as short lists of points.

Every outline is a closed smooth curve through `x,y` points of the right half: x grows
outward from the midline, y downward from the crown, the body is 800 units (8 heads)
tall. A `!` marks a corner. `bodymap` mirrors the halves and turns them into paths.
Neighbouring muscles share their edges: the stroke in the body's colour parts them.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class RegionShape(NamedTuple):
    """One closed outline; no `muscle` means relief, `deep` means under another muscle."""

    muscle: str
    outline: str
    deep: bool = False


BODY_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "neck": (
        "sternocleidomastoid",
        "scalenes",
        "deep-neck-flexors",
        "neck-extensors",
        "suboccipitals",
        "levator-scapulae",
    ),
    "shoulders": (
        "front-deltoid",
        "side-deltoid",
        "rear-deltoid",
        "rotator-cuff",
        "serratus-anterior",
    ),
    "upper-back": ("upper-trapezius",),
    "lats": ("latissimus-dorsi", "teres-major"),
    "middle-back": (
        "middle-trapezius",
        "lower-trapezius",
        "rhomboids",
        "thoracic-erector-spinae",
    ),
    "lower-back": (
        "erector-spinae",
        "lower-erector-spinae",
        "multifidus",
        "quadratus-lumborum",
    ),
    "core": (
        "abdominals",
        "rectus-abdominis",
        "obliques",
        "transversus-abdominis",
    ),
    "chest": ("pectoralis-major", "pectoralis-minor"),
    "biceps": ("biceps-brachii", "brachialis"),
    "triceps": ("triceps-brachii",),
    "forearms": ("forearm-flexors",),
    "glutes": ("gluteus-maximus", "gluteus-medius", "piriformis"),
    "hips": ("hip-flexors", "adductors"),
    "quadriceps": ("quadriceps-femoris",),
    "hamstrings": ("hamstring-group",),
    "calves": ("calf-group",),
}
"""Body parts in the order people look for them, each with its muscles."""

MUSCLE_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "abdominals": ("rectus-abdominis", "obliques"),
    "erector-spinae": ("thoracic-erector-spinae", "lower-erector-spinae"),
}
"""Slugs without a shape of their own: they light up those of their members."""

_HEAD_AND_SHOULDER = (
    "0,0 12,1.4 22.5,6.5 30.5,16.5 35,31 35.5,44! 39,43 40.5,49 38.5,59 34.5,63! 32,76 25,88! "
    "24,98 24.5,108 27,117 33,125 46,132.5 64,138 82,143 97,152 106,168 109.5,190 "
)
_ARM = (
    "114,212 121.5,234 128,262 132,288 138,308 142,326 145,354 148,378 152.5,398 "
    "157,414 162,430 166.5,446 168.5,458 166,461.5 162.5,458 158,441! "
    "162.5,458 163.5,468 160.5,472.5 156.5,469 151.5,443! "
    "155.5,463 156,472 152.5,476.5 148.8,472 145.5,444! "
    "148,462 147.5,469 144.5,472 141,468 138.5,452 137,436 136.5,430! "
    "136,440 133,448 128.5,448 126,440 127,426 130,413 132,401 "
    "129,384 120,362 112,338 107,318 105.5,300 98,272 90,244 85.5,222 83.4,207 82,204.5 80.8,207 "
)
_FLANK_AND_LEG = (
    "80.8,224 78,246 71,280 65.5,304 64,318 66,338 73,364 80,394 84,424 84,458 "
    "79.5,508 73,548 68.5,576 68,600 70.5,628 69,658 63,698 57,734 54.5,752 "
)
_INNER_LEG = "29.5,754 29.5,734 25.5,700 21.5,662 20.5,634 23,604 24,578 21,548 13,500 6,452 "
_FRONT_FOOT = (
    "57.5,766 66,779 73,788 74.5,793 71.5,797 68,795.5 66,788! "
    "68,796 66,800 62,800 58.5,790! 60,799 57.5,803 53.5,802.5 51,792! "
    "52,801 49.5,805 45.5,804 43,793! 42.5,802 38.5,806.5 32.5,806 28,801 "
    "27.5,793 29,781 30,768 "
)
_BACK_FOOT = (
    "56.5,766 62,778 69,789 68.5,796 61,799 52,800 42,802.5 33,801 28.5,793 28.5,780 30,768 "
)

FRONT_BODY: Final = (
    _HEAD_AND_SHOULDER + _ARM + _FLANK_AND_LEG + _FRONT_FOOT + _INNER_LEG + "2.5,428 0,418"
)
BACK_BODY: Final = (
    _HEAD_AND_SHOULDER + _ARM + _FLANK_AND_LEG + _BACK_FOOT + _INNER_LEG + "3.6,442 0,432"
)

FRONT_HAIR: Final = "0,-3 13,-1.2 24.5,4.5 33,15.5 37,32 36,46! 33,40 31,30 25,23.5 15,21.5 0,21"
BACK_HAIR: Final = "0,-3 13,-1.2 24.5,4.5 33,15.5 37,32 35.5,48 33,66 27,80 14,86 0,87"
FRONT_NECK_SHADOW: Final = "0,98 10,97 20,92! 15,104! 8,110 0,111"
FRONT_EYE: Final = "13,48 14.6,50.4 13,52.8 11.4,50.4"
FRONT_MOUTH: Final = "0,76.2 5,75.6 9,73.6! 5.5,77.8 0,78.6"

FRONT_SHAPES: Final[tuple[RegionShape, ...]] = (
    RegionShape("", "46,569 54,574 55,588 46,598 37,588 38,574"),
    RegionShape("", "43,610! 52,612 57,636 55,668 49,716 43,740! 41,700 41,650"),
    RegionShape("", "121,300! 131,300 138,318 142,346 147,388! 142,386 135,352 127,322"),
    RegionShape("sternocleidomastoid", "15,97! 22.5,92! 21,112 10,136! 0.8,138! 8,118"),
    RegionShape("scalenes", "22.5,101! 24,114 31,125 24,133! 12,138! 18,124 21,112"),
    RegionShape("upper-trapezius", "32,125! 44,133 64,139.5 80,145! 58,147.5 38,146 24,136!"),
    RegionShape(
        "pectoralis-major",
        "3,150! 18,145 48,147 74,151! 80,168 81,186 72,206 50,217 24,216 3,207!",
    ),
    RegionShape(
        "front-deltoid",
        "74,150! 82,146 93,153 98,170 98,190 93,212! 86,198 81,182 78,164",
    ),
    RegionShape("side-deltoid", "92,152! 101,158 105,174 107,194 107,212 102,224! 97,206 99,180"),
    RegionShape("latissimus-dorsi", "79.5,208! 80,224 77.5,248 69.5,280! 69.5,258 72,240 73.5,222"),
    RegionShape("serratus-anterior", "74,206! 73.5,219 65,227 55,228! 60,217"),
    RegionShape("serratus-anterior", "73.5,221! 72,235 65,243 56,244! 60,232"),
    RegionShape("serratus-anterior", "72,237! 70,251 65,260 57,261! 60,249"),
    RegionShape(
        "obliques",
        "40,227! 54,229! 55.5,246 57,262 69,262! 66.5,286 62.5,304 61,318 63,338 70,362! "
        "54,372 36,386! 36,350 38,300 38,258",
    ),
    RegionShape("rectus-abdominis", "0.8,218! 22,222 39,226! 38,250! 20,252 0.8,252!"),
    RegionShape("rectus-abdominis", "0.8,252! 20,252 38,250! 38,283! 20,284 0.8,284!"),
    RegionShape("rectus-abdominis", "0.8,284! 20,284 38,283! 37,317! 20,319 0.8,319!"),
    RegionShape("rectus-abdominis", "0.8,319! 20,319 37,317! 36,350 27,384 12,406! 0.8,408!"),
    RegionShape("gluteus-medius", "70,363! 79,394 82,416! 74,402 64,386! 64,368!"),
    RegionShape(
        "hip-flexors", "64,367! 54,373 36,387 20,404 14,420! 24,436! 40,414 54,397 63,386!"
    ),
    RegionShape("adductors", "5,424! 14,422 24,438 31,462 31,496 26,524! 16,498 9,456"),
    RegionShape(
        "quadriceps-femoris",
        "58,398! 68,424 68,460 62,510 50,554! 44,540 37,500 36,460 44,424",
    ),
    RegionShape(
        "quadriceps-femoris",
        "70,390! 80,410 82,436 81,464 76,510 69,548 60,566! 54,552 62,510 68,460 68,420",
    ),
    RegionShape(
        "quadriceps-femoris",
        "33,470! 38,504 45,544 42,566 32,572 25,558 24,540 30,510",
    ),
    RegionShape("calf-group", "27,600! 36,616 39,650 37,704! 28,688 24,658 23.5,632"),
    RegionShape("calf-group", "62,604! 67.5,630 66,660 60,698 54,732! 54,690 59,640"),
    RegionShape(
        "biceps-brachii", "94,214! 104,216 114,236 119,262 116,284 109,294! 100,268 93,244"
    ),
    RegionShape("brachialis", "117,240! 124,258 129,284 124,296! 117,286 120,262"),
    RegionShape(
        "forearm-flexors",
        "109,302! 118,304 127,326 134,354 141,390! 135,396! 124,364 114,336",
    ),
    RegionShape("deep-neck-flexors", "0.8,104! 7,104 8,122 5,140! 0.8,142!", deep=True),
    RegionShape("pectoralis-minor", "66,156! 74,160! 70,178 56,212! 34,200! 52,178", deep=True),
    RegionShape(
        "transversus-abdominis",
        "0.8,304! 30,303 58,307! 59,320 63,340! 44,352 18,359 0.8,360!",
        deep=True,
    ),
)

BACK_SHAPES: Final[tuple[RegionShape, ...]] = (
    RegionShape("", "119,300! 130,302 138,322 143,354 147,388! 139,390 131,354 124,324"),
    RegionShape("neck-extensors", "3,92! 14,91 21,90! 21.5,110 25,121! 12,114 3,102!"),
    RegionShape(
        "upper-trapezius",
        "0.8,102! 12,114 26,122 44,134 64,140 84,147! 70,156 46,158 22,160 0.8,164!",
    ),
    RegionShape(
        "middle-trapezius", "0.8,164! 24,160 50,158 70,155 82,149! 64,162 46,184 22,196 0.8,204!"
    ),
    RegionShape("lower-trapezius", "0.8,204! 22,196 46,184! 40,206 24,250 0.8,296!"),
    RegionShape("rear-deltoid", "66,160! 84,149 95,155 101,174 101,198 95,219! 84,202 76,184"),
    RegionShape("side-deltoid", "94,152! 102,159 106,176 107,196 107,214 102,226! 97,206 100,180"),
    RegionShape("rotator-cuff", "46,186! 66,163! 76,184 82,201! 70,208 56,222! 48,206"),
    RegionShape("teres-major", "56,222! 70,209 80,204! 79,216 71,227 60,232! 56,228"),
    RegionShape("lower-erector-spinae", "0.8,298! 16,308 29,318! 31.5,340 25,361 13,380 0.8,395!"),
    RegionShape("quadratus-lumborum", "30,319! 46,318.5 57,311! 57,334 49,350! 30,359! 32,340"),
    RegionShape("obliques", "57,311! 61,307 60.5,318 63,338 71,360! 60,354 50,353 57,334"),
    RegionShape(
        "latissimus-dorsi",
        "45,195! 48,208 55,226 60,232 71,227 79,217! 78,232 75.5,250 68.5,280 60,308! "
        "47,318 32,318.5 15,308 2,296! 24,250 38,214",
    ),
    RegionShape("gluteus-medius", "28,363! 50,353 71,361! 78,390 80,410! 62,388 40,376 20,376!"),
    RegionShape(
        "gluteus-maximus",
        "0.8,398! 18,377 40,377 62,388 79,412 81,430 72,447 50,455 24,453 4,442!",
    ),
    RegionShape("adductors", "6,446! 18,453 18,486 22,526! 14,494 8,462"),
    RegionShape(
        "hamstring-group",
        "18,453! 34,456 46,457! 46,500 45,540 38,572 29,592! 26,560 21,520 18,490",
    ),
    RegionShape(
        "hamstring-group",
        "46,457! 62,454 76,446! 78,480 72,524 66,556 63,592! 55,574 49,540 47,500",
    ),
    RegionShape("quadriceps-femoris", "77,446! 82,434 81,466 77,508 68,560! 72,524 78,484"),
    RegionShape("calf-group", "29,672! 62,668! 58,704 52,740 48,774! 38,774! 36,740 31,710"),
    RegionShape(
        "calf-group", "29,600! 40,602 46,622 46.5,670! 43,684 35,690 28,680 23.5,652 23.5,622"
    ),
    RegionShape(
        "calf-group", "62,600! 67.5,628 66,654 62,674 55,682 48,676 46.5,668! 47,622 53,606"
    ),
    RegionShape(
        "triceps-brachii", "91,216! 100,214 105,240 110,268 113,292 106,290 98,266 92,244 88,226"
    ),
    RegionShape(
        "triceps-brachii", "102,218! 111,214 119,236 125,262 127,284 114,288! 109,262 104,236"
    ),
    RegionShape(
        "forearm-flexors", "108,304! 118,304 123,324 131,354 138,392! 126,372 115,340 110,322"
    ),
    RegionShape(
        "thoracic-erector-spinae",
        "0.8,146! 10,146! 16,180 19,230 18,270 12,302 0.8,296!",
        deep=True,
    ),
    RegionShape("rhomboids", "0.8,148! 8,148 42,176! 44,214! 20,198 0.8,182!", deep=True),
    RegionShape(
        "levator-scapulae", "12,98! 19,98! 22,116 46,146! 42,160! 24,134 14,116", deep=True
    ),
    RegionShape("suboccipitals", "0.8,80! 14,80 20,84 17,92 8,96 0.8,94!", deep=True),
    RegionShape("multifidus", "0.8,302! 8,306 11,340 14,372 10,392 0.8,404!", deep=True),
    RegionShape("piriformis", "14,392! 24,392 72,412! 74,420! 50,420 20,410", deep=True),
)
