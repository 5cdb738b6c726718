/** What waits to be sent, on a page: the store, one sender at a time, and what the browser can do for it. */
import { send } from "../player/storage.js";
import { Store } from "./store.js";
import { Tables } from "./tables.js";
import { sendUploads } from "./uploads.js";

/** Where releases before this one kept what waits. */
const OLD = "backfit.waiting";
const ASKED = "backfit.persist";
/** Tells this page (device.js) that something waits, or no longer does. */
export const CHANGED = "backfit-uploads";

export const store = new Store(new Tables());

/** Put a session aside until it can be sent; rejects when the device is full. */
export async function addWaiting(entry) {
  await store.addUpload(entry);
  mark();
  dispatchEvent(new Event(CHANGED));
  persist();
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.sync?.register("uploads").catch(() => {});
}

/** Send what waits of this person, one window after the other; see `sendUploads`. */
export function sendWaiting(url, person) {
  const work = () => sendUploads(store, person, (sessions) => send(url, person, sessions));
  return navigator.locks ? navigator.locks.request("backfit.uploads", work) : work();
}

/** Take over what a release before this one left waiting; it is deleted there once it is stored here. */
export async function migrate() {
  const text = read(OLD);
  if (!text) return;
  for (const entry of JSON.parse(text)) await store.addUpload(entry);
  localStorage.removeItem(OLD);
}

/** Pages fetch device.js where there is a mark. */
const mark = () => write(ASKED, read(ASKED) ?? "");

/** Ask once, after the first session without a network, that the browser does not clear the store by itself. */
function persist() {
  if (read(ASKED)) return;
  write(ASKED, "1");
  navigator.storage?.persist?.().catch(() => {});
}

export function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A device without room asks again next time.
  }
}
