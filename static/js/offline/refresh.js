/** Brings what a device keeps of a person up to date: index, plans, pictures. Pure: store, network and clock are given. */
import { isPlayer } from "./strategies.js";
import { picturesOf } from "./plans.js";

/** Of the two megabytes that all of it may take. */
export const MAX_PICTURE_BYTES = 1_400_000;
/** Even when nothing of the person's changed: the catalogue may have. */
const MAX_AGE_MS = 6 * 60 * 60 * 1000;
/** So many plans that were opened are kept beside the person's own, the last ones. */
const MAX_OPENED = 10;

/** `getJson(address)` promises the body, or null; `version` changes with the person's plans. Whether anything was asked for. */
export async function refresh({ store, getJson, person, version, address, now }) {
  const before = await store.note("index", person);
  if (before?.version === version && now - before.at < MAX_AGE_MS) return false;
  const index = await getJson(address);
  if (index?.person !== person) return false;
  const rows = await store.plans(person);
  for (const listed of index.plans) {
    const row = rows.find((each) => each.person === person && each.path === listed.path);
    if (row?.version !== listed.version) await keepPlans({ store, getJson, person, address: listed.json, values: { version: listed.version } });
  }
  await store.setNote("index", { ...index, version, address, at: now }, person);
  await forgetOld(store, person, index);
  return true;
}

/** Workouts that are gone, and what was opened long ago. */
async function forgetOld(store, person, index) {
  const listed = index.plans.map(({ json }) => json);
  const others = (await store.plans(person)).filter((each) => each.person === person && !listed.includes(each.json));
  const opened = others.filter((each) => each.opened).sort((one, other) => other.opened - one.opened);
  const kept = [...new Set(opened.map(({ url }) => url))].slice(0, MAX_OPENED);
  for (const each of others) if (!kept.includes(each.url)) await store.forgetPlan(each);
}

/** Fetch and keep all plans at one address; whether they are there now. */
async function keepPlans({ store, getJson, person, address, values }) {
  const found = await getJson(address);
  if (!found) return false;
  for (const [path, plan] of Object.entries(found.plans)) {
    await store.keepPlan(person, path, { plan, url: found.url, title: plan.title, json: address, exercises: found.exercises, opened: 0, version: "", ...values });
  }
  return true;
}

/** A program that was opened: its plans by their address, once in a few hours. */
export async function keepOpened({ store, getJson, person, address, now }) {
  const before = (await store.plans(person)).find((each) => each.person === person && each.json === address);
  if (before && (before.version || now - before.opened < MAX_AGE_MS)) return false;
  return keepPlans({ store, getJson, person, address, values: { opened: now } });
}

/** A player that was opened and whose plan stands on its page alone, such as that of a shared workout. */
export async function keepPage({ store, person, path, plan, url, now }) {
  if (!isPlayer(path)) return false;
  await store.keepPlan(person, path, { plan, url, title: plan.title, json: path, exercises: [], opened: now, version: "" });
  return true;
}

/** Keep the pictures of these plans in a cache of the browser, as many as there is room for, and no others. */
export async function keepPictures(cache, plans, maxBytes = MAX_PICTURE_BYTES) {
  const wanted = picturesOf(plans);
  const there = await cache.keys();
  for (const request of there) if (!wanted.includes(pathOf(request.url))) await cache.delete(request);
  let bytes = 0;
  for (const address of wanted) {
    let answer = await cache.match(address, { ignoreVary: true });
    const isNew = !answer;
    answer ??= await fetch(address);
    if (!answer.ok) continue;
    const { size } = await answer.clone().blob();
    bytes += size;
    if (bytes > maxBytes) {
      if (!isNew) await cache.delete(address);
      bytes -= size;
    } else if (isNew) await cache.put(address, answer);
  }
  return bytes;
}

const pathOf = (url) => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};
