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
  if ((await store.uploads(person)).length) await sendWaiting(addresses.sync, person);
  const waits = await store.uploads(person);
  if (waits.length) ask(form, person, waits, words, () => leave(form, person, site));
  else go(form, person);
}

async function go(form, person) {
  await store.leave(person);
  form.submit();
}

function ask(form, person, waits, words, again) {
  document.querySelector("dialog[data-leaving]")?.remove();
  const dialog = element("dialog", "", "stack leaving");
  dialog.dataset.leaving = "";
  const title = element("p", countText(words.waiting, waits.length), "lead");
  title.id = "leaving-title";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(
    title,
    button(words.upload, again, "button button-primary"),
    downloadButton(waits, words),
    button(words.leave, () => go(form, person), "button button-danger"),
    button(words.stay, () => dialog.close(), "button"),
  );
  document.body.append(dialog);
  dialog.showModal();
}
