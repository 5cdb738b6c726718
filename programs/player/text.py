"""The words that the player's scripts show and speak; `%(name)s` are places that they fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from exercises.formats import whole_ranges
from exercises.units import Unit

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS = {
    "setOf": _("Set %(number)s of %(count)s"),
    "part": _("Set %(number)s"),
    "setsDone": _("%(done)s of %(count)s sets"),
    "totalLeft": _("%(done)s of %(least)s–%(most)s so far"),
    "totalFixed": _("%(done)s of %(least)s so far"),
    "reachedLeast": _("That is the total: %(done)s."),
    "reachedMost": _("All of it: %(done)s. Well done!"),
    "left": _("left"),
    "right": _("right"),
    "leftSide": _("Left side"),
    "rightSide": _("Right side"),
    "getReady": _("Get ready"),
    "hold": _("Hold"),
    "holdOf": _("Hold %(number)s of %(count)s"),
    "letGo": _("Let go"),
    "rest": _("Rest"),
    "restOf": _("of %(time)s"),
    "change": _("Change sides"),
    "paused": _("Paused"),
    "nextSet": _("Next: set %(number)s of %(count)s"),
    "next": _("Next"),
    "plates": _("%(plates)s a side"),
    "onlyBar": _("the bar alone"),
    "lastTime": _("Last time: %(sets)s."),
    "done": _("Done"),
    "stop": _("Stop here"),
    "facts": _("Sets: %(sets)s"),
    "factsVolume": _("Sets: %(sets)s · %(volume)s lifted"),
    "nextSession": _("next: %(when)s"),
    "best": _("best: %(amount)s"),
    "skipped": _("skipped"),
    "atLoad": _("%(amount)s at %(load)s"),
    "withBand": _("%(amount)s with %(band)s band"),
    "holds": _("%(reps)s × %(seconds)s s"),
    "secondsShort": _("%(seconds)s s"),
    "sideAmount": _("%(side)s %(amount)s"),
    "kept": _("Kept in your history."),
    "waiting": _(
        "Stored on this device. It is kept in your history as soon as the network is back."
    ),
    "signedOut": _("Stored on this device. Sign in to keep it in your history."),
    "anonymous": _("Stored on this device alone. With an account it is kept in your history."),
    "refused": _("This session could not be kept: %(reason)s"),
    "noWakeLock": _(
        "This browser cannot keep the screen on: set your screen to stay on longer. A locked phone counts on, but"
        " it may not sound."
    ),
    "easierQuestion": _("Do %(name)s instead?"),
    "noEasier": _("There is no easier variant of this one. Leave it out today."),
    "voiceNone": _("This device has no voice for this language: you hear sounds."),
    "saidSet": _("%(name)s, %(dose)s"),
    "goTo": _("Go to %(name)s"),
    "oneMore": _("One more set of %(name)s"),
    "setLabel": _("%(name)s, set %(number)s"),
}
"""Each message by its key."""
WORDS_BY_UNIT: dict[str, dict[Unit, StrPromise]] = {
    "loadIn": {"kg": _("load, kg"), "lb": _("load, lb")},
    "withUnit": {"kg": _("%(number)s kg"), "lb": _("%(number)s lb")},
}
"""Each message that depends on the person's unit."""


def player_text() -> dict[str, str | dict[Unit, str]]:
    """Each message by its key, and by unit where it depends on that, in the language of the request."""
    return {
        **{key: whole_ranges(str(message)) for key, message in WORDS.items()},
        **{
            key: {unit: str(message) for unit, message in messages.items()}
            for key, messages in WORDS_BY_UNIT.items()
        },
    }
