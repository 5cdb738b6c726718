"""What is on a sheet, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from exercises.drawings import printed_strip
from programs.models.plan import Plan
from programs.sheets.boxes import boxes_picture
from programs.sheets.pictures import data_url, qr_picture

CUES_PRINTED = 2


@dataclass(frozen=True)
class SheetOptions:
    """How a person wants the sheet: paper, weeks of boxes (1–8), with pictures, in large print."""

    paper: Literal["a4", "letter"]
    weeks: int
    pictures: bool
    large: bool


@dataclass(frozen=True)
class SheetItem:
    """One exercise on a sheet; pictures are data URLs, each with its alternate text."""

    name: str
    words: str
    details: str
    cues: str
    boxes: str
    boxes_alt: str
    picture: str = ""
    picture_alt: str = ""


@dataclass(frozen=True)
class SheetPart:
    """The items of one section of one plan; the heading is empty when it would say nothing."""

    heading: str
    items: list[SheetItem]


@dataclass(frozen=True)
class Sheet:
    """A whole sheet. `changed` is the day of the last change: the same plan prints the same bytes."""

    title: str
    subtitle: str
    url: str
    qr: str
    revision: int
    changed: date
    parts: list[SheetPart]
    options: SheetOptions


def build_sheet(
    title: str,
    subtitle: str,
    plans: Sequence[Plan],
    *,
    url: str,
    revision: int,
    changed: date,
    options: SheetOptions,
) -> Sheet:
    """The sheet of one or more plans, in order; `url` is where the plan lives on the web."""
    return Sheet(
        title=title,
        subtitle=subtitle,
        url=url,
        qr=qr_picture(url),
        revision=revision,
        changed=changed,
        parts=[part for plan in plans for part in _parts(plan, options, many=len(plans) > 1)],
        options=options,
    )


def _parts(plan: Plan, options: SheetOptions, *, many: bool) -> list[SheetPart]:
    sections = plan.sections()
    return [
        SheetPart(
            heading=" · ".join(
                name
                for name, said in ((plan.title, many), (label, len(sections) > 1))
                if said and name
            ),
            items=[_item(item, options) for item in items],
        )
        for label, items in sections
    ]


def _item(item: Any, options: SheetOptions) -> SheetItem:
    boxes, alt = boxes_picture(item, options.weeks)
    strip = printed_strip(item.exercise) if options.pictures else ""
    return SheetItem(
        name=item.exercise.name,
        words=item.words,
        details=", ".join(part for part in (item.details, item.note) if part),
        cues=". ".join(item.exercise.cues[:CUES_PRINTED]),
        boxes=data_url(boxes),
        boxes_alt=alt,
        picture=data_url(strip) if strip else "",
        picture_alt=" ".join(item.exercise.pictures.alts) if strip else "",
    )
