/**
 * Alt with an arrow key moves the exercise that has the focus, as its buttons do.
 * @param {HTMLElement} root
 */
export function moveRowsByKeys(root) {
  root.addEventListener("keydown", (event) => {
    const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const row = event.target.closest("[data-item]");
    if (!event.altKey || !direction || !row) return;
    event.preventDefault();
    const button = root.querySelector(`#${direction}-${row.dataset.item}`);
    button.focus();
    button.click();
  });
  root.addEventListener("click", (event) => {
    if (event.target.closest("[aria-disabled='true']")) event.preventDefault();
  });
}
