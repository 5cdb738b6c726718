// Choices that complete, by Select2: where their lists open, and what a quick hand may do with them.
const $ = globalThis.django?.jQuery;
const ROOM = 320;
let isPressed = false;
let waiting = null;
let latest = null;

// A list opens when the button is released: it may come to lie under the pointer, and would take the release for a
// choice.
document.addEventListener("mousedown", () => { isPressed = true; waiting = null; }, true);
document.addEventListener("mousedown", () => { isPressed = false; });
document.addEventListener("click", ({ target }) => {
  const choice = waiting;
  waiting = null;
  if (choice?.nextElementSibling.contains(target)) $(choice).select2("open");
});

// Room below a choice before its list opens: it then opens below, not over the fields that were just filled in.
$?.(document).on("select2:opening", (event) => {
  const choice = event.target.nextElementSibling;
  if (isPressed) {
    event.preventDefault();
    waiting = event.target;
  } else if (innerHeight - choice.getBoundingClientRect().bottom < ROOM) choice.scrollIntoView({ block: "center" });
});

// What is typed as soon as a list is open goes into its search field: Select2 moves the focus there by a timer, and
// keys that are quicker would be lost.
$?.(document).on("select2:open", () => {
  document.querySelector(".select2-container--open .select2-search__field")?.focus();
});

// An answer that came too late is dropped: Select2 would show it, and might ask for more of it instead of what was
// typed meanwhile.
$?.fn.select2?.defaults.set("ajax--transport", (options, show, fail) => {
  const request = $.ajax(options);
  latest = request;
  request.then((found) => request === latest && show(found), fail);
  return request;
});
