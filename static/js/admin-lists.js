// Choices that complete.
const ROOM = 320;

// Room below a choice before its list opens: it then opens below, not over the fields that were just filled in.
globalThis.django?.jQuery?.(document).on("select2:opening", ({ target }) => {
  const choice = target.nextElementSibling;
  if (innerHeight - choice.getBoundingClientRect().bottom < ROOM) choice.scrollIntoView({ block: "center" });
});

// What is typed right after a click goes into the search field. Select2 moves the focus there by a timer, and keys
// that were quicker are lost; the browser moves it to what was pressed.
globalThis.django?.jQuery?.(document).on("select2:open", () => {
  document.querySelector(".select2-container--open .select2-search__field")?.focus();
});
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.(".select2-selection--single")) event.preventDefault();
});
