/**
 * The form to write a session down: ticks fill a set's boxes with what is planned, and what is typed is kept
 * as a draft on this device until the session is saved. A draft is `{key, at, values, ticks}`, by person and
 * workout; `key` names the session, whose page ends the draft.
 */
const PREFIX = `backfit.log.${document.documentElement.dataset.person ?? ""}.`;
const DAYS_KEPT = 7;

const boxesOf = (row) => [...row.querySelectorAll("input[type=text]")];
const tickOf = (row) => row.querySelector(".log-tick input");

/** @param {HTMLElement} element a form, or the page of a session that is saved */
export default function logForm(element) {
  if (element.dataset.logSaved) {
    forget(element.dataset.logSaved);
    return;
  }
  const rows = [...element.querySelectorAll(".log-row")].filter(tickOf);
  const all = element.querySelector(".log-all input");
  rows.forEach((row) => {
    tickOf(row).addEventListener("change", () => fillRow(row));
    row.addEventListener("input", (event) => {
      if (event.target.type === "text") tickOf(row).checked = boxesOf(row).some((box) => box.value);
    });
  });
  all?.addEventListener("change", () => {
    for (const row of rows) {
      tickOf(row).checked = all.checked;
      fillRow(row);
    }
  });
  if (element.dataset.draft) keepDraft(element, PREFIX + element.dataset.draft);
}

/** Fill the empty boxes of a row that is ticked, and empty those of one that is not any more. */
function fillRow(row) {
  const { checked } = tickOf(row);
  for (const box of boxesOf(row)) {
    if (checked) box.value ||= box.dataset.planned ?? "";
    else if (box.value === box.dataset.planned) box.value = "";
  }
}

function keepDraft(form, name) {
  const fields = () => [...form.elements].filter((each) => each.name && each.type !== "hidden" && each.type !== "submit");
  const isRefused = form.querySelector("[role=alert]") !== null;
  const draft = read(name);
  if (draft && !isRefused && Date.now() - draft.at < DAYS_KEPT * 86_400_000) {
    for (const field of fields()) {
      if (field.type === "checkbox") field.checked = draft.ticks.includes(field.name);
      else if (field.name in draft.values) field.value = draft.values[field.name];
    }
    form.elements.key.value = draft.key;
    form.querySelector("[data-draft-told]").hidden = false;
  }
  const keep = () => {
    const [boxes, others] = [[], []];
    fields().forEach((each) => (each.type === "checkbox" ? boxes : others).push(each));
    const values = Object.fromEntries(others.map((each) => [each.name, each.value]));
    const ticks = boxes.filter((each) => each.checked).map((each) => each.name);
    write(name, { key: form.elements.key.value, at: Date.now(), values, ticks });
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

function forget(key) {
  try {
    Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX) && read(name)?.key === key)
      .forEach((name) => localStorage.removeItem(name));
  } catch {
    // Without storage there is no draft.
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // No draft is kept then.
  }
}
