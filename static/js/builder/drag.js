/**
 * Rows of the builder moved by dragging their handle, with a mouse, a pen or a finger.
 * The place where a row is dropped is sent as an order like any button's; the server moves it.
 */

/** @typedef {{row: HTMLElement, list: HTMLElement, index: number}} Place */

const MARKS = ["drop-before", "drop-after", "drop-into"];

/** Forget where a row would be dropped. @param {HTMLElement} root */
function clearMarks(root) {
  for (const mark of MARKS) {
    root.querySelectorAll(`.${mark}`).forEach((element) => element.classList.remove(mark));
  }
}

/**
 * Where a row would be put at this height, counted without the row itself.
 * @param {HTMLElement} root @param {HTMLElement} row @param {number} y
 * @returns {Place}
 */
function placeAt(root, row, y) {
  const lists = [...root.querySelectorAll("[data-section]")];
  const distance = (list) => {
    const box = list.getBoundingClientRect();
    return Math.max(box.top - y, y - box.bottom, 0);
  };
  const list = lists.reduce((best, each) => (distance(each) < distance(best) ? each : best));
  const others = [...list.querySelectorAll("[data-item]")].filter((each) => each !== row);
  const above = others.filter((each) => {
    const box = each.getBoundingClientRect();
    return box.top + box.height / 2 < y;
  });
  return { row, list, index: above.length };
}

/** Show where the row would go. @param {HTMLElement} root @param {Place} place */
function mark(root, { row, list, index }) {
  clearMarks(root);
  const others = [...list.querySelectorAll("[data-item]")].filter((each) => each !== row);
  if (others[index]) others[index].classList.add("drop-before");
  else if (others.length) others[others.length - 1].classList.add("drop-after");
  else list.classList.add("drop-into");
}

/** Send the new place. @param {HTMLElement} root @param {Place} place */
function drop(root, { row, list, index }) {
  const button = root.querySelector("[data-drop]");
  button.value = `move.${row.dataset.item}.${list.dataset.section}.${index}`;
  button.click();
}

/** Let rows inside `root` be dragged; what is inside may be swapped. @param {HTMLElement} root */
export function letRowsBeDragged(root) {
  let dragged = null;
  let place = null;

  const end = (event) => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    clearMarks(root);
    if (event.type === "pointerup" && place) drop(root, place);
    dragged = place = null;
  };

  root.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    dragged = handle.closest("[data-item]");
    dragged.classList.add("is-dragged");
  });
  root.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const edge = 60;
    if (event.clientY < edge) window.scrollBy(0, -12);
    if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 12);
    place = placeAt(root, dragged, event.clientY);
    mark(root, place);
  });
  root.addEventListener("pointerup", end);
  root.addEventListener("pointercancel", end);
}
