/**
 * What every form that htmx sends has in common:
 * - while a form is submitted, nothing else of it is sent, and what was under way is called off;
 *   the last button pressed meanwhile is pressed again in the page that the reply brings;
 * - the form is `aria-busy` while a reply is awaited, and after a moment the page says so;
 * - text typed while a reply was awaited survives it, and text typed before the scripts had come is sent;
 * - when no reply comes, or an error, the page says so and offers to try again.
 */

/**
 * A request under way. `resend` sends it again.
 * @typedef {{form: HTMLFormElement, isSubmit: boolean, resend: () => void, values?: Map<string, string>}} Sent
 */

const SAY_AFTER_MS = 300;
const TYPED = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea";

/** @type {Map<XMLHttpRequest, Sent>} */
const underWay = new Map();
/** What sends an element's last request again. @type {WeakMap<Element, () => void>} */
const resends = new WeakMap();
/** Id of the button that was pressed while its form was being submitted. */
let pressedMeanwhile = "";
let sayTimer = 0;
/** The request whose failure the page tells. @type {Sent | null} */
let failed = null;

/** Where the page tells of requests, and its two parts. @type {HTMLElement} */
let box;
let working;
let failure;

/** @param {HTMLElement} element where the page tells of requests */
export default function watchForms(element) {
  box = element;
  working = box.querySelector("[role=status]");
  failure = box.querySelector("[role=alert]");
  document.addEventListener("htmx:confirm", hold);
  document.addEventListener("htmx:beforeSend", begin);
  document.addEventListener("htmx:beforeSwap", keepTyped);
  document.addEventListener("htmx:afterRequest", end);
  document.addEventListener("htmx:sendError", (event) => tellFailure(event, "lost"));
  document.addEventListener("htmx:timeout", (event) => tellFailure(event, "lost"));
  document.addEventListener("htmx:responseError", (event) => tellFailure(event, "failed"));
  // Htmx listens once the document is complete, whichever script comes first.
  if (document.readyState === "complete") sendTypedEarly();
  else window.addEventListener("load", sendTypedEarly, { once: true });
}

/** Let htmx know of what was typed, or put back by the browser, before it listened. */
function sendTypedEarly() {
  for (const holder of document.querySelectorAll("[data-hx-trigger^=input]")) {
    const fields = holder.matches(TYPED) ? [holder] : [...holder.querySelectorAll(TYPED)];
    const typed = fields.find((field) => field.value !== field.defaultValue);
    typed?.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {HTMLFormElement} form */
function isSubmitted(form) {
  return [...underWay.values()].some((sent) => sent.isSubmit && sent.form === form);
}

/** The text fields with an id, and what is typed in them. @param {HTMLFormElement} form */
function typedValues(form) {
  const fields = [...form.querySelectorAll(TYPED)].filter((field) => field.id);
  return new Map(fields.map((field) => [field.id, field.value]));
}

/** Show which forms await a reply. */
function showBusy() {
  const busy = new Set([...underWay.values()].map((sent) => sent.form));
  document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  busy.forEach((form) => form.setAttribute("aria-busy", "true"));
  clearTimeout(sayTimer);
  if (!busy.size) working.textContent = "";
  else sayTimer = setTimeout(() => (working.textContent = box.dataset.working), SAY_AFTER_MS);
}

/** Say that a request failed. @param {Sent} sent @param {string} text @param {boolean} again */
function showFailure(sent, text, again) {
  if (isOutweighed(sent)) return;
  failed = sent;
  failure.querySelector("p").textContent = text;
  const button = failure.querySelector("button");
  button.hidden = !again;
  button.onclick = sent.resend;
  failure.hidden = false;
}

/** Whether the failure on the page is that of a submitted form, and this request is none. @param {Sent} sent */
function isOutweighed(sent) {
  return Boolean(failed?.isSubmit && failed.form.isConnected && !sent.isSubmit);
}

function hideFailure() {
  failed = null;
  failure.hidden = true;
  failure.querySelector("p").textContent = "";
}

/** What sends a submitted form again: the button that was pressed. @param {SubmitEvent} event */
function resubmit(event) {
  const button = event.submitter;
  return () => {
    if (!button?.isConnected) return event.target.requestSubmit();
    button.focus();
    button.click();
  };
}

/** Listen to the next event of this request. @param {string} name @param {XMLHttpRequest} xhr @param {() => void} run */
function once(name, xhr, run) {
  const listen = (event) => {
    if (event.detail.xhr !== xhr) return;
    document.removeEventListener(name, listen);
    run();
  };
  document.addEventListener(name, listen);
}

/** Put text into the fields that a reply brought. @param {[string, string][]} typed ids and values */
function putBack(typed) {
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
}

/** Press the button that was pressed while its form was being submitted. */
function pressAgain() {
  const id = pressedMeanwhile;
  pressedMeanwhile = "";
  if (id) document.getElementById(id)?.click();
}

/** Keep back what a form sends while it is being submitted. @param {CustomEvent} event */
function hold(event) {
  const { elt, issueRequest, triggeringEvent } = event.detail;
  const form = elt.closest("form");
  const isSubmit = triggeringEvent?.type === "submit";
  if (form && isSubmitted(form)) {
    event.preventDefault();
    if (isSubmit) pressedMeanwhile = triggeringEvent.submitter?.id ?? "";
    return;
  }
  resends.set(elt, isSubmit ? resubmit(triggeringEvent) : () => issueRequest(true));
}

/** A form's request goes out: call off what else of it is under way. @param {CustomEvent} event */
function begin(event) {
  const { xhr, requestConfig } = event.detail;
  const form = requestConfig.elt.closest("form");
  if (!form) return;
  const isSubmit = requestConfig.triggeringEvent?.type === "submit";
  const others = [...underWay].filter(([, sent]) => isSubmit && sent.form === form);
  const sent = { form, isSubmit, values: typedValues(form), resend: resends.get(requestConfig.elt) };
  underWay.set(xhr, sent);
  others.forEach(([other]) => other.abort());
  if (!isOutweighed(sent)) hideFailure();
  showBusy();
}

/** A reply comes into the page: what was typed meanwhile is put back. @param {CustomEvent} event */
function keepTyped(event) {
  const { xhr, shouldSwap } = event.detail;
  const sent = underWay.get(xhr);
  if (!sent || !shouldSwap) return;
  const typed = [...typedValues(sent.form)].filter(([id, value]) => value !== sent.values.get(id));
  once("htmx:afterSwap", xhr, () => putBack(typed));
  once("htmx:afterSettle", xhr, () => {
    for (const [id] of typed) {
      document.getElementById(id)?.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (sent.isSubmit) pressAgain();
  });
}

/** A reply came, or none will. @param {CustomEvent} event */
function end(event) {
  underWay.delete(event.detail.xhr);
  showBusy();
}

/** @param {CustomEvent} event @param {"lost" | "failed"} problem */
function tellFailure(event, problem) {
  const { xhr, requestConfig } = event.detail;
  const form = requestConfig.elt.closest("form");
  if (!form) return;
  const isSubmit = requestConfig.triggeringEvent?.type === "submit";
  const isGone = xhr.status === 404 || xhr.status === 410;
  const text = box.dataset[isGone ? "gone" : problem];
  showFailure({ form, isSubmit, resend: resends.get(requestConfig.elt) }, text, !isGone);
}
