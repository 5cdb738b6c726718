/**
 * Put the browser's own time zone into an empty or untouched field.
 * @param {HTMLInputElement} field
 */
export default function fillTimeZone(field) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && field.value === "UTC") field.value = zone;
}
