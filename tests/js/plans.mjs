import { readFileSync } from "node:fs";

/** The cases that tests/programs/test_player_steps.py holds the server's steps to. */
export const cases = JSON.parse(readFileSync(new URL("./steps.json", import.meta.url)));

const STEP = /^(\d+):(\d+)(?: (left|right))? (work|hold) g(\d+)r(\d+) rest (\d+)$/;

/** A step as the server sends it, from its line in steps.json. */
export function stepFrom(line) {
  const [, exercise, set, side = "", phase, group, round, rest] = line.match(STEP);
  return { exercise: +exercise, set: +set, side, phase, group: +group, round: +round, rest: +rest };
}

/** An exercise as the server sends it. */
export const exerciseFrom = (given, index = 0) => ({
  item: index + 1,
  slug: `exercise-${index}`,
  name: `Exercise ${index}`,
  dose: "",
  sets: given.sets ?? null,
  reps: given.reps ?? null,
  total: given.total ?? null,
  hold: given.hold_seconds ?? null,
  duration: given.duration_seconds ?? null,
  rest: given.rest_seconds ?? 60,
  load: given.load ?? "",
});

/** The whole plan of a case. */
export const planFrom = (given) => ({
  source: { workout: "w", program: null, revision: 1, schedule: null, planned_date: null, day: null },
  title: given.name,
  countIn: 5,
  settle: 2,
  change: 5,
  exercises: given.exercises.map(exerciseFrom),
  steps: given.steps.map(stepFrom),
});
