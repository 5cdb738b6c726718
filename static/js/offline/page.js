/** On every page: asks for the service worker, and for the rest of what works offline where this device may need it. */

/** `root` has `data-offline`, the worker's address or "", and on pages made for somebody `data-person`. */
export default async function begin(root) {
  if (root.dataset.offline) register(root.dataset.offline);
  if (root.dataset.person || hasTraces() || document.querySelector("[data-player], [data-plans]")) {
    const { default: keep } = await import("./device.js");
    keep(root);
  }
}

/** Whether this site was used on this device: a session, a setting, something that waits. */
function hasTraces() {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith("backfit."));
  } catch {
    return false;
  }
}

/** After the page is there, so that it does not wait for it. */
async function register(address) {
  if (!navigator.serviceWorker) return;
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  try {
    const registration = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
    if (registration.waiting && !(await isSessionOpen())) registration.waiting.postMessage("activate");
  } catch {
    // Private windows and full disks have none; everything works with a network.
  }
}

/** Whether the player runs in some window: a new version then waits. */
async function isSessionOpen() {
  const held = (await navigator.locks?.query())?.held ?? [];
  return held.some(({ name }) => name === "backfit.session");
}
