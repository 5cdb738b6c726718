/** How the service worker answers which request. Pure. */

/** The path as it is in English: `/ru/programs/` → `/programs/`. */
export const withoutLanguage = (path) => path.slice(languageOf(path).length);

/** What a path begins with in another language than English: `/ru`; else "". */
export const languageOf = (path) => /^\/[a-z]{2}(?=\/)/.exec(path)?.[0] ?? "";

const PICTURE = /^\/exercises\/[^/]+\/(?:still|animation)\.svg$/;

/** A way through the site that ends in the player: the shell can lead it. */
const PLAYER = /^(?:\/programs\/[^/]+|\/workouts\/[^/]+|\/workouts\/schedule\/[^/]+\/[^/]+|\/w\/[^/]+|\/workouts)\/start\/$/;

/** Addresses that a browser saves or shows as a file: the offline page would be saved in their place. */
const FILE = /\.(?!html$)\w+$/;

/**
 * `kept`: from the store, which has it; `picture`: from the store, else fetched; `player`, `page`: fetched, and without
 * a network the shell or the offline page; "" leaves the request to the browser.
 */
export function strategyOf({ method, mode, url }, kept, origin) {
  const { origin: asked, pathname, search } = new URL(url);
  if (method !== "GET" || asked !== origin) return "";
  if (mode === "navigate") {
    if (FILE.test(pathname) || pathname.startsWith("/admin/")) return "";
    return isPlayer(pathname) ? "player" : "page";
  }
  if (PICTURE.test(withoutLanguage(pathname))) return "picture";
  return kept.includes(pathname + search) ? "kept" : "";
}

export const isPlayer = (path) => PLAYER.test(withoutLanguage(path.split("?")[0]));
