"""One search for everything: exercises, programs, guides, conditions and equipment, on one page.

Words that no page shows, such as symptoms, are the `search_terms` of the entries: editors change them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from exercises.forms.parameters import known_parameters
from exercises.models import Condition, Equipment, Exercise, Guide
from exercises.models.translated import TranslatedModel, in_all_languages
from exercises.search.ranking import (
    SearchEntry,
    known_words,
    likeness,
    says,
    scored,
    scored_in_part,
    weigh,
    words_of,
)
from exercises.search.spelling import similar_words
from exercises.views.bad_parameters import bad_parameters
from programs.models import Program
from programs.views.find import places

MAX_LENGTH = 80
MAX_SHOWN = {"programs": 6, "exercises": 6, "guides": 4, "conditions": 3, "equipment": 4}
"""By group, in the order of groups that answer equally well."""

RED_FLAGS = (Condition.Kind.EMERGENCY, Condition.Kind.SEE_DOCTOR)
"""Kinds of conditions whose advice comes before anything else, for whoever names one."""
NOT_IN_AN_EMERGENCY = {"programs", "exercises"}
"""What is not offered to somebody who needs an ambulance."""


class SearchForm(forms.Form):
    """The box: what is typed."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=MAX_LENGTH)


@dataclass(frozen=True)
class Found:
    """What was found of one kind, the best first; `more` are left off."""

    kind: str
    rows: list[Any]
    more: int
    score: float


@dataclass(frozen=True)
class Results:
    """What answers a text. `is_partial`: nothing has all of its words, these have some."""

    red_flags: list[Condition]
    groups: list[Found]
    is_emergency: bool
    is_partial: bool
    words: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """All that answers the words, by kind; what cannot wait first."""
    form = SearchForm(known_parameters(request.GET, SearchForm.base_fields))
    if not form.is_valid():
        return bad_parameters(request, form)
    text = form.cleaned_data["q"]
    context = {
        "heading": _("Search"),
        "description": _("Search exercises, programs, guides, conditions and equipment."),
        "text": text,
        "results": results_for(text) if words_of(text) else None,
        "places": places(),
    }
    return render(request, "search.html", context)


def results_for(text: str) -> Results:
    """What answers the text (constant queries: fourteen at most)."""
    typed = meaningful(words_of(text))
    conditions = list(Condition.objects.published())
    phrases = {each: phrases_of(each) for each in conditions if each.kind in RED_FLAGS}
    answers = collect([each for each in conditions if each not in phrases])
    known = known_words(answers.entries).union(*(p for each in phrases.values() for p in each))
    meant = likeness(typed, known, similar_words)
    flags = [each for each in phrases if any(says(phrase, meant) for phrase in phrases[each])]
    found = scored(answers.entries, meant)
    in_part = [] if found or flags else scored_in_part(answers.entries, meant)
    is_emergency = any(each.kind == Condition.Kind.EMERGENCY for each in flags)
    groups = answers.grouped(found or in_part)
    return Results(
        red_flags=flags,
        groups=[each for each in groups if not (is_emergency and each.kind in NOT_IN_AN_EMERGENCY)],
        is_emergency=is_emergency,
        is_partial=bool(in_part),
        words=" ".join(word for word in text.split() if words_of(word) & typed),
    )


def meaningful(words: frozenset[str]) -> frozenset[str]:
    """The words without those that only join others; all of them when nothing else was typed."""
    return words - joining_words() or words


def joining_words() -> frozenset[str]:
    """Words that say nothing of what is sought, in any language of the site."""
    found: frozenset[str] = frozenset()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= _joining_words()
    return found


def _joining_words() -> frozenset[str]:
    return words_of(
        pgettext(
            "words to leave out of a search",
            "a an and am are as at be but by can do for from get got has have having how i i'm in is it"
            " me my of on or our so some that the this to was what when where which while with you your"
            " after before exercise exercises program programs",
        )
    )


def phrases_of(condition: Condition) -> list[frozenset[str]]:
    """The name and each search term of a condition, as the words that must be typed."""
    texts = in_all_languages(condition, "name", "search_terms")
    return [meaningful(words_of(text)) for text in texts]


@dataclass(frozen=True)
class Answers:
    """All that can be found: entries under running numbers, and what each number stands for.

    Exercises stand there by key: their cards are loaded for the few that are shown.
    """

    entries: list[SearchEntry]
    rows: list[tuple[str, Any]]

    def grouped(self, found: list[SearchEntry]) -> list[Found]:
        """What was found by kind, the kind with the best answer first."""
        ordered = sorted(found, key=lambda entry: (-entry.score, entry.name.lower(), entry.pk))
        groups = [self._group(kind, ordered) for kind in MAX_SHOWN]
        # A few points more or less come from the length of a name and say nothing.
        return sorted(
            (each for each in groups if each.rows), key=lambda each: -round(each.score, -1)
        )

    def _group(self, kind: str, ordered: list[SearchEntry]) -> Found:
        """The best answers of one kind."""
        mine = [entry for entry in ordered if self.rows[entry.pk][0] == kind]
        shown = [self.rows[entry.pk][1] for entry in mine[: MAX_SHOWN[kind]]]
        if kind == "exercises" and shown:
            shown = Exercise.objects.for_cards().in_order(shown)
        return Found(kind, shown, len(mine) - len(shown), mine[0].score if mine else 0)


def collect(conditions: Iterable[Condition]) -> Answers:
    """Everything that the public may find, and these conditions."""
    programs = Program.objects.published().defer("description")
    guides = Guide.objects.published().defer("body")
    equipment = Equipment.objects.published().for_list()
    exercises = Exercise.objects.published().search_entries()
    kinds: list[tuple[str, Any, SearchEntry]] = [
        *(
            ("programs", p, entry_of(p, "title", ["goal", "search_terms"], ["summary"]))
            for p in programs
        ),
        *(("guides", g, entry_of(g, "title", ["search_terms"], ["summary"])) for g in guides),
        *(("conditions", c, entry_of(c, "name", ["search_terms"])) for c in conditions),
        *(("equipment", e, entry_of(e, "name", ["search_terms"])) for e in equipment),
        *(("exercises", entry.pk, entry) for entry in exercises),
    ]
    entries = [replace(entry, pk=number) for number, (_kind, _row, entry) in enumerate(kinds)]
    return Answers(entries, [(kind, row) for kind, row, _entry in kinds])


def entry_of(
    row: TranslatedModel, name: str, terms: Iterable[str], others: Iterable[str] = ()
) -> SearchEntry:
    """A search entry without facets, by the texts of these columns in all languages."""
    words = weigh(*(in_all_languages(row, *columns) for columns in ([name], terms, others)))
    return SearchEntry(0, getattr(row, name), words, {})
