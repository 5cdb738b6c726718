import assert from "node:assert/strict";
import { test } from "node:test";
import { comingOf, inOtherLanguage, picturesOf, planFor, planPath, sessionsOf } from "../../static/js/offline/plans.js";
import { keepOpened, keepPage, keepPictures, refresh } from "../../static/js/offline/refresh.js";
import { Store } from "../../static/js/offline/store.js";
import { isPlayer, languageOf, strategyOf, withoutLanguage } from "../../static/js/offline/strategies.js";
import { sendUploads } from "../../static/js/offline/uploads.js";

/** The tables of tables.js in memory; `isFull` refuses what is new. */
class Tables {
  rows = { uploads: new Map(), plans: new Map(), notes: new Map() };
  isFull = false;
  get = async (table, key) => this.rows[table].get(key);
  all = async (table) => [...this.rows[table].values()];
  delete = async (table, key) => void this.rows[table].delete(key);
  put = async (table, row) => {
    if (this.isFull) throw new Error("QuotaExceededError");
    this.rows[table].set(table === "uploads" ? row.uuid : row.key, row);
  };
  change = async (table, key, change) => {
    const next = change(this.rows[table].get(key));
    if (next === undefined) this.rows[table].delete(key);
    else await this.put(table, next);
  };
}

const newStore = () => new Store(new Tables());
const entry = (uuid, person = "olga", at = "2026-12-01T10:00:00.000Z") => ({ person, title: `Session ${uuid}`, upload: { uuid, updated_at: at, finished_at: at } });
const kept = (sessions) => ({ status: "kept", results: sessions.map(({ uuid }) => ({ uuid, status: "kept" })) });
const uuids = (rows) => rows.map(({ uuid }) => uuid).sort();

test("what waits goes when the site has it, and not before", async () => {
  const store = newStore();
  for (const uuid of ["a", "b"]) await store.addUpload(entry(uuid));
  for (const status of ["offline", "signed-out"]) {
    assert.equal((await sendUploads(store, "olga", async () => ({ status, results: [] }))).status, status);
    assert.deepEqual(uuids(await store.uploads("olga")), ["a", "b"]);
  }
  await sendUploads(store, "olga", async () => ({ status: "kept", results: [{ uuid: "a", status: "kept" }] }));
  assert.deepEqual(uuids(await store.uploads("olga")), ["b"], "the site said nothing of b");
  assert.deepEqual(uuids((await sendUploads(store, "olga", async (sessions) => kept(sessions))).kept), ["b"]);
  assert.deepEqual(await store.uploads("olga"), []);
});

test("what was written while it was sent stays", async () => {
  const store = newStore();
  await store.addUpload(entry("a"));
  await sendUploads(store, "olga", async (sessions) => {
    await store.addUpload(entry("a", "olga", "2026-12-01T10:00:01.000Z"));
    return kept(sessions);
  });
  assert.deepEqual((await store.uploads("olga")).map(({ upload }) => upload.updated_at), ["2026-12-01T10:00:01.000Z"]);
  await store.addUpload(entry("a"));
  assert.equal((await store.uploads("olga"))[0].upload.updated_at, "2026-12-01T10:00:01.000Z", "an older writing replaces no newer one");
});

test("what the site refuses is parked with its reason, and holds up nothing else", async () => {
  const store = newStore();
  for (const uuid of ["a", "bad", "c", "worse"]) await store.addUpload(entry(uuid));
  const send = async (sessions) => {
    if (sessions.some(({ uuid }) => uuid === "bad")) return { status: "refused", results: [], reason: "This is not JSON." };
    return { status: "kept", results: sessions.map(({ uuid }) => (uuid === "worse" ? { uuid, status: "refused", errors: { date: ["Too late."] } } : { uuid, status: "kept" })) };
  };
  const told = await sendUploads(store, "olga", send);
  assert.deepEqual([uuids(told.kept), uuids(told.parked)], [["a", "c"], ["bad", "worse"]]);
  assert.deepEqual(Object.fromEntries((await store.uploads("olga")).map(({ uuid, parked }) => [uuid, parked])), { bad: "This is not JSON.", worse: "Too late." });
  assert.deepEqual((await sendUploads(store, "olga", () => assert.fail("parked ones are not sent by themselves"))).kept, []);
  await store.addUpload(entry("bad", "olga", "2026-12-02T10:00:00.000Z"));
  assert.deepEqual(uuids((await sendUploads(store, "olga", async (sessions) => kept(sessions))).kept), ["bad"], "a newer writing is tried again");
});

test("one person's things are nobody else's, and what waits waits for them", async () => {
  const store = newStore();
  await store.meet("olga");
  await store.addUpload(entry("a"));
  await store.keepPlan("olga", "/workouts/1/start/", { plan: {} });
  await store.keepPlan("", "/programs/neck/start/", { plan: {} });
  await store.keepPlan("", "/w/secret/start/", { plan: {} });
  await store.setNote("index", { sessions: [] }, "olga");
  assert.deepEqual(await store.meet("olga"), { isNew: false, left: "" });
  assert.equal((await store.meet("oscar")).isNew, true);
  assert.deepEqual([await store.uploads("oscar"), await store.note("index", "oscar"), await store.note("index", "olga")], [[], undefined, undefined]);
  assert.deepEqual((await store.plans("oscar")).map(({ path }) => path), ["/programs/neck/start/"], "public programs stay");
  assert.equal(await store.plan("oscar", "/workouts/1/start/"), undefined);
  await store.meet("");
  await store.meet("olga");
  assert.deepEqual(uuids(await store.uploads("olga")), ["a"]);
});

test("signing out empties what the person was asked about, once it has happened", async () => {
  const store = newStore();
  await store.meet("olga");
  await store.addUpload(entry("a"));
  await store.addUpload(entry("b", "oscar"));
  await store.leave("olga");
  assert.equal((await store.meet("olga")).left, "", "the form did not arrive: she is still signed in");
  assert.equal((await store.uploads("olga")).length, 1);
  await store.leave("olga");
  assert.equal((await store.meet("")).left, "olga");
  assert.deepEqual([await store.uploads("olga"), await store.plans("olga"), uuids(await store.uploads("oscar"))], [[], [], ["b"]]);
});

test("a full device says so and loses nothing that it has", async () => {
  const store = newStore();
  await store.addUpload(entry("a"));
  store.tables.isFull = true;
  await assert.rejects(store.addUpload(entry("b")), /Quota/);
  assert.deepEqual(uuids(await store.uploads("olga")), ["a"]);
});

const plan = { title: "Rows", source: { workout: "1", schedule: null, planned_date: null }, exercises: [{ still: "/s1", animation: "/a1", easier: [{ still: "/s2", animation: "" }] }] };
const session = (day, more = {}) => ({ path: `/workouts/schedule/u/${day}/start/`, workout: "/workouts/1/start/", plan: "/workouts/1/start/", day, schedule: "u", planned_date: day, done: false, ...more });

test("a session is that of its day, and a workout is done for the nearest one", () => {
  const sessions = [session("2026-11-28", { done: true }), session("2026-11-30"), session("2026-12-02"), session("2026-12-10")];
  const phases = [
    ["2026-12-01", "/workouts/1/start/?phase=1"],
    ["2026-12-08", "/workouts/1/start/?phase=2"],
  ];
  const index = { sessions, plans: [{ path: "/workouts/1/start/", phases }, { path: "/programs/neck/start/" }] };
  const pathOf = (path, today) => planPath(path, index, today);
  assert.equal(pathOf("/workouts/schedule/u/2026-12-10/start/", "2026-12-01"), "/workouts/1/start/");
  assert.deepEqual(["2026-12-07", "2026-12-08", "2027-01-01"].map((day) => pathOf("/workouts/1/start/", day)), [phases[0][1], phases[1][1], phases[1][1]]);
  assert.equal(pathOf("/workouts/1/start/", "2026-11-30"), "/workouts/1/start/", "the clock is behind");
  assert.equal(pathOf("/programs/neck/start/", "2026-12-01"), "/programs/neck/start/");
  assert.equal(planPath("/w/x/start/", undefined, "2026-12-01"), "/w/x/start/");
  assert.equal(planFor(plan, "/workouts/schedule/u/2026-12-10/start/", sessions, "2026-12-01").source.planned_date, "2026-12-10");
  assert.equal(planFor(plan, "/workouts/1/start/", sessions, "2026-12-01").source.planned_date, "2026-11-30");
  assert.equal(planFor(plan, "/workouts/1/start/", sessions, "2026-12-20"), plan);
  const uploads = [{ upload: { schedule: "u", planned_date: "2026-11-30", finished_at: "x" } }];
  assert.equal(planFor(plan, "/workouts/1/start/", sessionsOf({ sessions }, uploads), "2026-12-01").source.planned_date, "2026-12-02");
  assert.deepEqual(comingOf(sessions.toReversed(), "2026-12-01").map(({ day }) => day), ["2026-12-02", "2026-12-10"]);
  assert.deepEqual(sessionsOf(undefined, []), []);
});

test("an address of another language is that of what the device has", () => {
  const plans = [{ path: "/ru/programs/neck/start/?day=2" }, { path: "/programs/band/start/" }];
  const index = { sessions: [{ path: "/ru/workouts/schedule/u/2026-12-01/start/" }] };
  const other = (path) => inOtherLanguage(path, index, plans);
  assert.equal(other("/programs/neck/start/?day=2"), "/ru/programs/neck/start/?day=2");
  assert.equal(other("/workouts/schedule/u/2026-12-01/start/"), index.sessions[0].path);
  assert.equal(other("/ru/programs/band/start/"), "/programs/band/start/");
  assert.equal(other("/programs/band/start/"), undefined, "it is there itself");
  assert.equal(other("/programs/knee/start/"), undefined);
  assert.deepEqual([languageOf("/ru/workouts/"), languageOf("/workouts/"), languageOf("/w/token/"), withoutLanguage("/ru/")], ["/ru", "", "", "/"]);
});

test("what changed is fetched, and nothing else; workouts that are gone go", async () => {
  const store = newStore();
  const asked = [];
  let version = 1;
  let listed = ["1", "2"];
  const getJson = async (address) => {
    asked.push(address);
    if (address !== "/index") return { url: address.replace("start.json", ""), plans: { [address.replace(".json", "/")]: plan }, exercises: [] };
    return { person: "olga", sessions: [], history: [], plans: listed.map((each) => ({ path: `/workouts/${each}/start/`, json: `/workouts/${each}/start.json`, version: each === "2" ? `v${version}` : "v" })) };
  };
  const ask = (now, plansVersion) => refresh({ store, getJson, person: "olga", version: plansVersion, address: "/index", now });
  assert.equal(await ask(0, "1"), true);
  assert.deepEqual(asked.splice(0), ["/index", "/workouts/1/start.json", "/workouts/2/start.json"]);
  assert.equal(await ask(1000, "1"), false);
  assert.deepEqual(asked.splice(0), []);
  version = 2;
  await ask(2000, "2");
  assert.deepEqual(asked.splice(0), ["/index", "/workouts/2/start.json"]);
  listed = ["2"];
  await keepOpened({ store, getJson, person: "olga", address: "/programs/neck/start.json", now: 5 });
  await keepPage({ store, person: "olga", path: "/w/x/start/", plan, url: "/w/x/", now: 6 });
  assert.equal(await keepPage({ store, person: "olga", path: "/account/", plan, url: "/", now: 6 }), false);
  await ask(3000, "3");
  assert.deepEqual((await store.plans("olga")).map(({ path }) => path).sort(), ["/programs/neck/start/", "/w/x/start/", "/workouts/2/start/"]);
  assert.equal(await refresh({ store, getJson, person: "oscar", version: "1", address: "/index", now: 0 }), false, "it is somebody else's");
  assert.equal(await store.note("index", "oscar"), undefined);
});

test("pictures fit, stills first, and old ones go", async () => {
  const there = new Map([["https://x.org/old", 1]]);
  const cache = {
    keys: async () => [...there.keys()].map((url) => ({ url })),
    match: async (address) => (there.has(`https://x.org${address}`) ? new Response("x".repeat(400)) : undefined),
    put: async (address) => there.set(`https://x.org${address}`, 1),
    delete: async (request) => there.delete(request.url ?? `https://x.org${request}`),
  };
  globalThis.fetch = async () => new Response("x".repeat(400));
  assert.deepEqual(picturesOf([{ plan }]), ["/s1", "/s2", "/a1"]);
  assert.equal(await keepPictures(cache, [{ plan }], 1000), 800);
  assert.deepEqual([...there.keys()], ["https://x.org/s1", "https://x.org/s2"]);
  assert.equal(await keepPictures(cache, [{ plan }], 1000), 800, "again is the same");
});

test("the worker answers what it keeps, and leaves all else to the browser", () => {
  const way = (path, more = {}) => strategyOf({ method: "GET", mode: "navigate", url: `https://x.org${path}`, ...more }, ["/static/app.1.js"], "https://x.org");
  for (const path of ["/programs/neck/start/?day=2", "/workouts/1/start/", "/workouts/start/", "/workouts/schedule/u/2026-12-01/start/", "/w/t/start/"]) assert.equal(way(path), "player", path);
  for (const path of ["/", "/workouts/", "/workouts/1/", "/exercises/bird-dog/"]) assert.equal(way(path), "page", path);
  for (const path of ["/admin/", "/workouts/1/sheet.pdf", "/calendar/t/backfit.ics", "/workouts/export.json"]) assert.equal(way(path), "", path);
  assert.equal(way("/workouts/1/start/", { method: "POST" }), "");
  assert.equal(way("/static/app.1.js", { mode: "cors" }), "kept");
  assert.equal(way("/static/app.2.js", { mode: "cors" }), "");
  assert.equal(way("/workouts/sync/", { mode: "cors" }), "");
  assert.equal(way("/workouts/offline.json", { mode: "cors" }), "");
  assert.equal(way("/exercises/bird-dog/still.svg?v=1", { mode: "no-cors" }), "picture");
  assert.equal(way("/static/app.1.js", { mode: "cors", url: "https://y.org/static/app.1.js" }), "");
  assert.ok(isPlayer("/programs/neck/start/?day=2") && !isPlayer("/programs/neck/"));
});
