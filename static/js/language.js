const KEY = "backfit.language";

/**
 * Offer the page in the browser's language, once on this device; whoever looks away is not asked again.
 * @param {HTMLElement} offer - hidden, with the language that it leads to
 */
export default function offerLanguage(offer) {
  if (offer.dataset.languageOffer !== navigator.language.split("-")[0].toLowerCase()) return;
  try {
    if (localStorage.getItem(KEY)) return;
    localStorage.setItem(KEY, "offered");
  } catch {
    return;
  }
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => offer.remove());
}
