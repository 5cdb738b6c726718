/**
 * The service worker: keeps the files of one version (`KEPT`, which the server puts before this), and answers from them
 * when there is no network. It stores no page that was made for a person.
 */
import { send } from "../player/storage.js";
import { Store } from "./store.js";
import { strategyOf } from "./strategies.js";
import { Tables } from "./tables.js";
import { sendUploads } from "./uploads.js";

/* global KEPT */
const FILES = `backfit-${KEPT.version}`;
const PICTURES = "backfit-pictures";
/** A network that answers nothing for so long is none, where the session can be led without it. */
const PATIENCE_MS = 5000;

const store = new Store(new Tables());

/** All or nothing: an install that breaks off leaves the version before in charge. Without cookies: for nobody in particular. */
async function install() {
  const cache = await caches.open(FILES);
  const asked = KEPT.files.map((file) => new Request(file, { credentials: "omit", cache: file.startsWith(KEPT.static) ? "default" : "reload" }));
  await cache.addAll(asked);
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("backfit-") && ![FILES, PICTURES].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

const fromFiles = async (path) => (await caches.open(FILES)).match(path, { ignoreVary: true });

async function fromNetwork(event, mayGiveUp) {
  const answer = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  if (!mayGiveUp) return answer;
  const tooLong = new Promise((_, reject) => setTimeout(() => reject(new Error("The network does not answer.")), PATIENCE_MS));
  return Promise.race([answer, tooLong]);
}

/** What stands in for pages in the language of this address. */
const pagesOf = (url) => KEPT.pages.find(({ start }) => new URL(url).pathname.startsWith(start));

async function navigate(event, fallback, mayGiveUp) {
  try {
    const answer = await fromNetwork(event, mayGiveUp);
    if (mayGiveUp && answer.status >= 502) throw new Error("A proxy answers, the site does not.");
    return answer;
  } catch (error) {
    const page = await fromFiles(fallback);
    if (!page) throw error;
    return page;
  }
}

/** Whether this session can be led with what the device has. */
async function hasPlan(url) {
  try {
    const { pathname, search } = new URL(url);
    const person = await store.person();
    if (await store.plan(person, pathname + search)) return true;
    return Boolean((await store.note("index", person))?.sessions.some(({ path }) => path === pathname));
  } catch {
    return false;
  }
}

async function picture(request) {
  return (await (await caches.open(PICTURES)).match(request, { ignoreVary: true })) ?? fetch(request);
}

/** What the browser does by itself when the network is back, where it can. */
async function upload() {
  const person = await store.person();
  if (!person) return;
  const told = await navigator.locks.request("backfit.uploads", () => sendUploads(store, person, (sessions) => send(KEPT.sync, person, sessions)));
  if (told.status === "offline") throw new Error("There is no network yet."); // the browser tries again
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.data === "activate" && self.skipWaiting());
self.addEventListener("sync", (event) => event.tag === "uploads" && event.waitUntil(upload()));
self.addEventListener("fetch", (event) => {
  const strategy = strategyOf(event.request, KEPT.files, self.location.origin);
  const { url } = event.request;
  if (strategy === "kept") event.respondWith(fromFiles(event.request).then((found) => found ?? fetch(event.request)));
  if (strategy === "picture") event.respondWith(picture(event.request));
  if (strategy === "page") event.respondWith(navigate(event, pagesOf(url).offline, false));
  if (strategy === "player") event.respondWith(hasPlan(url).then((isKept) => navigate(event, pagesOf(url).shell, isKept)));
});
