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
  preview.addEventListener("load", settled("The preview is up to date."));
  preview.addEventListener("error", settled("There is no preview just now. The sheet itself may still open."));
  form.addEventListener("change", () => {
    if (!form.reportValidity()) return;
    const query = new URLSearchParams(new FormData(form));
    preview.setAttribute("aria-busy", "true");
    preview.src = `${preview.dataset.sheetPreview}?${query}`;
    history.replaceState(null, "", `?${query}`);
  });
}

document.querySelectorAll("[data-sheet-options]").forEach(previewSheet);
