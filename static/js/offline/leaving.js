/** Before somebody signs out or deletes their account: what waits is sent, or the person decides what becomes of it. */
import { button, countText, downloadButton, element } from "./badge.js";
import { sendWaiting, store } from "./outbox.js";
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
  const { words, addresses } = await site();
  await setRunningAside(person);
  // What waits is sent before a sign-out. With the account it would be deleted on the site: the person is asked first.
  if (!isDeletion(form)) await send(addresses, person);
  const waits = await store.uploads(person);
  if (waits.length) ask(form, person, waits, words, addresses, site);
  else go(form, person);
}

const isDeletion = (form) => form.dataset.leave === "delete";

async function send({ sync }, person) {
  if ((await store.uploads(person)).length) await sendWaiting(sync, person);
}

async function go(form, person) {
  await store.leave(person);
  form.submit();
}

function ask(form, person, waits, words, addresses, site) {
  document.querySelector("dialog[data-leaving]")?.remove();
  const dialog = element("dialog", "", "stack leaving");
  dialog.dataset.leaving = "";
  const title = element("p", countText(words.waiting, waits.length), "lead");
  title.id = "leaving-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const isLast = isDeletion(form);
  const upload = async () => {
    await send(addresses, person);
    if (isLast && !(await store.uploads(person)).length) dialog.close();
    else leave(form, person, site);
  };
  dialog.append(
    title,
    button(words.upload, upload, "button button-primary"),
    downloadButton(waits, words),
    button(isLast ? words.deleteAll : words.leave, () => go(form, person), "button button-danger"),
    button(isLast ? words.keepAccount : words.stay, () => dialog.close(), "button"),
  );
  document.body.append(dialog);
  dialog.showModal();
}
