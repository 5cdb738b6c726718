/** What a device keeps of a person, on every page: takes it over, brings it up to date, sends it, tells of it. */
import { clearSession } from "../player/storage.js";
import { showBadge } from "./badge.js";
import { guardLeaving } from "./leaving.js";
import { offerInstall } from "./install.js";
import { CHANGED, migrate, sendWaiting, store, write } from "./outbox.js";
import { keepOpened, keepPage, keepPictures, refresh } from "./refresh.js";
import { showRunning, tellKept } from "./running.js";

const MARK = "backfit.device";
const PICTURES = "backfit-pictures";

async function getJson(address, person = "") {
  const options = { headers: { Accept: "application/json", "X-Person": person }, redirect: "error" };
  const answer = await fetch(address, options).catch(({ message }) => {
    throw new DOMException(message, "NetworkError");
  });
  return answer.ok ? answer.json() : null;
}

/** Sentences and addresses, fetched when they are first needed; the worker has them without a network. */
let facts = null;
const site = async () => (facts ??= await getJson(document.documentElement.dataset.site));

export default async function keep(root) {
  const box = document.querySelector("[data-running]");
  try {
    await migrate();
    const person = await meet(root.dataset.person);
    if (box) await showRunning(box, person);
    listen(box, person);
    await upload(box, person);
    if (root.dataset.person === undefined) return; // a page from the store
    if (person) guardLeaving(person, site);
    offerInstall(box, site);
    if (root.dataset.offline && window.caches) await bringUpToDate(person, root.dataset.plansVersion);
  } catch (error) {
    // No network now; or a browser that closes its store, as some private windows do: the site needs a network there.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Who this page is for; a page that is the same for everybody is for whoever was here last. */
async function meet(person) {
  if (person === undefined) return store.person();
  if (person) write(MARK, "1");
  const { isNew, left } = await store.meet(person);
  if (isNew) await window.caches?.delete(PICTURES);
  if (left) forget(left);
  return person;
}

/** What is not in the store: the session under way, and settings that name the person's plans. */
function forget(person) {
  clearSession(person);
  for (const key of [MARK, "backfit.player"]) localStorage.removeItem(key);
}

function listen(box, person) {
  addEventListener("online", () => upload(box, person));
  addEventListener(CHANGED, () => showWaiting(box, person, ""));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && upload(box, person));
}

/** Send what waits, and show what still does. */
async function upload(box, person) {
  const waits = await store.uploads(person);
  if (!waits.length) return showWaiting(box, person, "");
  const { addresses } = await site();
  const { status, kept } = person ? await sendWaiting(addresses.sync, person) : { status: "signed-out", kept: [] };
  if (box) tellKept(box, kept);
  return showWaiting(box, person, status);
}

async function showWaiting(box, person, status) {
  const waits = await store.uploads(person);
  if (!box || (!waits.length && !box.querySelector("[data-waiting]"))) return;
  showBadge(box, waits, status, await site(), { send: () => upload(box, person), remove: (uuid) => store.removeUpload(uuid).then(() => showWaiting(box, person, status)) });
}

/** Nothing is kept where there is no worker to start it without a network. */
async function bringUpToDate(person, version) {
  const [now, opened, plan] = [Date.now(), document.querySelector("[data-plans]"), document.getElementById("player-plan")];
  const get = (address) => getJson(address, person);
  let isNew = false;
  if (opened) isNew = await keepOpened({ store, getJson: get, person, address: opened.dataset.plans, now });
  else if (plan) isNew = await keepPage({ store, person, path: location.pathname + location.search, plan: JSON.parse(plan.textContent), url: document.querySelector("[data-player]").dataset.back, now });
  if (person) isNew = (await refresh({ store, getJson: get, person, version, address: (await site()).addresses.index, now })) || isNew;
  if (isNew) await store.setNote("pictures", null, person);
  if (await store.note("pictures", person)) return;
  await store.setNote("pictures", await keepPictures(await caches.open(PICTURES), await store.plans(person)), person);
}
