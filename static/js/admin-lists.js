// Room below a choice that completes before its list opens: it then opens below, not over the fields that
// were just filled in.
const ROOM = 320;

globalThis.django?.jQuery?.(document).on("select2:opening", ({ target }) => {
  const choice = target.nextElementSibling;
  if (innerHeight - choice.getBoundingClientRect().bottom < ROOM) choice.scrollIntoView({ block: "center" });
});
