import { chosenFigure } from "./figure-choice.js";

// Where pounds and US Letter are usual, and where the week begins on Sunday (for browsers that cannot say).
const POUNDS = new Set(["US", "LR", "MM"]);
const LETTER = new Set(["US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "PA", "DO", "PR"]);
const SUNDAY = new Set(["US", "CA", "MX", "PH", "CO", "VE", "GT", "DO", "PR", "BR", "JP", "KR", "IL", "IN", "ZA"]);

/**
 * What is usual where somebody is, by the settings' names; what is not known is left out.
 * @param {string} language - of the browser, such as "en-US"
 * @param {string | undefined} zone - of the browser
 */
export function usualSettings(language, zone) {
  const usual = zone ? { time_zone: zone } : {};
  const locale = localeOf(language);
  if (!locale?.region) return usual;
  const week = locale.getWeekInfo?.() ?? locale.weekInfo;
  const sunday = week ? week.firstDay === 7 : SUNDAY.has(locale.region);
  return {
    ...usual,
    units: POUNDS.has(locale.region) ? "lb" : "kg",
    paper: LETTER.has(locale.region) ? "letter" : "a4",
    week_start: sunday ? "SU" : "MO",
    clock: new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions().hour12 ? "12" : "24",
  };
}

function localeOf(language) {
  try {
    return new Intl.Locale(language);
  } catch {
    return null;
  }
}

/**
 * Fill in a hidden field of the sign-up with what is usual where the person is, or what this device remembers.
 * @param {HTMLInputElement} field
 */
export default function fillUsual(field) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = { ...usualSettings(navigator.language, zone), figure: chosenFigure() };
  const value = known[field.dataset.regionDefault];
  if (value && !field.value) field.value = value;
}
