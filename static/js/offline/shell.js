/** Leads the session at this address with the plan that the device has: the player's page without a network. */
import { button, element } from "./badge.js";
import { store } from "./outbox.js";
import { inOtherLanguage, planFor, planPath, sessionsOf } from "./plans.js";
import { dayIn } from "../player/session.js";
import { loadSession } from "../player/storage.js";

export default async function lead(root) {
  const person = await store.person();
  const path = location.pathname + location.search;
  const row = await findPlan(person, path);
  const other = !row && inOtherLanguage(path, await store.note("index", person), await store.plans(person));
  if (other) return location.replace(other);
  root.querySelector("[data-shell-waits]").hidden = true;
  if (!row) {
    const missing = root.querySelector("[data-shell-missing]");
    missing.hidden = false;
    missing.append(button(missing.dataset.again, () => location.reload()));
    return;
  }
  fill(root, row);
  if (person) document.documentElement.dataset.person = person;
  root.dataset.player = "";
  const { default: play } = await import("../player/player.js");
  play(root);
}

/** The plan that is kept, or that of the session which is under way at this address. */
async function findPlan(person, path) {
  const index = await store.note("index", person);
  const sessions = sessionsOf(index, await store.uploads(person));
  const today = dayIn(Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone);
  const row = await store.plan(person, planPath(path, index, today));
  const record = loadSession(person);
  if (!row) return record?.path === path ? { plan: record.plan, title: record.plan.title, url: "/" } : null;
  return { ...row, plan: planFor(row.plan, path, sessions, today) };
}

/** Put the plan where the player looks for it, and its exercises where a person does. */
function fill(root, { plan, title, url }) {
  const data = document.createElement("script");
  Object.assign(data, { type: "application/json", id: "player-plan", textContent: JSON.stringify(plan) });
  document.getElementById("player-plan")?.remove();
  root.before(data);
  document.title = title;
  root.dataset.back = url;
  root.querySelector(".player-icon[href]").href = url;
  root.querySelector(".player-title span").textContent = title;
  root.querySelector("[data-player-ready] h2").textContent = title;
  root.querySelector("[data-shell-plan]").replaceChildren(...plan.exercises.map(exerciseLine));
}

export function exerciseLine({ name, still, alt, dose, details, note }) {
  const line = element("li", "", "plan-item");
  if (still) line.append(Object.assign(document.createElement("img"), { className: "plan-picture", src: still, alt, width: 180, height: 120 }));
  const text = element("div", "", "plan-text");
  text.append(element("h3", name));
  const amount = element("p", "", "plan-dose");
  amount.append(element("strong", dose), ...[details, note].filter(Boolean).map((each) => element("span", each)));
  line.append(text, amount);
  return line;
}
