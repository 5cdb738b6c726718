const LIST_ID = "time-zones";

/**
 * The names of all time zones: the browser's own list, else the site's.
 * @param {string} url where the site lists them as JSON
 * @returns {Promise<string[]>}
 */
async function timeZones(url) {
  if (Intl.supportedValuesOf) return [...Intl.supportedValuesOf("timeZone"), "UTC"];
  const response = await fetch(url);
  return response.ok ? response.json() : [];
}

/** Add the list of suggestions to the page, once. @param {string} url */
async function addList(url) {
  if (document.getElementById(LIST_ID)) return;
  const list = document.createElement("datalist");
  list.id = LIST_ID;
  document.body.append(list);
  const names = new Set(await timeZones(url));
  list.append(...[...names].map((name) => new Option("", name)));
}

/**
 * Suggest the names of time zones in a field, from its first focus on.
 * @param {HTMLInputElement} field
 */
export default function suggestTimeZones(field) {
  field.setAttribute("list", LIST_ID);
  field.addEventListener("focus", () => addList(field.dataset.zoneList), { once: true });
}
