// Draws a figure anew while it is being written: the server answers with the frames, or with what is wrong.
const PAUSE = 400; // ms without a key

for (const editor of document.querySelectorAll("[data-figure-preview]")) follow(editor);

/** @param {HTMLElement} editor the text area and, below it, its preview */
function follow(editor) {
  const text = editor.querySelector("textarea");
  const preview = editor.querySelector(".figure-preview");
  let waiting;
  let request;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });

  async function show() {
    request?.abort();
    request = new AbortController();
    preview.setAttribute("aria-busy", "true");
    try {
      preview.innerHTML = await drawn(editor.dataset.figurePreview, text, request.signal);
      preview.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") preview.textContent = editor.dataset.failed;
    }
  }
}

/** The preview of what is written, as HTML made by the server. */
async function drawn(address, text, signal) {
  const body = new FormData();
  body.set("figure", text.value);
  body.set("csrfmiddlewaretoken", text.form.elements.csrfmiddlewaretoken.value);
  const response = await fetch(address, { method: "POST", body, signal });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}
