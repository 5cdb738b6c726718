/** Before somebody signs out or deletes their account: what waits is sent, or the person decides what becomes of it. */
import { button, countText, downloadButton, element, parkedText } from "./badge.js";
import { CHANGED, sendWaiting, store } from "./outbox.js";
import { setRunningAside } from "./running.js";

/** `site()` promises sentences and addresses. Forms that end the sign-in have `data-leave`. */
export function guardLeaving(person, site) {
  for (const form of document.querySelectorAll("form[data-leave]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // Whatever is wrong with this device must keep nobody signed in.
      leave(form, person, site).catch(() => form.submit());
    });
  }
}

async function leave(form, person, site) {
  await setRunningAside(person);
  // What waits is sent before a sign-out. With the account it would be deleted on the site: the person is asked first.
  const status = isDeletion(form) ? "" : await send(person, site);
  const waits = await store.uploads(person);
  return waits.length ? ask(form, person, waits, status, site) : go(form, person);
}

const isDeletion = (form) => form.dataset.leave === "delete";

/** What the try came to: kept, signed-out or offline. */
async function send(person, site) {
  if (!(await store.uploads(person)).length) return "kept";
  const { status } = await sendWaiting((await site()).addresses.sync, person);
  dispatchEvent(new Event(CHANGED));
  return status;
}

async function go(form, person) {
  await store.leave(person);
  form.submit();
}

async function ask(form, person, waits, status, site) {
  const { words } = await site();
  document.querySelector("dialog[data-leaving]")?.remove();
  const dialog = element("dialog", "", "stack leaving");
  dialog.dataset.leaving = "";
  const title = element("p", countText(words.waiting, waits.length), "lead");
  title.id = "leaving-title";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, ...waits.filter((each) => each.parked).map((each) => parkedText(each, words)));
  if (status === "offline") dialog.append(element("p", words.noNetwork, "small muted"));
  dialog.append(...choices(form, person, waits, dialog, site, words));
  document.body.append(dialog);
  dialog.showModal();
}

/** What can be done with sessions that wait; to upload, only where one of them was not refused. */
function choices(form, person, waits, dialog, site, words) {
  const isLast = isDeletion(form);
  const upload = async () => {
    const status = await send(person, site);
    const left = await store.uploads(person);
    if (left.length) ask(form, person, left, status, site);
    else if (isLast) dialog.close();
    else go(form, person);
  };
  return [
    ...(waits.every((each) => each.parked) ? [] : [button(words.upload, upload, "button button-primary")]),
    downloadButton(waits, words, "button"),
    button(isLast ? words.deleteAll : words.leave, () => go(form, person), "button button-danger"),
    button(isLast ? words.keepAccount : words.stay, () => dialog.close(), "button"),
  ];
}
