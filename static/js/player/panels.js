/** The player's panels: overview, settings, one more exercise, corrections, the end, and questions at the beginning. */
import { say, signal, unlock, voiceOf } from "./device.js";
import { fromKg, numberText, parseAmount, toKg } from "./loads.js";
import { stepOf } from "./machine.js";
import { fill, newUuid, progressOf, replay } from "./session.js";
import { clearSession, reasonOf, saveSession } from "./storage.js";
import { element } from "./view.js";

export class Panels {
  constructor(player) {
    this.player = player;
    this.root = player.root;
    this.get = (name) => this.root.querySelector(`[data-player-${name}]`);
    this.root.querySelectorAll("[data-player-open]").forEach((button) => button.addEventListener("click", () => this.open(button.dataset.playerOpen)));
    this.root.querySelectorAll("[data-player-close]").forEach((button) => button.addEventListener("click", () => this.close()));
    this.get("add").addEventListener("submit", (event) => this.add(event));
    this.get("rating").addEventListener("submit", (event) => this.keep(event));
    this.get("confirm-no").addEventListener("click", () => {
      this.player.dispatch({ type: "ask", at: Date.now(), question: "" });
      this.player.focusNext();
    });
    this.settings();
  }

  open(name) {
    this.close();
    if (name === "menu") this.overview();
    if (name === "signals") this.voiceNote();
    if (name === "sets") this.sets();
    if (name === "add") this.names();
    this.root.querySelector(`[data-player-dialog=${name}]`).showModal();
  }

  close() {
    this.root.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  }

  settings() {
    const box = this.get("settings");
    for (const input of box.querySelectorAll("input")) {
      input.checked = this.player.settings[input.name];
      input.addEventListener("change", () => {
        this.player.set({ [input.name]: input.checked });
        this.voiceNote();
      });
    }
    this.get("test").addEventListener("click", () => {
      unlock();
      signal("rest", this.player.settings, this.root);
      say(this.player.plan.title, this.player.settings);
    });
  }

  voiceNote() {
    const isMissing = this.player.settings.voice && !voiceOf(document.documentElement.lang);
    this.get("voice-note").textContent = isMissing ? this.player.words.voiceNone : "";
  }

  overview() {
    const { state, words } = this.player;
    const now = stepOf(state)?.exercise;
    const rows = progressOf(state).map(({ exercise: index, done, count }) => {
      const { name } = state.exercises[index];
      const row = element("li");
      if (index === now) row.setAttribute("aria-current", "step");
      row.append(element("span", name), element("span", fill(words.setsDone, { done, count }), "muted"));
      if (done < count && index !== now) row.append(this.button(fill(words.goTo, { name }), { type: "jump", exercise: index }, "→"));
      row.append(this.button(fill(words.oneMore, { name }), { type: "again", exercise: index }, "+"));
      return row;
    });
    this.get("overview").replaceChildren(...rows);
  }

  button(label, event, text) {
    const button = element("button", text, "button button-small");
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      this.close();
      this.player.dispatch({ at: Date.now(), ...event });
    });
    return button;
  }

  /** The catalogue's names, fetched when they are first wanted. */
  async names() {
    if (this.catalogue) return;
    try {
      const { exercises, own } = await (await fetch(this.root.dataset.exercises)).json();
      this.catalogue = [...exercises, ...own.map((each) => ({ ...this.player.plan.own, ...each }))];
    } catch {
      this.catalogue = [];
    }
    const options = this.catalogue.map(({ name }) => Object.assign(document.createElement("option"), { value: name }));
    this.root.querySelector("#player-add-names").replaceChildren(...options);
  }

  add(event) {
    event.preventDefault();
    const name = event.target.elements.name.value.trim();
    if (!name) return event.target.elements.name.focus();
    const known = this.catalogue?.find((each) => each.name.toLowerCase() === name.toLowerCase());
    event.target.reset();
    this.close();
    this.player.dispatch({ type: "add", at: Date.now(), exercise: known ?? { ...this.player.plan.own, slug: `own-${newUuid()}`, name } });
  }

  sets() {
    const { state, plan } = this.player;
    const template = this.root.querySelector("[data-player-set-form]");
    const rows = state.sets.map((set) => {
      const row = template.content.cloneNode(true);
      const form = row.querySelector("form");
      form.querySelector("strong").textContent = fill(this.player.words.setLabel, { name: state.exercises[set.exercise].name, number: set.set });
      for (const name of ["reps", "seconds", "load"]) {
        const value = set[name] ?? "";
        form.elements[name].value = name === "load" && value !== "" ? numberText(fromKg(value, plan.unit)) : value;
        if (value === "" && name !== "load") form.elements[name].closest("label").hidden = true;
      }
      form.elements.kind.value = set.kind;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("change", () => this.correct(set, form));
      form.querySelector("[data-player-remove]").addEventListener("click", () => {
        this.player.dispatch({ type: "remove", at: Date.now(), uuid: set.uuid });
        this.sets();
      });
      return row;
    });
    this.get("sets").replaceChildren(...rows);
  }

  correct(set, form) {
    const values = { kind: form.elements.kind.value };
    for (const name of ["reps", "seconds", "load"]) {
      const input = form.elements[name];
      if (input.closest("label").hidden) continue;
      const number = parseAmount(input.value);
      const isWrong = input.value.trim() !== "" && (number === null || (name !== "load" && !Number.isInteger(number)));
      input.toggleAttribute("aria-invalid", isWrong);
      if (isWrong || (number === null && name !== "load")) return;
      values[name] = name === "load" ? (number ? toKg(number, this.player.plan.unit) : "") : number;
    }
    this.player.dispatch({ type: "correct", at: Date.now(), uuid: set.uuid, values });
  }

  end(record, state) {
    const { person, words } = this.player;
    const form = this.get("rating").elements;
    form.note.value = state.note;
    if (state.effort) form.effort.value = state.effort;
    this.get("keep").hidden = !person;
    this.get("keep-links").hidden = Boolean(person);
    if (!person) this.get("kept").textContent = words.anonymous;
    for (const link of this.get("keep-links").querySelectorAll("a")) {
      link.onclick = () => {
        this.player.dispatch({ type: "rate", at: Date.now(), ...this.rating() });
        this.player.record = { ...this.player.record, keep: Date.now() };
        this.player.store();
      };
    }
    this.get("end-title").focus();
    this.get("take-loads") && (this.get("take-loads").elements.log.value = record.uuid);
  }

  rating() {
    const form = this.get("rating").elements;
    return { effort: form.effort.value ? Number(form.effort.value) : null, note: form.note.value };
  }

  keep(event) {
    event.preventDefault();
    this.player.keep(this.rating());
  }

  /** The question whether to finish or to discard: the answer that changes nothing has the focus. */
  confirm() {
    this.get("confirm-no").focus();
  }

  told(status, result, end) {
    const { words, state, view } = this.player;
    if (state.phase !== "done") return;
    this.get("kept").textContent = { kept: words.kept, offline: words.waiting, "signed-out": words.signedOut, refused: fill(words.refused, { reason: reasonOf(result) }) }[status];
    if (!end) return;
    view.end(state, end);
    const loads = this.get("take-loads");
    if (loads) loads.hidden = !state.sets.some((each) => each.load);
  }

  elsewhere(takeOver) {
    this.only("elsewhere");
    this.get("take-over").onclick = takeOver;
  }

  hideOffers() {
    this.get("elsewhere").hidden = true;
    this.get("old").hidden = true;
  }

  /** Another session is open on this device. */
  offer(stored) {
    this.question(stored.plan.title, {
      resume: () => location.assign(stored.path),
      finish: () => this.endStored(stored, "finish"),
      discard: () => this.endStored(stored, "discard"),
    });
  }

  async endStored(stored, type) {
    const at = Date.now();
    const events = [...stored.events, { type: "ask", question: type, at }, { type, at }];
    const record = { ...stored, events, updatedAt: at };
    const state = replay(stored.plan, events);
    if (stored.person) {
      if (!(await this.player.wait(record, state))) return;
      clearSession(stored.person);
      this.player.sendWaiting();
    } else if (type === "finish") saveSession(record);
    else clearSession("");
    this.hideOffers();
    if (!stored.person && type === "finish") location.assign(stored.path);
    else this.player.open();
  }

  /** This session was left long ago. */
  ask(record, state) {
    const { player } = this;
    const goOn = () => {
      player.isOld = false;
      this.hideOffers();
      player.show();
    };
    this.question(record.plan.title, {
      resume: goOn,
      finish: () => {
        goOn();
        player.answer("finish", state.sets.at(-1)?.at ?? record.seen);
      },
      discard: () => {
        goOn();
        player.answer("discard");
      },
    });
  }

  /** A session of this plan is open on another device. */
  offerOpen(session) {
    const { player } = this;
    const adopt = () => {
      this.hideOffers();
      this.get("ready").hidden = false;
      player.adopt(session);
    };
    const end = (type) => () => {
      adopt();
      player.answer(type);
    };
    this.question(session.title ?? player.plan.title, { resume: adopt, finish: end("finish"), discard: end("discard") });
  }

  question(text, answers) {
    this.only("old");
    this.get("old-text").textContent = text;
    for (const [name, run] of Object.entries(answers)) this.get(`old-${name}`).onclick = run;
  }

  only(name) {
    for (const each of ["ready", "stage", "end", "elsewhere", "old"]) this.get(each).hidden = each !== name;
  }
}
