import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, exerciseOf, leftAt, reduce, stepOf, totalDone } from "../../static/js/player/machine.js";
import { catchUp, clockText, cueBetween, replay, restore } from "../../static/js/player/session.js";
import { cases, planFrom } from "./plans.mjs";

const START = Date.UTC(2026, 10, 30, 18);
const S = 1000;

/** A person with a phone: taps, and time that passes. */
class Session {
  constructor(plan) {
    this.plan = plan;
    this.state = begin(plan);
    this.now = START;
    this.events = [];
    this.count = 0;
    this.newUuid = () => `set-${++this.count}`;
  }
  tap(type, more = {}) {
    this.wait(0);
    const event = { type, at: this.now, uuid: this.newUuid(), ...more };
    this.events.push(event);
    this.state = reduce(this.state, event);
    return this;
  }
  wait(seconds) {
    this.now += seconds * S;
    const { state, events } = catchUp(this.state, this.now, this.newUuid);
    this.state = state;
    this.events.push(...events);
    return this;
  }
  get left() {
    return leftAt(this.state, this.now) / S;
  }
  get where() {
    const { exercise, set, side } = stepOf(this.state);
    return `${this.state.phase} ${exercise}:${set}${side ? ` ${side}` : ""}`;
  }
  get done() {
    return this.state.sets.map(({ exercise, set, side, reps, seconds }) => `${exercise}:${set}${side ? ` ${side}` : ""} ${[reps, seconds && `${seconds}s`].filter(Boolean).join("×")}`);
  }
}

const plan = (exercises, steps) => planFrom({ name: "Test", exercises, steps });
const row = () => plan([{ sets: 3, reps: [8, 12], rest_seconds: 90 }], ["0:1 work g0r1 rest 90", "0:2 work g0r2 rest 90", "0:3 work g0r3 rest 0"]);
const neck = () => plan(
  [{ hold_seconds: 3, reps: [10, 10], each_side: true, rest_seconds: 15 }, { sets: 1, reps: [10, 10], rest_seconds: 15 }],
  ["0:1 left hold g0r1 rest 0", "0:1 right hold g0r1 rest 15", "1:1 work g1r1 rest 0"],
);

for (const given of cases) {
  test(`walks the server's steps: ${given.name}`, () => {
    const session = new Session(planFrom(given)).tap("start");
    const walked = [];
    while (session.state.phase !== "done") {
      const step = stepOf(session.state);
      walked.push(step);
      if (session.state.phase === "work") session.tap("done", { values: { reps: exerciseOf(session.state).total?.[0] ?? 5 } });
      else session.wait(session.left + 0.001);
      while (session.state.phase === "hold" && stepOf(session.state) === step) session.wait(session.left + 0.001);
      const wantsRest = step.rest > 0;
      assert.equal(session.state.phase === "rest", wantsRest && session.state.phase !== "done");
      if (session.state.phase === "rest") assert.ok(Math.abs(session.left - step.rest) < 0.1);
      if (["rest", "switch"].includes(session.state.phase)) session.wait(session.left + 0.001);
    }
    assert.deepEqual(walked, planFrom(given).steps);
    assert.equal(session.state.sets.length, given.steps.length);
  });
}

test("waits in work for a tap, rests, and comes to the next set by itself", () => {
  const session = new Session(row()).tap("start").wait(3600);
  assert.equal(session.where, "work 0:1");
  session.tap("done", { values: { reps: 10, load: "40" } });
  assert.equal(session.state.phase, "rest");
  session.wait(60);
  assert.equal(session.left, 30);
  session.wait(30);
  assert.equal(session.where, "work 0:2");
  assert.deepEqual(session.done, ["0:1 10"]);
});

test("one tap runs ten holds of three seconds with two to settle, then the other side", () => {
  const session = new Session(neck()).tap("start");
  assert.equal(session.state.part, "count-in");
  session.wait(5);
  assert.equal(session.left, 3);
  session.wait(9 * 5 + 3);
  assert.equal(session.where, "switch 0:1 right");
  session.wait(5);
  assert.equal(session.where, "hold 0:1 right");
  assert.equal(session.left, 3);
  session.wait(48);
  assert.equal(session.state.phase, "rest");
  assert.deepEqual(session.done, ["0:1 left 10×3s", "0:1 right 10×3s"]);
});

test("holds that are stopped at seven count seven, and none when none is whole", () => {
  const session = new Session(neck()).tap("start").wait(5 + 7 * 5 + 1).tap("done");
  assert.deepEqual(session.done, ["0:1 left 7×3s"]);
  session.wait(5 + 2).tap("done");
  assert.deepEqual(session.done, ["0:1 left 7×3s"]);
  assert.equal(session.state.phase, "rest");
});

test("a time that is stopped early counts the seconds that were held", () => {
  const session = new Session(plan([{ sets: 2, duration_seconds: 45, rest_seconds: 30 }], ["0:1 hold g0r1 rest 30", "0:2 hold g0r2 rest 0"]));
  session.tap("start").wait(5 + 20).tap("done").wait(30 + 45);
  assert.deepEqual(session.done, ["0:1 20s", "0:2 45s"]);
  assert.equal(session.state.phase, "done");
});

test("hidden for five minutes, it stands where a page in sight would stand", () => {
  const [seen, hidden] = [new Session(neck()), new Session(neck())];
  seen.tap("start");
  hidden.tap("start");
  for (let second = 0; second < 300; second++) seen.wait(1);
  hidden.wait(300);
  assert.deepEqual({ ...hidden.state, sets: 0, past: 0 }, { ...seen.state, sets: 0, past: 0 });
  assert.deepEqual(hidden.done, seen.done);
});

test("a total takes sets of any size until its least is reached, and says when it is full", () => {
  const session = new Session(plan([{ total: [30, 40], rest_seconds: 60 }, { sets: 1, reps: [5, 5] }], ["0:1 work g0r1 rest 60", "1:1 work g1r1 rest 0"])).tap("start");
  for (const reps of [12, 10]) session.tap("done", { values: { reps } }).wait(60);
  assert.equal(totalDone(session.state, 0, ""), 22);
  assert.equal(session.where, "work 0:3");
  session.tap("done", { values: { reps: 18 } });
  assert.equal(session.state.reached, "most");
  session.wait(60);
  assert.equal(session.where, "work 1:1");
  assert.deepEqual(session.done, ["0:1 12", "0:2 10", "0:3 18"]);
});

test("a total in a superset comes again after each round", () => {
  const given = cases.find((each) => each.name.includes("a hold on each side and a total"));
  const session = new Session(planFrom(given)).tap("start").wait(5 + 30 + 5 + 30);
  assert.equal(session.where, "work 1:1");
  session.tap("done", { values: { reps: 12 } });
  assert.equal(session.left, 45);
  session.wait(45 + 30 + 5 + 30);
  assert.equal(session.where, "work 1:2");
});

test("undo takes back every tap of the session, one by one, up to before Start", () => {
  const session = new Session(row()).tap("start");
  session.tap("done", { values: { reps: 10 } }).wait(90).tap("done", { values: { reps: 9 } }).tap("more-rest").tap("skip");
  assert.equal(session.where, "work 0:3");
  session.tap("undo");
  assert.equal(session.state.phase, "rest");
  assert.equal(session.left, 105);
  session.tap("undo");
  assert.equal(session.left, 90);
  session.tap("undo");
  assert.equal(session.where, "work 0:2");
  assert.deepEqual(session.done, ["0:1 10"]);
  session.tap("undo").tap("undo");
  assert.equal(session.state.phase, "ready");
  assert.deepEqual(session.done, []);
  assert.equal(session.state.removed.length, 2);
});

test("undo after holds that ran by themselves begins that side anew", () => {
  const session = new Session(neck()).tap("start").wait(5 + 48 + 2);
  assert.equal(session.state.phase, "switch");
  session.tap("undo");
  assert.equal(session.where, "hold 0:1 left");
  assert.deepEqual(session.done, []);
});

test("a set that was removed and comes back has a name of its own", () => {
  const session = new Session(row()).tap("start").tap("done", { values: { reps: 10 } });
  const [{ uuid }] = session.state.sets;
  session.tap("remove", { uuid });
  assert.deepEqual(session.state.removed, [uuid]);
  session.tap("undo", { uuid: "new" });
  assert.equal(session.state.sets[0].uuid, "new");
  assert.deepEqual(session.state.removed, [uuid]);
});

test("skip leaves an exercise out, in a rest it ends the rest", () => {
  const session = new Session(neck()).tap("start").tap("skip");
  assert.equal(session.where, "work 1:1");
  assert.deepEqual(session.state.skipped, [{ exercise: 0, reason: "skipped" }]);
});

test("later puts the exercise behind the next", () => {
  const session = new Session(neck()).tap("start").tap("later");
  assert.equal(session.where, "work 1:1");
  session.tap("done", { values: { reps: 10 } }).wait(15);
  assert.equal(session.where, "hold 0:1 left");
});

test("what hurts is stopped, an easier variant can take its place", () => {
  const session = new Session(row()).tap("start").tap("done", { values: { reps: 8 } }).wait(90).tap("hurts");
  assert.equal(session.state.phase, "paused");
  assert.deepEqual(session.state.skipped, [{ exercise: 0, reason: "hurts" }]);
  session.tap("swap", { variant: { slug: "easy", name: "Easy" } });
  assert.equal(session.where, "work 1:2");
  assert.equal(exerciseOf(session.state).slug, "easy");
  assert.deepEqual(session.done, ["0:1 8"]);
});

test("what hurts last can end the session", () => {
  const session = new Session(row()).tap("start").tap("hurts").tap("resume");
  assert.equal(session.state.phase, "done");
});

test("a pause stops every clock", () => {
  const session = new Session(neck()).tap("start").wait(5 + 1).tap("pause").wait(600);
  assert.equal(session.left, 2);
  session.tap("resume");
  assert.equal(session.left, 2);
  assert.equal(session.state.phase, "hold");
});

test("a changed rest is remembered for the exercise", () => {
  const session = new Session(row()).tap("start").tap("done", { values: { reps: 8 } }).tap("more-rest");
  assert.equal(session.left, 105);
  session.tap("skip").tap("done", { values: { reps: 8 } });
  assert.equal(session.left, 105);
});

test("finish asks once", () => {
  const session = new Session(row()).tap("start").tap("finish");
  assert.equal(session.state.phase, "work");
  session.tap("finish");
  assert.equal(session.state.phase, "done");
  assert.equal(session.state.finishedAt, session.now);
  session.tap("undo");
  assert.equal(session.state.finishedAt, null);
});

test("one more set, one more exercise, another order", () => {
  const session = new Session(neck()).tap("start").tap("again", { exercise: 1 }).tap("jump", { exercise: 1 });
  assert.equal(session.where, "work 1:1");
  session.tap("done", { values: { reps: 10 } }).tap("skip");
  assert.equal(session.where, "work 1:2");
  session.tap("add", { exercise: { slug: "walk", name: "Walk", hold: null, duration: null, total: null, reps: null, rest: 0, sets: 1 } });
  session.tap("skip").tap("skip");
  assert.equal(session.where, "work 2:1");
});

test("events rebuild the state after a reload in every phase", () => {
  const session = new Session(neck()).tap("start");
  for (let second = 0; second < 130; second += 1) {
    session.wait(1);
    const { state } = restore(session.plan, session.events, session.now - 1000, session.now, session.newUuid);
    assert.deepEqual({ ...state, past: 0 }, { ...session.state, past: 0 });
  }
  assert.deepEqual(replay(session.plan, session.events).sets, session.state.sets);
});

test("a page that was gone for long comes back paused, after six hours it asks", () => {
  const session = new Session(neck()).tap("start").wait(7);
  const later = (minutes) => restore(session.plan, session.events, session.now, session.now + minutes * 60 * S, session.newUuid);
  assert.equal(later(30).state.phase, "paused");
  assert.equal(later(30).isOld, false);
  assert.equal(later(7 * 60).isOld, true);
  assert.equal(later(30).state.sets.length, 0);
});

test("the clock counts a second that has begun", () => {
  assert.deepEqual([0, 1, 999, 1000, 59001, 60000, 84000, 600000].map(clockText), ["0", "1", "1", "1", "1:00", "1:00", "1:24", "10:00"]);
});

test("a missed cue sounds once", () => {
  const session = new Session(neck()).tap("start").wait(5);
  const before = session.state;
  session.wait(90);
  assert.equal(typeof cueBetween(before, session.state), "string");
});
