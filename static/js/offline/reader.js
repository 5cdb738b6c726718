/** The page for everything else without a network: what the device has for this address, and what it has at all. */
import { element } from "./badge.js";
import { store } from "./outbox.js";
import { comingOf, sessionsOf } from "./plans.js";
import { exerciseLine } from "./shell.js";
import { languageOf, withoutLanguage } from "./strategies.js";
import { dayIn, fill } from "../player/session.js";

/** The page's own words, by name. */
let words = {};

export default async function show(root) {
  words = root.dataset;
  const person = await store.person();
  const [index, plans, uploads] = [await store.note("index", person), await store.plans(person), await store.uploads(person)];
  const address = index && languageOf(index.address ?? location.pathname) + withoutLanguage(location.pathname);
  if (index && address !== location.pathname) return location.replace(address); // it speaks the language of what it has
  const place = (name) => root.querySelector(`[data-part=${name}]`);
  const told = { index, plans, uploads, path: location.pathname };
  for (const [name, lines] of Object.entries(partsOf(told))) {
    if (!lines.length) continue;
    place(name).querySelector("[data-lines]").replaceChildren(...lines);
    place(name).hidden = false;
  }
  root.querySelector("[data-here-none]").hidden = !place("here").hidden || isOverview(location.pathname);
  root.querySelector("[data-nothing]").hidden = plans.length > 0 || Boolean(index);
}

/** What this address shows; for any that the device has nothing of, all that it has. */
function partsOf(told) {
  const own = here(told);
  if (own.length) return { here: own };
  const done = { history: history(told.index) };
  return withoutLanguage(told.path) === "/workouts/history/" ? done : { sessions: sessions(told), plans: links(told.plans), ...done };
}

/** Pages whose place is taken by the lists below. */
const isOverview = (path) => ["/", "/workouts/", "/workouts/history/", "/offline/"].includes(withoutLanguage(path));

/** What this address shows, as far as the device has it. */
function here({ index, plans, path }) {
  const log = index?.history.find(({ url }) => url === path);
  if (log) return logLines(log);
  const plan = plans.find(({ url }) => url === path);
  if (plan) return planLines(plan);
  const exercise = plans.flatMap(({ exercises }) => exercises).find(({ url }) => url === path);
  return exercise ? exerciseLines(exercise) : [];
}

function planLines({ title, path, plan }) {
  const list = element("ol", "", "plan");
  list.append(...plan.exercises.map(exerciseLine));
  return [element("h2", title), startLink(path, title, "button button-primary"), list];
}

function exerciseLines({ name, summary, steps, breathing, mistakes, picture, alt }) {
  const image = picture ? [Object.assign(document.createElement("img"), { src: picture, alt, width: 600, height: 400 })] : [];
  const list = (tag, lines) => {
    const made = element(tag);
    made.append(...lines.map((each) => element("li", each)));
    return made;
  };
  const part = (title, ...lines) => (lines.length ? [element("h3", title), ...lines] : []);
  return [
    element("h2", name),
    ...image,
    element("p", summary, "lead"),
    list("ol", steps),
    ...part(words.breathing, ...(breathing ? [element("p", breathing)] : [])),
    ...part(words.mistakes, ...(mistakes.length ? [list("ul", mistakes)] : [])),
  ];
}

function logLines({ title, day, facts, note, sets }) {
  const list = element("ul", "", "lines");
  list.append(...sets.map(({ name, text }) => element("li", `${name}: ${text}`)));
  return [element("h2", title), element("p", [dayText(day), ...facts].join(" · "), "muted"), ...(note ? [element("p", note)] : []), list];
}

/** Today and the days ahead. */
function sessions({ index, uploads }) {
  const today = dayIn(Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone);
  return comingOf(sessionsOf(index, uploads), today).map(({ path, title, day, time, done }) => {
    const [line, text] = [element("li", "", "row"), element("div")];
    text.append(element("p", `${day === today ? words.today : dayText(day)} · ${time}`, "small muted"), element("p", title));
    line.append(text, done ? element("span", words.done, "muted") : startLink(path, title));
    return line;
  });
}

function startLink(path, title, className = "button button-small") {
  const link = Object.assign(element("a", words.start, className), { href: path });
  link.setAttribute("aria-label", fill(words.startNamed, { title }));
  return link;
}

/** Each plan once, by its first address. */
function links(plans) {
  const first = plans.filter(({ path }) => !path.includes("?"));
  const own = first.filter(({ path }) => withoutLanguage(path).startsWith("/workouts/"));
  return [...own, ...first.filter((each) => !own.includes(each))].map(({ path, title, url }) => {
    const line = element("li", "", "row");
    line.append(Object.assign(element("a", title), { href: url }), startLink(path, title));
    return line;
  });
}

function history(index) {
  return (index?.history ?? []).map(({ url, title, day, facts }) => {
    const line = element("li");
    line.append(Object.assign(element("a", title), { href: url }), element("span", ` ${[dayText(day), ...facts].join(" · ")}`, "muted"));
    return line;
  });
}

const dayText = (day) => new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
