/**
 * The session as a state machine: events in, state out. No page, no clock, no network: each event carries its time
 * `at` (milliseconds since 1970) and, where it may write a set down, the `uuid` for that set.
 *
 * Phases: ready → (work | hold) → rest or switch → … → done; `paused` holds any of them. What runs by the clock has a
 * `deadline`; the event `elapsed` says that it is reached. Every earlier state stays reachable by `undo`.
 */

const REST_STEP_SECONDS = 15;
const MAX_REST_SECONDS = 900;

export function begin(plan) {
  return {
    phase: "ready",
    part: "",
    exercises: plan.exercises,
    queue: plan.steps,
    at: 0,
    deadline: null,
    span: 0,
    repetition: 0,
    sets: [],
    skipped: [],
    removed: [],
    rests: plan.rests ?? {},
    paused: null,
    hurt: null,
    reached: null,
    asked: "",
    startedAt: null,
    finishedAt: null,
    discarded: false,
    effort: null,
    note: "",
    past: null,
    plan,
  };
}

/** The state after an event. An event that makes no sense in this phase changes nothing. */
export function reduce(state, event) {
  const react = reactions[event.type];
  const next = react ? react(state, event) : state;
  if (next === state || !undoable(event, state, next)) return next;
  return { ...next, past: { state, at: event.at } };
}

/** Whether `undo` leads back to before this event: every tap, and every set that the clock wrote down. */
function undoable(event, before, after) {
  if (event.type === "elapsed") return after.sets !== before.sets;
  return !["undo", "rate", "ask"].includes(event.type);
}

/** The step that is under way or comes next; undefined after the last. */
export const stepOf = (state) => state.queue[state.at];

export const exerciseOf = (state) => state.exercises[stepOf(state)?.exercise];

/** Milliseconds until the deadline; what was left when the session is paused; null without a clock. */
export function leftAt(state, now) {
  if (state.paused) return state.paused.left;
  return state.deadline === null ? null : Math.max(state.deadline - now, 0);
}

/** Repetitions of a total that are done on this side. */
export function totalDone(state, exercise, side) {
  return state.sets.filter((each) => each.exercise === exercise && each.side === side).reduce((sum, each) => sum + (each.reps ?? 0), 0);
}

const isRunning = (state) => ["work", "hold", "rest", "switch"].includes(state.phase);
const isUnderWay = (state) => isRunning(state) || state.phase === "paused";

const reactions = {
  start: (state, { at }) => (state.phase === "ready" ? enter({ ...state, startedAt: at }, at, true) : state),
  done: (state, event) => {
    if (state.phase === "work") return finishSet(state, event, event.values ?? {});
    return state.phase === "hold" ? finishSet(state, event, heldValues(state, event.at)) : state;
  },
  elapsed: (state, event) => (state.deadline !== null && event.at >= state.deadline ? elapse(state, event) : state),
  skip: (state, { at }) => {
    if (state.phase === "rest") return enter(state, at, true);
    return isUnderWay(state) ? leaveExercise(state, at, "skipped") : state;
  },
  hurts: (state, { at }) => {
    if (!isUnderWay(state)) return state;
    const { exercise } = stepOf(state);
    const stopped = state.queue.slice(state.at).filter((each) => each.exercise === exercise);
    const next = leaveExercise(state, at, "hurts");
    return next.phase === "done" ? { ...reopen(next), hurt: { exercise, stopped }, phase: "paused", paused: frozen("") } : pause({ ...next, hurt: { exercise, stopped } }, at);
  },
  later: (state, { at }) => {
    if (!isUnderWay(state)) return state;
    const { group } = stepOf(state);
    const rest = state.queue.slice(state.at);
    const [mine, others] = [rest.filter((each) => each.group === group), rest.filter((each) => each.group !== group)];
    if (!others.length) return state;
    const next = others.filter((each) => each.group === others[0].group).length;
    return turnTo({ ...state, queue: [...state.queue.slice(0, state.at), ...others.slice(0, next), ...mine, ...others.slice(next)] }, at);
  },
  jump: (state, { at, exercise }) => {
    const rest = state.queue.slice(state.at);
    const group = rest.find((each) => each.exercise === exercise)?.group;
    if (!isUnderWay(state) || group === undefined) return state;
    const [first, others] = [rest.filter((each) => each.group === group), rest.filter((each) => each.group !== group)];
    return turnTo({ ...state, queue: [...state.queue.slice(0, state.at), ...first, ...others] }, at);
  },
  swap: (state, { at, variant }) => swap(state, at, variant),
  add: (state, { exercise, at }) => addExercise(state, exercise, at),
  again: (state, { at, exercise }) => addSet(state, exercise, at),
  adopt: (state, event) => (state.phase === "ready" ? adopt(state, event) : state),
  pause: (state, { at }) => (isRunning(state) ? pause(state, at) : state),
  resume: (state, { at }) => resume(state, at),
  "more-rest": (state, { at }) => changeRest(state, REST_STEP_SECONDS, at),
  "less-rest": (state, { at }) => changeRest(state, -REST_STEP_SECONDS, at),
  ask: (state, { question }) => ({ ...state, asked: question }),
  finish: (state, { at }) => {
    if (state.phase === "ready" || state.phase === "done") return state;
    return state.asked === "finish" ? end(state, at) : { ...state, asked: "finish" };
  },
  discard: (state) => (state.asked === "discard" ? { ...state, discarded: true, phase: "done" } : { ...state, asked: "discard" }),
  correct: (state, { uuid, values }) => ({ ...state, sets: state.sets.map((each) => (each.uuid === uuid ? { ...each, ...values } : each)) }),
  remove: (state, { uuid }) => ({ ...state, sets: state.sets.filter((each) => each.uuid !== uuid), removed: [...state.removed, uuid] }),
  rate: (state, { effort = state.effort, note = state.note }) => ({ ...state, effort, note }),
  undo: (state, { at, uuid }) => (state.past ? goBack(state, at, uuid) : state),
};

/** Begin the current step, or end the session when there is none. `ready` is whether a count-in comes first. */
function enter(state, at, ready) {
  const step = stepOf(state);
  const fresh = { ...state, paused: null, hurt: null, asked: "", repetition: 0, part: "", deadline: null, span: 0 };
  if (!step) return end(fresh, at);
  if (step.phase === "work") return { ...fresh, phase: "work" };
  const held = { ...fresh, phase: "hold" };
  return ready ? { ...held, part: "count-in", ...clock(at, state.plan.countIn) } : hold(held, at);
}

/** Go on with what is now first in the queue; a rest that is under way goes on. */
const turnTo = (state, at) => (state.phase === "rest" ? state : enter(state, at, true));

const clock = (at, seconds) => ({ deadline: at + seconds * 1000, span: seconds * 1000 });

function hold(state, at) {
  const exercise = exerciseOf(state);
  return { ...state, part: "hold", ...clock(at, exercise.hold ?? exercise.duration) };
}

/** How many holds make the set; 1 for a time. */
const holdsOf = (exercise) => (exercise.hold === null ? 1 : exercise.reps[1]);

function elapse(state, event) {
  const at = state.deadline;
  if (state.phase === "rest") return enter(state, at, state.span < state.plan.countIn * 1000);
  if (state.phase === "switch") return enter(state, at, false);
  if (state.phase !== "hold") return state;
  if (state.part !== "hold") return hold(state, at);
  const repetition = state.repetition + 1;
  if (repetition < holdsOf(exerciseOf(state))) return { ...state, repetition, part: "settle", ...clock(at, state.plan.settle) };
  return finishSet(state, { ...event, at }, heldValues({ ...state, repetition }, at));
}

/** What a hold or a time that ends now comes to: whole holds, or the seconds of a single one; null for nothing. */
function heldValues(state, at) {
  const exercise = exerciseOf(state);
  if (holdsOf(exercise) > 1) return state.repetition ? { reps: state.repetition, seconds: exercise.hold } : null;
  const full = exercise.hold ?? exercise.duration;
  const held = state.repetition ? full : state.part === "hold" ? Math.floor((at - state.deadline) / 1000) + full : 0;
  return held > 0 ? { seconds: Math.min(held, full) } : null;
}

/** Write the set down, if there is anything, and go on to what follows. */
function finishSet(state, event, values) {
  const step = stepOf(state);
  const set = { uuid: event.uuid, exercise: step.exercise, set: step.set, side: step.side, kind: "work", at: event.at, ...values };
  const sets = values ? [...state.sets, set] : state.sets;
  const next = withNextPart({ ...state, sets, reached: null }, step);
  return follow({ ...next, at: state.at + 1 }, step, event.at);
}

/** A total that is not reached comes once more, in the next round; its range is celebrated when it is full. */
function withNextPart(state, step) {
  const { total } = state.exercises[step.exercise];
  if (!total) return state;
  const done = totalDone(state, step.exercise, step.side);
  if (done >= total[0]) return { ...state, reached: done >= total[1] ? "most" : "least" };
  const again = { ...step, set: step.set + 1, round: step.round + 1 };
  return { ...state, queue: inserted(state.queue, again, state.at) };
}

/** The queue with a step put behind those of its group that are in its round or before. */
function inserted(queue, step, at) {
  let place = at;
  queue.forEach((each, index) => {
    if (index > at && each.group === step.group && each.round <= step.round) place = index;
  });
  return [...queue.slice(0, place + 1), step, ...queue.slice(place + 1)];
}

/** Rest, change sides, or begin the next step at once. */
function follow(state, step, at) {
  const next = stepOf(state);
  if (!next) return end(state, at);
  const sameRound = next.group === step.group && next.round === step.round;
  if (sameRound && next.exercise === step.exercise && next.side !== step.side) {
    return { ...state, phase: "switch", part: "", asked: "", repetition: 0, ...clock(at, state.plan.change) };
  }
  const seconds = sameRound ? 0 : (state.rests[step.group] ?? (step.rest || state.exercises[step.exercise].rest));
  if (!seconds) return enter(state, at, true);
  return { ...state, phase: "rest", part: "", asked: "", repetition: 0, ...clock(at, seconds) };
}

function leaveExercise(state, at, reason) {
  const { exercise } = stepOf(state);
  const queue = state.queue.filter((each, index) => index < state.at || each.exercise !== exercise);
  return enter({ ...state, queue, skipped: [...state.skipped, { exercise, reason }] }, at, true);
}

/** Do a variant in place of the current exercise, or of the one that hurt. */
function swap(state, at, variant) {
  if (!isUnderWay(state) || !variant) return state;
  const replaced = state.hurt ? state.hurt.exercise : stepOf(state).exercise;
  const rest = state.hurt ? [...state.hurt.stopped, ...state.queue.slice(state.at)] : state.queue.slice(state.at);
  const exercises = [...state.exercises, { ...state.exercises[replaced], item: null, previous: null, easier: null, load: "", ...variant }];
  const queue = rest.map((each) => (each.exercise === replaced ? { ...each, exercise: exercises.length - 1 } : each));
  return turnTo({ ...state, exercises, queue: [...state.queue.slice(0, state.at), ...queue] }, at);
}

/** One more exercise at the end, or in a session without a plan the only one. */
function addExercise(state, exercise, at) {
  if (state.discarded) return state;
  const group = Math.max(-1, ...state.queue.map((each) => each.group)) + 1;
  const step = { exercise: state.exercises.length, side: "", phase: exercise.hold || exercise.duration ? "hold" : "work", group, rest: 0 };
  const steps = Array.from({ length: exercise.sets ?? 1 }, (_, index) => ({ ...step, set: index + 1, round: index + 1 }));
  const wasDone = state.phase === "done";
  const next = { ...state, exercises: [...state.exercises, exercise], queue: [...state.queue, ...steps] };
  return wasDone ? enter(reopen(next), at, true) : next;
}

/** One more set of an exercise: after its last, or now when all of them are done. */
function addSet(state, exercise, at) {
  const mine = state.queue.filter((each) => each.exercise === exercise);
  if (!mine.length || state.phase === "ready") return state;
  const last = mine.at(-1);
  const place = state.queue.lastIndexOf(last);
  const set = last.set + 1;
  const more = mine.filter((each) => each.set === last.set).map((each) => ({ ...each, set, round: last.round + 1 }));
  const wasDone = state.phase === "done";
  const behind = Math.max(place + 1, state.at);
  const next = { ...state, queue: [...state.queue.slice(0, behind), ...more, ...state.queue.slice(behind)] };
  return wasDone ? enter(reopen(next), at, true) : next;
}

/** Go on with sets that were done on another device: what is done is not asked for again. */
function adopt(state, { at, startedAt, sets }) {
  const place = ({ exercise, set, side }) => `${exercise} ${set} ${side}`;
  const done = new Set(sets.map(place));
  const [behind, before] = [state.queue.filter((each) => done.has(place(each))), state.queue.filter((each) => !done.has(place(each)))];
  return enter({ ...state, startedAt, sets, queue: [...behind, ...before], at: behind.length }, at, true);
}

const reopen = (state) => ({ ...state, finishedAt: null, phase: "work" });

const frozen = (phase, part = "", left = null, span = 0) => ({ phase, part, left, span });

function pause(state, at) {
  const left = state.deadline === null ? null : Math.max(state.deadline - at, 0);
  return { ...state, phase: "paused", paused: frozen(state.phase, state.part, left, state.span), deadline: null };
}

function resume(state, at) {
  if (state.phase !== "paused") return state;
  const { phase, part, left, span } = state.paused;
  const next = { ...state, phase, part, span, paused: null, hurt: null, deadline: left === null ? null : at + left };
  return stepOf(next) ? next : end(next, at);
}

/** A longer or shorter rest, from now on after every set of this exercise or superset. One that would be nothing ends. */
function changeRest(state, seconds, at) {
  if (state.phase !== "rest") return state;
  const span = Math.min(state.span / 1000 + seconds, MAX_REST_SECONDS);
  if (span <= 0) return enter(state, at, true);
  const { group } = state.queue[state.at - 1];
  const next = { ...state, rests: { ...state.rests, [group]: span }, deadline: state.deadline + span * 1000 - state.span, span: span * 1000 };
  return next.deadline <= at ? enter(next, at, true) : next;
}

function end(state, at) {
  return { ...state, phase: "done", part: "", paused: null, hurt: null, asked: "", deadline: null, finishedAt: at };
}

/** The state before the last tap or set, its clock as it stood then; a hold begins anew.
 *
 * A set that comes back gets the event's uuid, since its own counts as removed wherever it was sent.
 */
function goBack(state, now, uuid) {
  const { state: before, at } = state.past;
  const kept = new Set(before.sets.map((each) => each.uuid));
  const gone = state.sets.map((each) => each.uuid).filter((uuid) => !kept.has(uuid));
  const removed = [...new Set([...state.removed, ...gone])];
  const sets = before.sets.map((each) => (removed.includes(each.uuid) ? { ...each, uuid } : each));
  const back = { ...before, sets, removed, asked: "", effort: state.effort, note: state.note };
  if (back.phase === "hold") return enter(back, now, true);
  return back.deadline === null ? back : { ...back, deadline: back.deadline + now - at };
}
