const ASK_EVERY_MS = 400;

/**
 * Show, while the form around it is carried out, that something happens; and how far it is where an
 * address tells (as JSON, `done` and `total`). The form is sent as it would be without this script, and
 * the page stays until the answer comes.
 * @param {HTMLElement} box has a bar and says in its data what goes on
 */
export default function showProgress(box) {
  box.closest("form").addEventListener("submit", () => begin(box));
  // Whoever comes back to this page by the Back button finds it as it was.
  addEventListener("pageshow", () => (box.hidden = true));
}

/** @param {HTMLElement} box */
function begin(box) {
  if (!box.hidden) return;
  box.hidden = false;
  box.querySelector("progress").removeAttribute("value");
  box.querySelector("[data-work-count]").textContent = "";
  box.querySelector("[role=status]").textContent = box.dataset.reading;
  box.scrollIntoView({ block: "nearest" });
  if (box.dataset.workProgress) setTimeout(ask, ASK_EVERY_MS, box);
}

/** Ask how far it is, again and again. @param {HTMLElement} box */
async function ask(box) {
  try {
    const response = await fetch(box.dataset.workProgress);
    if (response.ok) tell(box, await response.json());
  } catch {
    // The bar stays as it is: what counts is the answer to the form.
  }
  if (!box.hidden) setTimeout(ask, ASK_EVERY_MS, box);
}

/** @param {HTMLElement} box @param {{done: number, total: number}} work */
function tell(box, { done, total }) {
  if (!done) return;
  const [bar, status] = ["progress", "[role=status]"].map((part) => box.querySelector(part));
  const [shown, of] = [done, total].map((number) => number.toLocaleString(document.documentElement.lang));
  if (status.textContent !== box.dataset.storing) status.textContent = box.dataset.storing;
  bar.max = total;
  bar.value = done;
  box.querySelector("[data-work-count]").textContent = box.dataset.count.replace("{done}", shown).replace("{total}", of);
}
