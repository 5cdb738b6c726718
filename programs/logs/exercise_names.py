"""Which exercise a name in another app's file means: one of the catalogue, or of the person's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from exercises.formats import quoted
from exercises.models import Exercise
from exercises.models.translated import in_all_languages
from exercises.people import Person
from exercises.search.ranking import (
    Query,
    SearchEntry,
    find,
    known_words,
    likeness,
    scored_in_part,
    words_of,
)
from exercises.search.spelling import similar_words
from programs.models import OwnExercise, SetLog

NAMESPACE = UUID("0c2f8f3e-7d55-5a0e-9d1c-5f7a0b6f1f2d")
NEW = "new"
MAX_CANDIDATES = 6
MAX_ASKED = 200
"""Unknown names that exercises are looked for; all others become the person's own."""


def folded(name: str) -> str:
    """What two spellings of one name have in common; letters of any script stay as they are."""
    return " ".join(normalize("NFC", name).casefold().split())


@dataclass
class NameMatch:
    """What a name means. `is_sure` when nobody needs to be asked."""

    name: str
    exercise: Exercise | None = None
    own: OwnExercise | None = None
    is_sure: bool = False
    candidates: list[Exercise] = field(default_factory=list)

    @property
    def code(self) -> str:
        """What the form calls it: a slug, `own-` and a UUID, or `new`."""
        if self.own is not None:
            return self.own.code
        return self.exercise.slug if self.exercise else NEW

    @property
    def target_name(self) -> str:
        """The name of what it means."""
        return (self.own or self.exercise or self).name

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What it can mean, for a form."""
        keep = _("Keep %(name)s as an exercise of my own") % {"name": quoted(self.name)}
        return [(NEW, keep), *((each.slug, each.name) for each in self.candidates)]

    def choose(self, code: str) -> None:
        """Mean what the person said."""
        self.exercise = next((each for each in self.candidates if each.slug == code), None)
        self.own = None


class ExerciseNames:
    """Finds what names mean to one person: as they meant them before, else by the very name or another
    name of one exercise, else as they say."""

    def __init__(self, user: Person) -> None:
        self.user = user
        exercises = Exercise.objects.visible_to(user).order_by("pk")
        self.exercises = {each.pk: each for each in exercises.defer("figure")}
        self.by_slug = {each.slug: each for each in self.exercises.values()}
        self.texts: dict[str, set[int]] = {}
        self.words: dict[frozenset[str], set[int]] = {}
        for each in self.exercises.values():
            for text in in_all_languages(each, "name", "aliases"):
                self.texts.setdefault(folded(text), set()).add(each.pk)
                self.words.setdefault(words_of(text), set()).add(each.pk)
        owned = OwnExercise.objects.owned_by(user).select_related("exercise", "merged_into")
        self.owned = list(owned.order_by("-pk"))
        self.own_by_name = {folded(each.name): each for each in self.owned}
        self.own_by_uuid = {each.uuid: each for each in self.owned}
        self._entries: list[SearchEntry] | None = None

    def match(self, names: Iterable[str]) -> list[NameMatch]:
        """What each name means."""
        names = list(names)
        remembered = self._remembered(names)
        matches = [remembered.get(name) or self._sure(name) or NameMatch(name) for name in names]
        unsure = [each for each in matches if not each.is_sure]
        for each in unsure[:MAX_ASKED]:
            self._suggest(each)
        for each in matches:
            each.is_sure = each.is_sure or not each.candidates
        return matches

    def own_uuid(self, name: str) -> UUID:
        """The key of the own exercise that a name makes: the same each time."""
        return uuid5(NAMESPACE, f"own|{self.user.pk}|{folded(name)}")

    def _remembered(self, names: list[str]) -> dict[str, NameMatch]:
        before = SetLog.objects.filter(
            log__owner_id=self.user.pk, log__imported__isnull=False, name__in=names
        ).order_by()
        found = {}
        own_by_pk = {each.pk: each for each in self.owned}
        for name, pk, own in before.values_list("name", "exercise", "own_exercise").distinct():
            exercise, mine = self.exercises.get(pk or 0), own_by_pk.get(own or 0)
            if exercise or mine:
                found[name] = NameMatch(name, exercise, mine, is_sure=True)
        return found

    def _sure(self, name: str) -> NameMatch | None:
        own = self.own_by_name.get(folded(name)) or self.own_by_uuid.get(self.own_uuid(name))
        if own:
            target = own.merged_into or own
            if target.exercise:
                return NameMatch(name, exercise=target.exercise, is_sure=True)
            return NameMatch(name, own=target, is_sure=True)
        keys = self._keys(name)
        if len(keys) == 1:
            return NameMatch(name, self.exercises[min(keys)], is_sure=True)
        return None

    def _keys(self, name: str) -> set[int]:
        """Exercises that are called so, or by the same words in another order."""
        by_text = self.texts.get(folded(name), set())
        words = words_of(name)
        return by_text or (self.words.get(words, set()) if words else set())

    def _suggest(self, match: NameMatch) -> None:
        """Find what the name may mean; the part before a bracket may be the very name of one."""
        keys = sorted(self._keys(match.name))
        base = match.name.partition("(")[0].partition(",")[0].strip()
        bases = self._keys(base) if base and base != match.name else set()
        if keys or len(bases) == 1:
            match.exercise = self.exercises[min(keys or bases)]
        order = dict.fromkeys([*keys, *sorted(bases), *self._similar(match.name)])
        match.candidates = [self.exercises[key] for key in order if key in self.exercises]
        match.candidates = match.candidates[:MAX_CANDIDATES]

    def _similar(self, name: str) -> list[int]:
        """The catalogue's search for the name's words."""
        if self._entries is None:
            self._entries = Exercise.objects.visible_to(self.user).search_entries()
        typed = words_of(name)
        if not typed:
            return []
        meant = likeness(typed, known_words(self._entries), similar_words)
        return find(scored_in_part(self._entries, meant), Query())[:MAX_CANDIDATES]
