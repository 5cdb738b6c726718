// Names for what packages leave nameless in the admin: the search field of a choice that completes, and
// boxes that delete a row of a table. The page holds the words.
const words = document.querySelector("meta[name=admin-words]").dataset;
const UNNAMED = ".select2-search__field:not([aria-label]), [id$='-DELETE']:not([aria-label])";

new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
name();

function name() {
  for (const field of document.querySelectorAll(UNNAMED)) field.setAttribute("aria-label", nameOf(field));
}

function nameOf(field) {
  if (field.id.endsWith("-DELETE")) return words.delete;
  const select = field.closest(".select2")?.previousElementSibling;
  return select?.ariaLabel ?? select?.labels?.[0]?.textContent.replace(":", "").trim() ?? words.search;
}
