/** Which plan a path of the player stands for, and what is planned: pure, over what refresh.js stored. */
import { withoutLanguage } from "./strategies.js";

const DAYS_AROUND = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

const daysBetween = (one, other) => Math.abs(Date.parse(one) - Date.parse(other)) / DAY_MS;

/** Planned sessions with those marked done that wait to be sent; `index` is the site's, or undefined. */
export function sessionsOf(index, uploads) {
  const isSent = ({ schedule, planned_date: day }) => uploads.some(({ upload }) => upload.finished_at && upload.schedule === schedule && upload.planned_date === day);
  return (index?.sessions ?? []).map((each) => ({ ...each, done: each.done || isSent(each) }));
}

/** The path of the plan that leads through the session at `path` today: that of its workout in the phase of the day, or its own. */
export function planPath(path, index, today) {
  const planned = index?.sessions.find((each) => each.path === path);
  if (planned) return planned.plan;
  const phases = index?.plans.find((each) => each.path === path)?.phases ?? [];
  return phases.filter(([day]) => day <= today).at(-1)?.[1] ?? path;
}

/** What stands for `path` on a device that has its page in another language alone; else undefined. */
export function inOtherLanguage(path, index, plans) {
  const kept = [...plans, ...(index?.sessions ?? [])].map((each) => each.path);
  return kept.includes(path) ? undefined : kept.find((each) => withoutLanguage(each) === withoutLanguage(path));
}

/** The plan for the session at `path` on the day `today` (YYYY-MM-DD): it names the planned session that it is for. */
export function planFor(plan, path, sessions, today) {
  const planned = sessions.find((each) => each.path === path) ?? nearest(sessions.filter((each) => each.workout === path && !each.done), today);
  if (!planned) return plan;
  return { ...plan, source: { ...plan.source, schedule: planned.schedule, planned_date: planned.planned_date } };
}

/** Of the days around today the session that is nearest; the earlier of two, as on the site. */
function nearest(sessions, today) {
  const near = sessions.filter(({ day }) => daysBetween(day, today) <= DAYS_AROUND);
  return near.sort((one, other) => daysBetween(one.day, today) - daysBetween(other.day, today))[0];
}

/** What is planned from today on, day by day. */
export const comingOf = (sessions, today) => sessions.filter(({ day }) => day >= today).sort((one, other) => one.day.localeCompare(other.day));

/** The pictures of plans, stills first: without room for all, each exercise has one. */
export function picturesOf(plans) {
  const exercises = plans.flatMap(({ plan }) => plan.exercises.flatMap((each) => [each, ...(each.easier ?? [])]));
  const addresses = [...exercises.map(({ still }) => still), ...exercises.map(({ animation }) => animation)];
  return [...new Set(addresses.filter(Boolean))];
}
