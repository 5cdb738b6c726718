/** On every page but the player: the way back to a session that is under way; finished ones are put aside to be sent. */
import { fill, replay, toUpload } from "../player/session.js";
import { clearSession, isAskedToKeep, loadSession, send } from "../player/storage.js";
import { addWaiting, store } from "./outbox.js";

/** Show the person's session in the box; what is finished waits in the store from now on. */
export async function showRunning(box, person) {
  const record = loadSession(person);
  if (record) await showRecord(box, record);
  if (person) await claim(box, person);
}

async function showRecord(box, record) {
  const state = replay(record.plan, record.events);
  if (state.phase === "ready") return;
  const isOver = state.discarded || (state.phase === "done" && record.person);
  if (isOver && (await setAside(box, record, state))) return;
  const line = box.querySelector(state.phase === "done" ? "[data-running-left]" : "[data-running-now]");
  const link = line.querySelector("a");
  link.href = record.path;
  link.textContent = record.plan.title;
  line.hidden = false;
  box.hidden = false;
}

/** Whether it waits now, or is sent; a device without room for it sends it at once, or keeps it where it is. */
async function setAside(box, record, state, person = record.person) {
  const entry = { person, title: record.plan.title, upload: toUpload(record, state) };
  try {
    if (state.finishedAt && !state.discarded) await addWaiting(entry);
  } catch {
    const { results } = await send(box.dataset.sync, person, [entry.upload]);
    if (results[0]?.status !== "kept") return false;
    tellKept(box, [entry]);
  }
  clearSession(record.person);
  return true;
}

/** What was done without an account, and was to be kept a moment ago, is this person's from now on. */
async function claim(box, person) {
  const left = loadSession("");
  if (left && isAskedToKeep(left, Date.now())) await setAside(box, left, replay(left.plan, left.events), person);
  for (const each of await store.uploads("")) {
    if (isAskedToKeep(each, Date.now())) await store.addUpload({ ...each, person });
  }
}

/** Put the session that is under way aside as it is now, so that it can be sent before the person signs out. */
export async function setRunningAside(person) {
  const record = loadSession(person);
  if (!record?.events.length) return;
  const state = replay(record.plan, record.events);
  if (state.startedAt && !state.discarded) await addWaiting({ person, title: record.plan.title, upload: toUpload(record, state) });
}

/** Tell what became of sessions that were sent. */
export function tellKept(box, kept) {
  const told = box.querySelector("[data-running-kept]");
  for (const { title, upload } of kept.filter((each) => !each.upload.discarded)) {
    const line = Object.assign(document.createElement("a"), { href: `${box.dataset.history}${upload.uuid}/` });
    line.textContent = fill(box.dataset.kept, { title });
    told.append(line, " ");
    box.hidden = false;
  }
}
