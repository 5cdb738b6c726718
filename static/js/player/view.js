/** Shows a state on the page. It reads nothing back but what is typed into the amounts. */
import { fromKg, loadStep, numberText, parseAmount, platesFor, stepLoad, toKg } from "./loads.js";
import { exerciseOf, leftAt, stepOf, totalDone } from "./machine.js";
import { byExercise, clockText, fill, progressOf, spentText } from "./session.js";

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};
const show = (element, isShown) => {
  element.toggleAttribute("hidden", !isShown); // pictures of SVG have no property of that name
};

/** The most that a box takes: minutes of two hours, loads of a ton in either unit. */
const MAX_AMOUNTS = { reps: 1000, minutes: 120, load: 2204 };

export class View {
  constructor(root, words, plan) {
    this.root = root;
    this.words = words;
    this.unit = plan.unit;
    this.owned = plan.owned ?? {};
    this.get = (name) => root.querySelector(`[data-player-${name}]`);
    this.all = (name) => root.querySelectorAll(`[data-player-${name}]`);
    this.inputs = Object.fromEntries([...root.querySelectorAll("[data-player-amounts] input")].map((input) => [input.name, input]));
    this.key = "";
    this.told = {};
  }

  render(state, now) {
    const { phase } = state;
    const isChange = this.root.dataset.playerPhase !== phase;
    this.root.dataset.playerPhase = phase;
    this.root.dataset.playerPart = state.part;
    show(this.get("ready"), phase === "ready");
    show(this.get("stage"), !["ready", "done"].includes(phase));
    show(this.get("end"), phase === "done");
    show(this.get("confirm"), Boolean(state.asked));
    show(this.get("confirm-finish"), state.asked === "finish");
    show(this.get("confirm-discard"), state.asked === "discard");
    this.#progress(state);
    this.#buttons(state);
    const elapsed = (state.finishedAt ?? now) - (state.startedAt ?? now);
    put(this.get("elapsed"), phase === "ready" ? "" : `· ${spentText(elapsed)}`);
    this.#placeClock(phase === "done");
    if (phase === "done" && this.ended !== state) this.end(state);
    if (!["ready", "done"].includes(phase)) this.#stage(state, now, elapsed);
    return isChange;
  }

  #stage(state, now, elapsed) {
    const step = stepOf(state);
    const exercise = exerciseOf(state);
    const left = leftAt(state, now);
    if (state.hurt) this.#exercise(state, state.hurt.stopped[0], state.exercises[state.hurt.exercise]);
    else if (exercise) this.#exercise(state, step, exercise);
    const clock = this.get("clock");
    put(clock, left === null ? spentText(elapsed) : clockText(left));
    clock.classList.toggle("player-clock-small", left === null);
    put(this.get("label"), this.#label(state));
    put(this.get("sub"), this.#sub(state, exercise));
    show(this.get("ring"), left !== null && this.#shownPhase(state) === "hold");
    if (left !== null && state.span) this.get("ring-value").setAttribute("stroke-dasharray", `${(100 * left) / (state.paused?.span ?? state.span)} 100`);
    this.#dots(state, exercise);
    show(this.get("rest-steps"), state.phase === "rest");
    show(this.get("next"), state.phase === "rest");
    show(this.get("amounts"), state.phase === "work");
    show(this.get("hurt"), Boolean(state.hurt));
  }

  /** There is one clock; at the end it stands beside the title. */
  #placeClock(isEnd) {
    const clock = this.get("clock");
    const place = this.get(isEnd ? "end-title" : "ring");
    if (clock.previousElementSibling !== place) place.after(clock);
  }

  #shownPhase = (state) => (state.phase === "paused" ? state.paused.phase : state.phase);

  #exercise(state, step, exercise) {
    const holder = this.root.querySelector("[data-player-exercise]");
    holder.dataset.playerExercise = exercise.slug;
    holder.dataset.playerSet = step.set;
    holder.dataset.playerSide = step.side;
    const key = `${!state.hurt} ${state.at} ${step.exercise} ${step.set} ${step.side} ${state.sets.length}`;
    if (key === this.key) return;
    this.key = key;
    const { words } = this;
    const left = state.queue.filter((each) => each.exercise === step.exercise && each.side === step.side).length;
    const count = state.hurt ? Math.max(left, exercise.sets ?? 1, step.set) : left;
    const side = step.side && words[step.side];
    put(this.get("name"), exercise.name);
    put(this.get("dose"), [exercise.section, exercise.total ? fill(words.part, { number: step.set }) : count > 1 || exercise.sets > 1 ? fill(words.setOf, { number: step.set, count }) : "", exercise.dose, exercise.details, exercise.note].filter(Boolean).join(" · "));
    show(this.get("side-label"), Boolean(side));
    put(this.get("side-label"), step.side ? words[`${step.side}Side`] : "");
    this.#picture(this.get("figure"), isStill() ? exercise.still : exercise.animation, exercise.alt);
    put(this.get("next-label"), exercise.total || count === 1 ? words.next : fill(words.nextSet, { number: step.set, count }));
    put(this.get("next-name"), exercise.name);
    put(this.get("next-dose"), [exercise.dose, side].filter(Boolean).join(" · "));
    this.#picture(this.get("next-figure"), exercise.still, "");
    this.#hint(exercise);
    this.#fillAmounts(state, step, exercise);
  }

  #picture(image, source, alt) {
    show(image, Boolean(source));
    image.alt = alt;
    if (!source || image.getAttribute("src") === source) return;
    image.removeAttribute("src"); // the picture of before must not stay while this one comes
    image.src = source;
  }

  #hint(exercise) {
    const texts = [exercise.previous && fill(this.words.lastTime, { sets: exercise.previous.text }), exercise.suggestion?.text].filter(Boolean);
    show(this.get("hint"), texts.length > 0);
    put(this.get("hint"), texts.join(" "));
  }

  #label(state) {
    const { words } = this;
    const phase = this.#shownPhase(state);
    if (state.phase === "paused") return words.paused;
    if (phase === "rest") return words.rest;
    if (phase === "switch") return words.change;
    if (phase !== "hold") return "";
    return { "count-in": words.getReady, settle: words.letGo }[state.part] ?? words.hold;
  }

  #sub(state, exercise) {
    const { words } = this;
    if (state.phase === "rest") {
      const reached = state.reached && fill(words[state.reached === "most" ? "reachedMost" : "reachedLeast"], { done: this.#lastTotal(state) });
      return [fill(words.restOf, { time: state.span < 60000 ? fill(words.secondsShort, { seconds: clockText(state.span) }) : clockText(state.span) }), reached].filter(Boolean).join(" · ");
    }
    if (state.phase === "switch") return words[`${stepOf(state).side}Side`];
    if (state.phase === "hold" && exercise.reps?.[1] > 1 && exercise.hold) return fill(words.holdOf, { number: Math.min(state.repetition + 1, exercise.reps[1]), count: exercise.reps[1] });
    if (state.phase === "work" && exercise.total) {
      const [least, most] = exercise.total;
      const done = totalDone(state, stepOf(state).exercise, stepOf(state).side);
      return fill(least === most ? words.totalFixed : words.totalLeft, { done, least, most });
    }
    return "";
  }

  #lastTotal(state) {
    const { exercise, side } = state.sets.at(-1);
    return totalDone(state, exercise, side);
  }

  #dots(state, exercise) {
    const count = this.#shownPhase(state) === "hold" && exercise?.hold ? exercise.reps[1] : 0;
    const dots = this.get("dots");
    show(dots, count > 1 && count <= 20);
    if (dots.childElementCount !== count) dots.replaceChildren(...Array.from({ length: count }, () => element("li")));
    [...dots.children].forEach((dot, index) => dot.classList.toggle("is-done", index < state.repetition));
  }

  /** One bar an exercise, filled by its steps. */
  #progress(state) {
    const list = this.get("progress");
    const bars = progressOf(state);
    if (list.childElementCount !== bars.length) list.replaceChildren(...bars.map(() => element("li")));
    bars.forEach(({ done, count }, place) => (list.children[place].dataset.done = Math.round((8 * done) / count)));
  }

  #buttons(state) {
    const { phase } = state;
    const isRunning = ["work", "hold", "rest", "switch"].includes(phase);
    const asking = Boolean(state.asked);
    const can = {
      start: phase === "ready" && state.queue.length > 0,
      done: ["work", "hold"].includes(phase),
      pause: ["hold", "switch"].includes(phase),
      resume: phase === "paused",
      undo: Boolean(state.past),
      later: isRunning && state.queue.slice(state.at).some((each) => each.group !== stepOf(state)?.group),
      swap: isRunning && phase !== "rest" && Boolean(exerciseOf(state)?.easier?.length),
      hurts: isRunning && phase !== "rest",
      finish: isRunning || phase === "paused",
      discard: phase !== "ready",
    };
    for (const button of this.all("action")) {
      const action = button.dataset.playerAction;
      if (button.closest("[data-player-confirm]")) show(button, state.asked === action);
      else if (action === "skip") show(button, !asking && ("playerSkipRest" in button.dataset ? phase === "rest" : isRunning && phase !== "rest"));
      else if ("playerHurtSwap" in button.dataset) show(button, Boolean(state.hurt) && Boolean(this.easierOfHurt(state)));
      else if (action in can) show(button, can[action] && !(asking && ["done", "pause", "resume"].includes(action)));
    }
    const done = this.root.querySelector(".player-actions [data-player-action=done]");
    put(done, phase === "hold" ? this.words.stop : this.words.done);
    show(this.get("with-script"), true);
    show(this.get("when-empty"), phase === "ready" && !state.queue.length);
    show(this.root.querySelector("[data-player-open=menu]"), phase !== "ready");
    if (state.hurt) put(this.get("easier-text"), this.easierOfHurt(state) ? fill(this.words.easierQuestion, this.easierOfHurt(state)) : this.words.noEasier);
  }

  easierOfHurt = (state) => state.exercises[state.hurt.exercise].easier?.[0];

  #fillAmounts(state, step, exercise) {
    const before = exercise.previous?.sets.find((each) => each.number === step.set && each.side === step.side) ?? exercise.previous?.sets.at(-1);
    const today = state.sets.findLast((each) => each.exercise === step.exercise);
    const least = exercise.total ? Math.ceil(exercise.total[0] / 4) : exercise.reps?.[0];
    const values = {
      reps: exercise.suggestion?.reps ?? before?.reps ?? (exercise.total ? Math.min(least, Math.max(exercise.total[0] - totalDone(state, step.exercise, step.side), 1)) : (least ?? "")),
      load: today?.load ?? exercise.suggestion?.load ?? (before?.load || exercise.load),
      minutes: "",
      band: today?.band ?? before?.band ?? "",
    };
    const isOwn = exercise.slug.startsWith("own-");
    const shown = { reps: true, minutes: isOwn, load: exercise.loaded, band: exercise.band };
    for (const [name, input] of Object.entries(this.inputs)) {
      show(input.parentNode, Boolean(shown[name]));
      input.value = name === "load" && values.load ? numberText(fromKg(values.load, this.unit)) : (values[name] ?? "");
      input.removeAttribute("aria-invalid");
    }
    this.labelLoad(exercise);
  }

  /** The label of the load: its unit, and the plates on each side of a barbell. */
  labelLoad(exercise) {
    const load = parseAmount(this.inputs.load.value);
    const plates = exercise.barbell && load ? platesFor(load, this.unit, this.owned) : null;
    const text = plates && (plates.length ? fill(this.words.plates, { plates: plates.map((each) => numberText(each)).join(" + ") }) : this.words.onlyBar);
    put(this.inputs.load.labels[0], [this.words.loadIn[this.unit], text].filter(Boolean).join(" · "));
  }

  /** One step up or down in an amount. */
  stepAmount(input, direction, exercise) {
    const now = parseAmount(input.value) ?? 0;
    const isLoad = input === this.inputs.load;
    input.value = isLoad ? numberText(stepLoad(now, loadStep(this.unit, this.owned, exercise), direction, exercise?.dumbbell ? this.owned.dumbbells : [])) : Math.max(Math.round(now) + direction, 0);
    input.removeAttribute("aria-invalid");
  }

  /** What is typed, as a set takes it; null, with the box marked and focused, when it makes no sense. */
  readAmounts() {
    const values = {};
    const hasMinutes = parseAmount(this.inputs.minutes.value) > 0;
    for (const [name, input] of Object.entries(this.inputs)) {
      const text = input.value.trim();
      const number = parseAmount(text);
      if (input.parentNode.hidden || (!text && (name !== "reps" || hasMinutes))) continue;
      if (name === "band") values.band = text;
      else if (number === null || number > MAX_AMOUNTS[name] || (name === "reps" && number % 1)) {
        input.setAttribute("aria-invalid", "true");
        input.focus();
        return null;
      } else if (name === "reps") values.reps = number;
      else if (number) Object.assign(values, name === "load" ? { load: toKg(number, this.unit) } : { seconds: Math.max(Math.round(number * 60), 1) });
    }
    return values;
  }

  /** What is typed, as text, so that a reload brings it back. */
  typed = () => Object.fromEntries(Object.entries(this.inputs).map(([name, input]) => [name, input.value]));

  fillTyped(typed, exercise) {
    for (const [name, input] of Object.entries(this.inputs)) input.value = typed[name] ?? "";
    this.labelLoad(exercise);
  }

  /** Sets in words; a load that all of them have is said once. */
  #setsText(sets) {
    const [{ load, band }] = sets;
    if (sets.some((each) => each.load !== load || each.band !== band)) return sets.map((each) => this.#setsText([each])).join(", ");
    const { words } = this;
    const amount = sets.map((each) => this.#amount(each)).join(", ");
    if (load) return fill(words.atLoad, { amount, load: this.#withUnit(numberText(fromKg(load, this.unit))) });
    return band ? fill(words.withBand, { amount, band }) : amount;
  }

  #withUnit = (number) => fill(this.words.withUnit[this.unit], { number });

  #amount(set) {
    const { words } = this;
    const amount = set.seconds && set.reps ? fill(words.holds, set) : set.seconds ? fill(words.secondsShort, set) : `${set.reps ?? 0}`;
    return set.side ? fill(words.sideAmount, { side: words[set.side], amount }) : amount;
  }

  /** What was done; and once the server knows of it, which bests that are, and when the next session is. */
  end(state, told = this.told) {
    const { words } = this;
    const { bests, next } = (this.told = told);
    this.ended = state;
    put(this.get("clock"), spentText(state.finishedAt - state.startedAt));
    const places = new Set(state.sets.map((each) => `${each.exercise} ${each.set}`)).size;
    const volume = state.sets.reduce((sum, each) => sum + (each.reps ?? 0) * Number(each.load ?? 0), 0);
    const shownVolume = this.#withUnit(numberText(Math.round(fromKg(volume, this.unit)), { grouped: true }));
    const facts = [fill(volume ? words.factsVolume : words.facts, { sets: places, volume: shownVolume }), next && fill(words.nextSession, { when: next })];
    put(this.get("end-facts"), facts.filter(Boolean).join(" · "));
    const rows = byExercise(state).map(({ exercise, sets }) => {
      const { name, slug } = state.exercises[exercise];
      const best = bests?.[slug];
      const row = element("li", "", best ? "is-best" : "");
      row.append(element("span", name), element("span", sets.length ? this.#setsText(sets) : words.skipped));
      if (best) row.append(element("strong", fill(words.best, { amount: best })));
      return row;
    });
    this.get("results").replaceChildren(...rows);
  }
}

export function element(name, text = "", classes = "") {
  return Object.assign(document.createElement(name), { textContent: text, className: classes });
}
