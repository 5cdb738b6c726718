/** The line that tells how many sessions are not uploaded yet, why, and what can be done. */
import { fill } from "../player/session.js";

/** `status` is what the last try came to: kept, signed-out, offline, or "" before one. */
export function showBadge(box, waits, status, { words, addresses }, { send, remove }) {
  const line = box.querySelector("[data-waiting]") ?? box.appendChild(Object.assign(document.createElement("div"), { className: "stack stack-small" }));
  line.dataset.waiting = waits.length;
  line.replaceChildren(...(waits.length ? linesOf(waits, status, words, addresses, { send, remove }) : []));
  line.setAttribute("role", "status");
  if (waits.length) box.hidden = false;
}

function linesOf(waits, status, words, addresses, { send, remove }) {
  const open = waits.filter((each) => !each.parked);
  const parked = waits.filter((each) => each.parked);
  const lines = [];
  if (open.length) lines.push(element("p", countText(words.waiting, open.length)));
  if (status === "offline" && open.length) lines.push(element("p", words.noNetwork, "small muted"));
  for (const each of parked) lines.push(...parkedLines(each, words, remove));
  const row = element("div", "", "actions");
  if (status === "signed-out" && open.length) row.append(link(words.signIn, `${addresses.signIn}?next=${encodeURIComponent(location.pathname)}`));
  else if (open.length) row.append(button(words.upload, send));
  row.append(downloadButton(waits, words));
  return [...lines, row];
}

function parkedLines(row, words, remove) {
  const actions = element("div", "", "actions");
  actions.append(button(words.dismiss, () => remove(row.uuid)));
  return [parkedText(row, words), actions];
}

/** Why the site refused a session. */
export const parkedText = ({ title, parked }, words) => element("p", fill(words.parked, { title, reason: parked }));

/** The sentence for a number, by the plural rules of the page's language. */
export function countText(sentences, count, language = document.documentElement.lang) {
  return fill(sentences[new Intl.PluralRules(language).select(count)] ?? sentences.other, { count });
}

/** All that waits as a file, in the form of `/workouts/sync/`. */
export function downloadButton(waits, words, className) {
  const download = () => {
    const text = JSON.stringify({ sessions: waits.map((each) => each.upload) }, null, 1);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: address, download: "backfit-sessions.json" }).click();
    URL.revokeObjectURL(address);
  };
  return button(words.download, download, className);
}

export const element = (name, text = "", className = "") => Object.assign(document.createElement(name), { textContent: text, className });

const link = (text, href) => Object.assign(element("a", text, "button button-small"), { href });

export function button(text, run, className = "button button-small") {
  const made = Object.assign(element("button", text, className), { type: "button" });
  made.addEventListener("click", run);
  return made;
}
