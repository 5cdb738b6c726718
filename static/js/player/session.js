/**
 * A session beside the machine: what has run out by now, rebuilt from its events, told to `/workouts/sync/`
 * (docs/sync.md), and what is remembered of it. Pure.
 */
import { begin, reduce } from "./machine.js";

/** A page that was away for longer than this comes back paused: nobody was led through the holds meanwhile. */
const MAX_AWAY_MS = 10 * 60 * 1000;
/** After this the person is asked whether the session goes on. */
const ASK_AFTER_MS = 6 * 60 * 60 * 1000;

/** Let everything happen whose deadline has passed. */
export function catchUp(state, now, newUuid) {
  const events = [];
  while (state.deadline !== null && state.deadline <= now) {
    const event = { type: "elapsed", at: state.deadline, uuid: newUuid() };
    state = reduce(state, event);
    events.push(event);
  }
  return { state, events };
}

/** The state that these events lead to. */
export const replay = (plan, events) => events.reduce(reduce, begin(plan));

/** A stored session as it stands now, and the events that are new; `isOld` asks the person. The page last ran at `seen`. */
export function restore(plan, stored, seen, now, newUuid) {
  const before = replay(plan, stored);
  if (now - seen <= MAX_AWAY_MS || ["ready", "done"].includes(before.phase)) return { ...catchUp(before, now, newUuid), isOld: false };
  const { state, events } = catchUp(before, seen, newUuid);
  const event = { type: "pause", at: seen };
  return { state: reduce(state, event), events: [...events, event], isOld: now - seen > ASK_AFTER_MS };
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, "0")}`;

/** Time that is left: seconds below a minute, else m:ss; a second that has begun counts. */
export const clockText = (milliseconds) => (milliseconds > 59000 ? minutes : String)(Math.ceil(milliseconds / 1000));

/** Time that has passed, in whole seconds, as m:ss. */
export const spentText = (milliseconds) => minutes(Math.floor(milliseconds / 1000));

/** Which cue is due between two states: at most one, the last that matters. */
export function cueBetween(before, after) {
  if (before === after) return "";
  if (after.phase === "switch" && before.phase !== "switch") return "change";
  if (after.phase === "rest" && before.phase !== "rest") return "set";
  if (after.phase === "done" && before.phase !== "done") return "end";
  if (after.part === "hold" && (before.part !== "hold" || before.repetition !== after.repetition)) return "go";
  if (after.part === "settle" && before.part === "hold") return "set";
  if (before.phase === "rest" && after.phase === "work") return "rest";
  if (after.at !== before.at && after.phase === "hold") return "set";
  return "";
}

/** A new UUID; the address of a blob ends with one, where the browser makes none because the page did not come by HTTPS. */
export const newUuid = () => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36);

const iso = (milliseconds) => (milliseconds === null ? null : new Date(milliseconds).toISOString());

/** The day in a time zone, YYYY-MM-DD as Swedes write it: a session belongs to the day it began on. */
export const dayIn = (milliseconds, timeZone) => new Date(milliseconds).toLocaleDateString("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });

/** `record` is what is stored: `uuid`, `timeZone`, `updatedAt`. */
export function toUpload({ uuid, timeZone, updatedAt }, { plan, exercises, startedAt, finishedAt, effort, note, discarded, sets, skipped, removed }) {
  return {
    uuid,
    ...plan.source,
    title: plan.title,
    date: dayIn(startedAt ?? updatedAt, timeZone),
    time_zone: timeZone,
    started_at: iso(startedAt),
    finished_at: iso(finishedAt),
    effort,
    note,
    updated_at: iso(updatedAt),
    discarded,
    sets: sets.map((each) => setOf(each, exercises[each.exercise])),
    skipped: skipped.map(({ exercise, reason }) => ({ item: exercises[exercise].item ?? null, exercise: exercises[exercise].slug, reason: reason === "hurts" && !plan.keepsPain ? "skipped" : reason })),
    removed,
  };
}

/** What is empty is not told. */
function setOf({ uuid, exercise: position, set: number, side, kind, at, reps, seconds, effort, band, load, assistance }, { item = null, slug, name, dose: words = "" }) {
  const told = { uuid, item, exercise: slug, name, words, position, number, side, kind, at: iso(at), reps, seconds, effort, band, load_kg: load, assistance_kg: assistance };
  return Object.fromEntries(Object.entries(told).filter(([key, value]) => key in { item, side, words } || (value ?? "") !== ""));
}

/** What was done, exercise by exercise: index and sets, in the order in which they were first done. */
export function byExercise(state) {
  const indices = [...new Set([...state.sets.map((each) => each.exercise), ...state.skipped.map((each) => each.exercise)])];
  return indices.map((exercise) => ({ exercise, sets: state.sets.filter((each) => each.exercise === exercise), isSkipped: state.skipped.some((each) => each.exercise === exercise) }));
}

/** How far each exercise of the queue is: index, steps, steps done. */
export const progressOf = ({ queue, at }) =>
  [...new Set(queue.map((each) => each.exercise))].map((exercise) => {
    const places = queue.flatMap((each, place) => (each.exercise === exercise ? [place] : []));
    return { exercise, count: places.length, done: places.filter((place) => place < at).length };
  });

/** What a changed rest is remembered under: the plan, and what the group does with which rests in it. */
const restKey = ({ source, title, steps, exercises }, group) =>
  [source.workout ?? source.program ?? title, ...new Set(steps.filter((each) => each.group === group).map(({ exercise }) => `${exercises[exercise].slug} ${exercises[exercise].rest}`))].join(" ");

/** The plan with the rests that were changed in earlier sessions of it, by group; where it says something new they are forgotten. */
export const withRests = (plan, remembered) => ({ ...plan, rests: Object.fromEntries(plan.steps.map(({ group }) => [group, remembered[restKey(plan, group)]])) });

/** What is remembered after a session. */
export const restsAfter = ({ plan, rests }, remembered) => ({ ...remembered, ...Object.fromEntries(plan.steps.map(({ group }) => [restKey(plan, group), rests[group]])) });

/** A message with its places filled in. */
export const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
