/**
 * The guided player: connects the machine to the page, the device's clock, storage and signals.
 * Every tap is stored before the screen changes; all times are deadlines, so nothing depends on how often this runs.
 */
import { keepAwake, letSleep, say, signal, tick, unlock } from "./device.js";
import { exerciseOf, leftAt, reduce, stepOf } from "./machine.js";
import { Panels } from "./panels.js";
import { catchUp, cueBetween, fill, newUuid, replay, restore, restsAfter, toUpload, withRests } from "./session.js";
import { clearSession, isAskedToKeep, loadSession, loadSettings, openSessions, saveSession, saveSettings, send } from "./storage.js";
import { View, isStill } from "./view.js";

const FRAME_MS = 200;
const UPLOAD_DELAY_MS = 3000;
const LOCK = "backfit.session";
/** What is sent when it changes. */
const TOLD = ["sets", "skipped", "removed", "startedAt", "finishedAt", "effort", "note"];
/** A cue that comes later than this was missed. */
const LATE_MS = 1500;

/** Needed when something has to wait: fetched by then, as every page asks for it (offline/page.js). */
const outbox = () => import("../offline/outbox.js");

const readJson = (id) => JSON.parse(document.getElementById(id).textContent);

class Player {
  constructor(root) {
    this.root = root;
    this.words = readJson("player-words");
    this.settings = loadSettings();
    this.plan = withRests(readJson("player-plan"), this.settings.rests);
    this.person = document.documentElement.dataset.person ?? "";
    this.view = new View(root, this.words, this.plan);
    this.panels = new Panels(this);
    this.lastSecond = null;
    this.uploadTimer = 0;
  }

  path = location.pathname + location.search;

  fresh() {
    return {
      uuid: newUuid(),
      person: this.person,
      path: this.path,
      plan: this.plan,
      events: [],
      seen: Date.now(),
      updatedAt: Date.now(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      draft: null,
      keep: 0,
    };
  }

  /** Begin, or go on with what the device remembers. */
  async open() {
    this.record = this.fresh();
    this.state = replay(this.plan, []);
    const stored = loadSession(this.person);
    if (stored?.path === this.path) this.goOn(stored);
    else if (stored && !(await this.putAside(stored))) return this.panels.offer(stored);
    if (this.record.events.length && !(await this.lock(false))) return this.showElsewhere();
    this.listen();
    if (this.isOld) return this.panels.ask(this.record, this.state);
    this.show();
    if (this.record.draft) this.view.fillTyped(this.record.draft, exerciseOf(this.state));
    if (this.person && !this.record.events.length) this.offerOpen();
  }

  goOn(stored) {
    const { state, events, isOld } = restore(stored.plan, stored.events, stored.seen, Date.now(), newUuid);
    this.record = { ...stored, events: [...stored.events, ...events], draft: events.length ? null : stored.draft };
    this.plan = stored.plan;
    this.state = state;
    this.isOld = isOld;
    if (state.phase !== "ready" && state.phase !== "done") this.awake();
  }

  /** Another session that is finished waits for its upload elsewhere. */
  async putAside(stored) {
    const state = replay(stored.plan, stored.events);
    if (state.phase !== "done" && state.phase !== "ready") return false;
    const isKept = state.finishedAt && !state.discarded && (stored.person || isAskedToKeep(stored, Date.now()));
    if (isKept && !(await this.wait(stored, state))) return false;
    clearSession(stored.person);
    return true;
  }

  /** Put a session aside until it can be sent. Whether the device could store it. */
  async wait(record, state) {
    try {
      const { addWaiting } = await outbox();
      await addWaiting({ person: record.person, keep: record.keep, title: record.plan.title, upload: toUpload(record, state) });
      return true;
    } catch {
      return this.warnFull();
    }
  }

  /** Say that the device stores no more; false. */
  warnFull() {
    for (const line of this.root.querySelectorAll("[data-player-full]")) line.hidden = false;
    return false;
  }

  /** Hold the session for this window. Where the browser has no locks every window may have it. */
  lock(steal) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const options = steal ? { steal: true } : { ifAvailable: true };
      navigator.locks
        .request(LOCK, options, (lock) => {
          resolve(Boolean(lock));
          return lock ? new Promise((release) => (this.release = release)) : undefined;
        })
        .catch(() => this.showElsewhere());
    });
  }

  showElsewhere() {
    this.isElsewhere = true;
    clearInterval(this.timer);
    letSleep();
    this.panels.elsewhere(async () => {
      this.isElsewhere = false;
      await this.lock(true);
      const stored = loadSession(this.person);
      if (stored) this.goOn(stored);
      this.listen();
      this.show();
    });
  }

  listen() {
    this.panels.hideOffers();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.turn(), FRAME_MS);
    if (this.isListening) return;
    this.isListening = true;
    this.root.addEventListener("click", (event) => this.click(event));
    document.addEventListener("visibilitychange", () => this.comeBack());
    addEventListener("pagehide", () => this.store());
    addEventListener("online", () => this.upload());
  }

  /** Where a page that was hidden stands now; what it could not sound on time sounds once. */
  comeBack() {
    this.turn();
    if (document.hidden || !this.missed) return;
    signal(this.missed, this.settings, this.root);
    this.missed = "";
  }

  click(event) {
    const button = event.target.closest("[data-player-action]");
    if (!button || this.isElsewhere) return;
    this.act(button.dataset.playerAction);
  }

  async act(action) {
    const more = this.valuesFor(action);
    if (more === null) return;
    if (action === "start") {
      unlock();
      this.awake();
      if (!(await this.lock(false))) return this.showElsewhere();
    }
    this.panels.close();
    this.dispatch({ type: action, at: Date.now(), uuid: newUuid(), ...more });
  }

  valuesFor(action) {
    if (action === "done" && this.state.phase === "work") {
      const values = this.view.readAmounts();
      return values && { values };
    }
    if (action !== "swap") return {};
    const variant = this.state.hurt ? this.view.easierOfHurt(this.state) : exerciseOf(this.state)?.easier?.[0];
    return { variant };
  }

  /** Let time pass up to the event, take it, store it, then show it. */
  dispatch(event) {
    const before = this.state;
    const { state, events } = catchUp(before, event.at, newUuid);
    this.state = reduce(state, event);
    this.remember([...events, event], event.at, before);
    if (this.state.rests !== before.rests) this.set({ rests: restsAfter(this.state, this.settings.rests) });
    this.show(before);
    if (this.state.discarded) this.discard();
  }

  /** Say yes to the question whether to finish, or to discard. */
  answer(type, at = Date.now()) {
    this.dispatch({ type, at });
    this.dispatch({ type, at });
  }

  set(changed) {
    saveSettings(changed);
    this.settings = loadSettings();
  }

  /** What has run out by now. */
  turn() {
    if (this.isElsewhere) return;
    const before = this.state;
    const { state, events } = catchUp(before, Date.now(), newUuid);
    this.state = state;
    if (events.length) this.remember(events, events.at(-1).at, before);
    else if (Date.now() - this.record.seen > 1000 && state.phase !== "ready") this.store();
    this.show(before);
  }

  /** Store what happened, and send it a little later, if there is anything to send. */
  remember(events, at, before) {
    this.record = { ...this.record, events: [...this.record.events, ...events], updatedAt: Math.max(at, this.record.updatedAt + 1), draft: null };
    this.store();
    if (TOLD.every((name) => before[name] === this.state[name])) return;
    clearTimeout(this.uploadTimer);
    this.uploadTimer = setTimeout(() => this.upload(), this.state.phase === "done" ? 0 : UPLOAD_DELAY_MS);
  }

  store() {
    if (!this.record.events.length || this.isElsewhere || this.state.discarded) return;
    this.record = { ...this.record, seen: Date.now() };
    if (!saveSession(this.record)) this.warnFull();
  }

  /** Remember what is typed and not yet done. */
  draft() {
    this.view.labelLoad(exerciseOf(this.state));
    this.record = { ...this.record, draft: this.view.typed() };
    this.store();
  }

  show(before = this.state) {
    const isNew = this.view.render(this.state, Date.now());
    if (before !== this.state) this.sound(before);
    if (isNew || stepOf(before) !== stepOf(this.state)) this.announce(before);
    this.countDown();
    if (this.state.asked && !before.asked) this.panels.confirm();
    if (this.state.phase === "done" && isNew) this.end();
  }

  /** At most one signal for what changed; in a hidden page, what comes too late for it waits for the return. */
  sound(before) {
    const cue = cueBetween(before, this.state);
    const isLate = document.hidden && Date.now() - (before.deadline ?? Date.now()) > LATE_MS;
    if (cue) this.missed = isLate ? cue : "";
    if (cue && !isLate) signal(cue, this.settings, this.root);
  }

  /** Tell where the session is: the voice, the status for screen readers; and put the focus where the next tap is. */
  announce(before) {
    const text = this.spoken();
    this.root.querySelector("[data-player-status]").textContent = text;
    if (before !== this.state) say(text, this.settings);
    if (this.root.contains(document.activeElement) && document.activeElement.closest("[hidden]")) this.focusNext();
  }

  /** The focus goes to the button that is wanted next, when the one that had it is gone. */
  focusNext() {
    [...this.root.querySelectorAll(".player-actions .button")].find((button) => !button.closest("[hidden]"))?.focus();
  }

  spoken() {
    const { words, state } = this;
    const exercise = exerciseOf(state);
    if (!exercise || ["ready", "done"].includes(state.phase)) return "";
    if (state.phase === "switch") return words[`${stepOf(state).side}Side`];
    const told = fill(words.saidSet, { name: exercise.name, dose: exercise.dose });
    const side = stepOf(state).side ? words[`${stepOf(state).side}Side`] : "";
    if (state.phase === "rest") return [words.rest, words.next, told].join(". ");
    if (state.phase === "hold" && state.part !== "count-in" && (state.repetition || state.part === "settle")) return "";
    return [told, side].filter(Boolean).join(". ");
  }

  /** The last three seconds, said or ticked. */
  countDown() {
    const left = leftAt(this.state, Date.now());
    const second = left === null ? null : Math.ceil(left / 1000);
    if (second === this.lastSecond) return;
    this.lastSecond = second;
    if (second === null || second < 1 || second > 3 || this.state.phase === "paused" || document.hidden || this.state.part === "settle") return;
    if (this.state.span < 5000) return;
    if (!say(`${second}`, this.settings)) tick(this.settings);
  }

  async awake() {
    for (const { animation, still } of this.plan.exercises) new Image().src = isStill() ? still : animation;
    const isOn = await keepAwake();
    for (const line of this.root.querySelectorAll("[data-player-wake]")) line.textContent = isOn ? "" : this.words.noWakeLock;
  }

  end() {
    letSleep();
    this.panels.end(this.record, this.state);
    this.upload();
  }

  /** Send the session as it is now; the page says what became of it. */
  async upload() {
    clearTimeout(this.uploadTimer);
    if (!this.person || !this.record.events.length || !this.state.startedAt) return "none";
    const sent = this.state;
    const { status, results, end } = await send(this.root.dataset.sync, this.person, [toUpload(this.record, sent)]);
    const became = results[0]?.status === "refused" ? "refused" : status;
    if (TOLD.every((name) => sent[name] === this.state[name])) this.panels.told(became, results[0], end);
    return became;
  }

  sendWaiting = async () => (await outbox()).sendWaiting(this.root.dataset.sync, this.person);

  async discard() {
    clearSession(this.person);
    clearTimeout(this.uploadTimer);
    letSleep();
    if (this.person) {
      const { status } = await send(this.root.dataset.sync, this.person, [toUpload(this.record, this.state)]);
      if (status !== "kept") await this.wait(this.record, this.state);
    }
    location.assign(this.root.dataset.back);
  }

  /** Keep effort and note, send, and go to what was done. */
  async keep(values) {
    this.dispatch({ type: "rate", at: Date.now(), ...values });
    const status = await this.upload();
    if (status === "kept") {
      clearSession(this.person);
      return location.assign(`${this.root.dataset.history}${this.record.uuid}/`);
    }
    if (status !== "refused") this.wait(this.record, this.state);
  }

  /** Sessions that were begun elsewhere and are not finished. */
  async offerOpen() {
    const open = (await openSessions(this.root.dataset.sync, this.person)).filter((each) => each.uuid !== this.record.uuid);
    const { workout, program } = this.plan.source;
    const mine = open.find((each) => (workout && each.workout === workout) || (program && each.program === program));
    if (mine && this.state.phase === "ready") this.panels.offerOpen(mine);
  }

  /** Go on with a session of another device. */
  adopt(session) {
    this.record = { ...this.record, uuid: session.uuid, updatedAt: Math.max(Date.now(), Date.parse(session.updated_at) + 1) };
    this.awake();
    unlock();
    this.dispatch({ type: "adopt", at: Date.now(), startedAt: Date.parse(session.started_at) || Date.now(), sets: this.setsOf(session) });
    this.lock(true);
  }

  setsOf({ sets }) {
    return sets.flatMap(({ uuid, item, exercise: slug, position, number, side, kind, at, reps, seconds, load_kg: load, band }) => {
      const exercise = this.plan.exercises.findIndex((each, index) => (item ? each.item === item : each.slug === slug && index === position));
      return exercise < 0 ? [] : [{ uuid, exercise, set: number, side: side ?? "", kind: kind ?? "work", at: Date.parse(at), reps, seconds, load, band }];
    });
  }
}

export default function play(root) {
  const player = new Player(root);
  root.querySelectorAll("[data-player-step]").forEach((button) =>
    button.addEventListener("click", () => {
      player.view.stepAmount(button.parentNode.querySelector("input"), Number(button.dataset.playerStep), exerciseOf(player.state));
      player.draft();
    }),
  );
  root.querySelector("[data-player-amounts]").addEventListener("input", () => player.draft());
  root.querySelector("[data-player-amounts]").addEventListener("submit", (event) => {
    event.preventDefault();
    player.act("done");
  });
  player.open();
}
