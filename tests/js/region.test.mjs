import assert from "node:assert/strict";
import { test } from "node:test";
import { usualSettings } from "../../static/js/region.js";

test("an American reads pounds, prints on Letter and begins the week on Sunday", () => {
  assert.deepEqual(usualSettings("en-US", "America/Chicago"), {
    time_zone: "America/Chicago",
    units: "lb",
    paper: "letter",
    week_start: "SU",
    clock: "12",
  });
});

test("a Canadian reads kilograms and prints on Letter", () => {
  const { units, paper } = usualSettings("fr-CA", "America/Toronto");
  assert.deepEqual([units, paper], ["kg", "letter"]);
});

test("a German reads kilograms, prints on A4 and begins the week on Monday", () => {
  const { units, paper, week_start: first, clock } = usualSettings("de-DE", "Europe/Berlin");
  assert.deepEqual([units, paper, first, clock], ["kg", "a4", "MO", "24"]);
});

test("a language without a region tells the zone alone", () => {
  assert.deepEqual(usualSettings("en", "Europe/Paris"), { time_zone: "Europe/Paris" });
  assert.deepEqual(usualSettings("not a language", undefined), {});
});
