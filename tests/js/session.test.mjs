import assert from "node:assert/strict";
import { test } from "node:test";
import { fromKg, loadStep, platesFor, stepLoad, toKg } from "../../static/js/player/loads.js";
import { begin, reduce } from "../../static/js/player/machine.js";
import { byExercise, dayIn, progressOf, restsAfter, toUpload, withRests } from "../../static/js/player/session.js";
import { planFrom } from "./plans.mjs";

const plan = planFrom({ name: "Row", exercises: [{ sets: 1, reps: [8, 12] }, { sets: 1, reps: [5, 5] }], steps: ["0:1 work g0r1 rest 60", "1:1 work g1r1 rest 0"] });
const at = Date.UTC(2026, 10, 30, 23, 30);

test("a session is told as the upload wants it", () => {
  let state = begin(plan);
  for (const event of [{ type: "start" }, { type: "done", uuid: "a", values: { reps: 10, load: "42.5" } }, { type: "skip" }, { type: "hurts" }, { type: "resume" }]) state = reduce(state, { at, ...event });
  const told = toUpload({ uuid: "s", timeZone: "Europe/Berlin", updatedAt: at }, state);
  assert.equal(told.date, "2026-12-01");
  assert.equal(told.workout, "w");
  assert.deepEqual(told.sets, [{ uuid: "a", item: 1, exercise: "exercise-0", name: "Exercise 0", words: "", position: 0, number: 1, side: "", kind: "work", at: "2026-11-30T23:30:00.000Z", reps: 10, load_kg: "42.5" }]);
  assert.deepEqual(told.skipped, [{ item: 2, exercise: "exercise-1", reason: "skipped" }]);
  const agreed = { ...state, plan: { ...state.plan, keepsPain: true }, skipped: [{ exercise: 1, reason: "hurts" }, { exercise: 0, reason: "skipped" }] };
  const reasonsOf = (each) => toUpload({ uuid: "s", timeZone: "UTC", updatedAt: at }, each).skipped.map(({ reason }) => reason);
  assert.deepEqual(reasonsOf(agreed), ["hurts", "skipped"]);
  assert.deepEqual(reasonsOf({ ...agreed, plan: state.plan }), ["skipped", "skipped"]);
  assert.equal(told.finished_at, "2026-11-30T23:30:00.000Z");
  assert.deepEqual(byExercise(state).map((each) => [each.exercise, each.sets.length, each.isSkipped]), [[0, 1, false], [1, 0, true]]);
});

test("the day is that of the person's clock", () => {
  assert.equal(dayIn(at, "UTC"), "2026-11-30");
  assert.equal(dayIn(at, "Pacific/Auckland"), "2026-12-01");
});

test("pounds come back exactly", () => {
  for (let pounds = 0.25; pounds < 1000; pounds += 0.25) assert.equal(fromKg(toKg(pounds, "lb"), "lb"), pounds);
  assert.equal(fromKg("20.41", "lb"), 45);
  assert.equal(fromKg("42.500", "kg"), 42.5);
});

test("steps stay on the grid", () => {
  assert.equal(stepLoad(40, 2.5, 1), 42.5);
  assert.equal(stepLoad(41, 2.5, 1), 42.5);
  assert.equal(stepLoad(41, 2.5, -1), 40);
  assert.equal(stepLoad(0, 2.5, -1), 0);
  assert.equal(loadStep("lb"), 5);
  assert.equal(loadStep("kg", { plates: [1, 5] }, { barbell: true }), 2);
  assert.equal(loadStep("kg", { plates: [1, 5] }, { barbell: false }), 2.5);
  assert.equal(stepLoad(6, 2.5, 1, [4, 6, 10]), 10);
  assert.equal(stepLoad(6, 2.5, -1, [4, 6, 10]), 4);
  assert.equal(stepLoad(10, 2.5, 1, [4, 6, 10]), 10);
});

test("plates a side, heaviest first, of those one owns", () => {
  assert.deepEqual(platesFor(42.5, "kg"), [10, 1.25]);
  assert.deepEqual(platesFor(135, "lb"), [45]);
  assert.deepEqual(platesFor(60, "kg", { plates: [5, 10] }), [10, 10]);
  assert.deepEqual(platesFor(38, "kg", { plates: [3, 5] }), [3, 3, 3]);
  assert.equal(platesFor(42.5, "kg", { plates: [5, 10] }), null);
  assert.equal(platesFor(41, "kg"), null);
  assert.equal(platesFor(10, "kg"), null);
});

test("a changed rest is there in the next session of the plan, until the plan says another", () => {
  let state = begin(withRests(plan, {}));
  const tap = (type, more = {}) => (state = reduce(state, { type, at, uuid: "a", ...more }));
  const rested = () => tap("start") && tap("done", { values: { reps: 8 } }).span / 1000;
  assert.equal(rested(), 60);
  tap("more-rest");
  const remembered = JSON.parse(JSON.stringify(restsAfter(state, { "another plan": 30 })));
  state = begin(withRests(plan, remembered));
  assert.equal(rested(), 75);
  const changed = { ...plan, exercises: plan.exercises.map((each) => ({ ...each, rest: 90 })), steps: plan.steps.map((each) => ({ ...each, rest: 90 })) };
  state = begin(withRests(changed, remembered));
  assert.equal(rested(), 90);
  state = begin(withRests({ ...plan, source: { program: "another" } }, remembered));
  assert.equal(rested(), 60);
});

test("a rest that is taken back is forgotten", () => {
  let state = begin(plan);
  for (const event of [{ type: "start" }, { type: "done", uuid: "a", values: { reps: 8 } }, { type: "more-rest" }]) state = reduce(state, { at, ...event });
  const remembered = restsAfter(state, {});
  assert.deepEqual(Object.values(remembered).filter(Boolean), [75]);
  assert.deepEqual(Object.values(restsAfter(reduce(state, { type: "undo", at }), remembered)).filter(Boolean), []);
});

test("a rest is never shortened to nothing: it ends, and the next one is as long as before", () => {
  let state = begin({ ...plan, exercises: plan.exercises.map((each) => ({ ...each, rest: 15 })), steps: plan.steps.map((each, index) => ({ ...each, rest: index ? 0 : 15 })) });
  for (const event of [{ type: "start" }, { type: "done", uuid: "a", values: { reps: 8 } }, { type: "less-rest" }]) state = reduce(state, { at, ...event });
  assert.equal(state.phase, "work");
  assert.deepEqual(state.rests, {});
});

test("progress tells the steps of each exercise", () => {
  let state = begin(plan);
  for (const event of [{ type: "start" }, { type: "done", uuid: "a", values: { reps: 8 } }]) state = reduce(state, { at, ...event });
  assert.deepEqual(progressOf(state), [{ exercise: 0, count: 1, done: 1 }, { exercise: 1, count: 1, done: 0 }]);
});
