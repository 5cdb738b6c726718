// Names for what packages leave nameless in the admin: a choice that completes and its search field, the
// parts of an amount of money, and boxes that delete a row of a table. The page holds the words.
const words = document.querySelector("meta[name=admin-words]").dataset;
const NAMELESS = [".select2-search__field", ".select2-selection--single", ".select2-selection__rendered[role=textbox]", "[id$='-DELETE']", "[id$='price_0']", "[id$='price_1']"];
const UNNAMED = NAMELESS.map((each) => `${each}:not([aria-label])`).join();

new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
name();

function name() {
  for (const field of document.querySelectorAll(UNNAMED)) field.setAttribute("aria-label", nameOf(field));
}

function nameOf(field) {
  if (field.id.endsWith("-DELETE")) return words.delete;
  const select = field.closest(".select2")?.previousElementSibling;
  const label = select?.labels?.[0] ?? field.closest(".flex-container")?.querySelector("label");
  return select?.ariaLabel ?? label?.textContent.replace(":", "").trim() ?? words.search;
}
