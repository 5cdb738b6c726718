// Buttons that move a row of a form up and down, for those who do not drag. Dragging stays as it is.
const words = document.querySelector("meta[name=admin-words]").dataset;
const ROW = ".djn-inline-form:not(.djn-empty-form)";

const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.body.append(said);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (button) move(button);
});
document.addEventListener("formset:added", refresh);
document.addEventListener("formset:removed", refresh);
refresh();

/** Give every row that can be ordered its two buttons. */
function refresh() {
  for (const field of document.querySelectorAll("[data-order]")) {
    if (!field.closest(".djn-empty-form") && !field.parentElement.querySelector("[data-move]")) {
      field.after(made("up", "↑", words.moveUp), made("down", "↓", words.moveDown));
    }
  }
}

function made(way, sign, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "move-row";
  button.dataset.move = way;
  button.textContent = sign;
  button.setAttribute("aria-label", label);
  button.title = label;
  return button;
}

/** Move the button's row past its neighbour, and number the rows anew. */
function move(button) {
  const row = button.closest(ROW);
  const rows = [...row.parentElement.children].filter((each) => each.matches(ROW));
  const at = rows.indexOf(row);
  const to = button.dataset.move === "up" ? at - 1 : at + 1;
  if (to < 0 || to >= rows.length) return;
  if (to < at) rows[to].before(row);
  else rows[to].after(row);
  rows.splice(to, 0, rows.splice(at, 1)[0]);
  rows.forEach((each, number) => {
    const field = [...each.querySelectorAll("[data-order]")].find((own) => own.closest(ROW) === each);
    if (field) field.value = String(number);
  });
  button.focus();
  said.textContent = words.moved.replace("{place}", to + 1).replace("{total}", rows.length);
}
