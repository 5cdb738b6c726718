/**
 * Show the sheet as the form's options make it, whenever one changes, and keep the address in step.
 * @param {HTMLFormElement} form
 */
export default function previewSheet(form) {
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
  const update = () => {
    if (!form.reportValidity()) return;
    const query = new URLSearchParams(new FormData(form));
    preview.setAttribute("aria-busy", "true");
    preview.src = `${preview.dataset.sheetPreview}?${query}`;
    history.replaceState(null, "", `?${query}`);
  };
  form.addEventListener("change", update);
  // The device's own choice (figure-choice.js) may have come before.
  const drawn = new URL(preview.src).searchParams.get("figure");
  if (drawn !== form.elements.figure.value) update();
}
