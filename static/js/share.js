/**
 * Show a button that shares an address: with the device's own sheet where there is one, else by
 * copying the link, which the status beside it confirms.
 * @param {HTMLElement} box holds a button and a status; its data say what to share
 */
export default function offerSharing(box) {
  const [button, label, status] = ["button", "button span", "[role=status]"].map((part) => box.querySelector(part));
  const shared = { title: box.dataset.shareTitle, url: new URL(box.dataset.share, location.href).href };
  const sheet = Boolean(navigator.share);
  if (sheet) label.textContent = box.dataset.shareLabel;
  button.addEventListener("click", async () => {
    status.textContent = "";
    status.textContent = sheet ? await openSheet(shared, box.dataset) : await copy(shared.url, box.dataset);
  });
  box.hidden = false;
}

/** @returns {Promise<string>} what to tell: nothing when it was shared, or the person thought better of it */
async function openSheet(shared, words) {
  try {
    await navigator.share(shared);
    return "";
  } catch (error) {
    return error.name === "AbortError" ? "" : copy(shared.url, words);
  }
}

/** @returns {Promise<string>} what to tell: that the link is copied, or the link itself */
async function copy(url, words) {
  try {
    await navigator.clipboard.writeText(url);
    return words.shareCopied;
  } catch {
    return words.shareFailed.replace("{url}", url);
  }
}
