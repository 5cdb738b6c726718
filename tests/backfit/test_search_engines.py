"""What search engines and other sites' previews read."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from exercises.models import Exercise, Status
from tests.factories import ExerciseFactory, ProgramItemFactory

pytestmark = pytest.mark.django_db


def structured(client: Client, address: str) -> Any:
    text = client.get(address).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(found)


def test_sitemap_lists_what_is_published(client: Client) -> None:
    ExerciseFactory(slug="hidden-draft", status=Status.DRAFT)
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    places = {node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert "http://127.0.0.1:8000/programs/upper-back/" in places
    assert "http://127.0.0.1:8000/exercises/deadlift/" in places
    assert "http://127.0.0.1:8000/" in places
    assert not any("hidden-draft" in (place or "") for place in places)


def test_robots_may_read_the_public_pages_alone(client: Client) -> None:
    response = client.get("/robots.txt")
    assertContains(response, "Sitemap: http://127.0.0.1:8000/sitemap.xml")
    assertContains(response, "Disallow: /workouts/")
    assert b"/calendar" not in response.content


def test_page_names_its_one_address_whatever_the_query(client: Client) -> None:
    for query in ("", "?kind=strength&page=1"):
        assertContains(
            client.get(f"/exercises/{query}"),
            '<link rel="canonical" href="http://127.0.0.1:8000/exercises/">',
            html=True,
        )


def test_exercise_is_a_how_to_with_its_steps(client: Client) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    how_to, trail = structured(client, "/exercises/deadlift/")["@graph"]
    assert how_to["@type"] == "HowTo"
    assert [step["text"] for step in how_to["step"]] == exercise.steps
    assert how_to["citation"] == [source.url for source in exercise.sources.all()] != []
    assert how_to["dateModified"] == exercise.updated_at.date().isoformat()
    assert [item["name"] for item in trail["itemListElement"]] == ["Exercises", "Deadlift"]


def test_program_is_a_list_of_exercise_plans(client: Client) -> None:
    listing, trail = structured(client, "/programs/upper-back/")["@graph"]
    assert [element["position"] for element in listing["itemListElement"]] == [1, 2, 3, 4]
    plans = [element["item"] for element in listing["itemListElement"]]
    assert [plan["description"] for plan in plans] == [
        "30–40 reps in total",
        *["3 sets of 8–12 reps"] * 3,
    ]
    assert {plan["@type"] for plan in plans} == {"ExercisePlan"}
    assert plans[0]["repetitions"] == {
        "@type": "QuantitativeValue",
        "minValue": 30,
        "maxValue": 40,
        "unitText": "repetitions in total",
    }
    assert [item["name"] for item in trail["itemListElement"]] == ["Programs", "Upper back program"]


def test_held_exercise_has_a_duration_and_no_repetitions(client: Client) -> None:
    item = ProgramItemFactory(sets=3, reps_min=None, reps_max=None, duration_seconds=45)
    address = item.day.program.get_absolute_url()
    (element,) = structured(client, address)["@graph"][0]["itemListElement"]
    assert element["item"]["activityDuration"] == "PT45S"
    assert "repetitions" not in element["item"]


def test_each_page_of_the_whole_list_has_an_address_of_its_own(client: Client) -> None:
    address = "http://127.0.0.1:8000/exercises/?page="
    assertContains(client.get("/exercises/?page=2"), f"{address}2")
    assertContains(client.get("/exercises/?page=99"), f"{address}4")  # the last one
    filtered = client.get("/exercises/?level=beginner&page=2")
    assertContains(filtered, 'rel="canonical" href="http://127.0.0.1:8000/exercises/"')


def test_text_cannot_end_the_structured_data(client: Client) -> None:
    ExerciseFactory(slug="hostile", summary="</script><script>alert(1)</script>")
    graph = structured(client, "/exercises/hostile/")["@graph"]
    assert graph[0]["description"] == "</script><script>alert(1)</script>"
    assert b"<script>alert" not in client.get("/exercises/hostile/").content


def test_page_has_a_card_for_other_sites(client: Client) -> None:
    response = client.get("/programs/upper-back/")
    assertContains(response, 'property="og:title" content="Upper back program"')
    assertContains(response, 'property="og:image" content="http://127.0.0.1:8000/static/img/share')
