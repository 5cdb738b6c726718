// Whom the figures show on this device, for readers who are not signed in. Signed in, the pages say it themselves.
const KEY = "backfit.figure";
const DRAWN = /\/exercises\/[\w-]+\/(?:still|animation|frame-\d)\.svg\?/;

/** The person chosen on this device, "man" or "woman"; empty when none is, or nothing is kept. */
export function chosenFigure() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/**
 * The address of the same drawing of `person`; any other address as it is.
 * @param {string} address
 * @param {string} person - "man" or "woman"
 */
export function drawnAs(address, person) {
  if (!DRAWN.test(address)) return address;
  const plain = address.replace(/&figure=\w+/, "");
  return person === "woman" ? `${plain}&figure=woman` : plain;
}

/** Show `person` in all drawings under way on the page. */
function draw(person) {
  for (const image of document.querySelectorAll("img[src*='.svg?']")) {
    const address = image.getAttribute("src");
    const wanted = drawnAs(address, person);
    if (wanted !== address) image.src = wanted;
  }
}

/** Say the choice where it is made, and make it the first answer of the forms for printing. */
function tell(person) {
  for (const link of document.querySelectorAll("[data-figure-choice]")) {
    if (link.dataset.figureChoice === person) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const field of document.querySelectorAll("form [name='figure']")) {
    if (field.value === person) continue;
    field.value = person;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

let watching = false;

/** Show the device's choice, here and in what comes later: what a search finds, the next exercise of the player. */
function showChosen() {
  draw(chosenFigure());
  tell(chosenFigure());
  if (watching) return;
  watching = true;
  const watcher = new MutationObserver(() => draw(chosenFigure()));
  watcher.observe(document.body, { subtree: true, childList: true, attributeFilter: ["src"] });
}

/**
 * Let a link choose whom the figures show, without a new page.
 * @param {HTMLAnchorElement} link
 */
export default function chooseFigure(link) {
  const isAsked = new URLSearchParams(location.search).has("figure");
  if (chosenFigure() && !watching && !isAsked) showChosen();
  link.addEventListener("click", (event) => {
    try {
      localStorage.setItem(KEY, link.dataset.figureChoice);
    } catch {
      return; // then the page that the link leads to shows it
    }
    event.preventDefault();
    showChosen();
  });
}
