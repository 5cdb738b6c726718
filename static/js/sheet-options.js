/**
 * Show the sheet as the form's options make it, whenever one changes, and keep the address in step.
 * @param {HTMLFormElement} form
 */
function previewSheet(form) {
  const preview = document.querySelector("[data-sheet-preview]");
  const status = document.querySelector("[data-sheet-status]");
  if (!preview) return;
  form.querySelector("[data-sheet-update]").remove();
  const settled = (words) => () => {
    preview.removeAttribute("aria-busy");
    status.textContent = words;
  };
  preview.addEventListener("load", settled(preview.dataset.ready));
  preview.addEventListener("error", settled(preview.dataset.failed));
  form.addEventListener("change", () => {
    if (!form.reportValidity()) return;
    const query = new URLSearchParams(new FormData(form));
    preview.setAttribute("aria-busy", "true");
    preview.src = `${preview.dataset.sheetPreview}?${query}`;
    history.replaceState(null, "", `?${query}`);
  });
}

document.querySelectorAll("[data-sheet-options]").forEach(previewSheet);
