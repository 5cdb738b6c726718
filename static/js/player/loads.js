/** Loads: kilograms in storage, the person's unit on the page. Plates for a barbell. Pure. */

/** Exact, by the international yard and pound agreement of 1959. */
export const KG_PER_POUND = 0.45359237;
const PLATES = { kg: [25, 20, 15, 10, 5, 2.5, 1.25], lb: [45, 35, 25, 10, 5, 2.5] };
const BAR = { kg: 20, lb: 45 };
const STEP = { kg: 2.5, lb: 5 };

const rounded = (number, digits) => Number(number.toFixed(digits));

/** A stored load in the person's unit: kilograms to the gram, pounds to the hundredth. */
export const fromKg = (kilograms, unit) => (unit === "kg" ? rounded(Number(kilograms), 3) : rounded(Number(kilograms) / KG_PER_POUND, 2));

/** A load in the person's unit as a string of kilograms to the gram. */
export const toKg = (load, unit) => `${rounded(unit === "kg" ? load : load * KG_PER_POUND, 3)}`;

/** A number as the page's language writes it: 42.5 or 42,5; `grouped`: 1,240. */
export const numberText = (number, { grouped = false, language = document.documentElement.lang } = {}) => Number(number).toLocaleString(language, { useGrouping: grouped, maximumFractionDigits: 3 });

/** A number as people type it, with a comma or a point; null when it is none. */
export function parseAmount(text) {
  const number = text.trim().replace(",", ".");
  return /^\d+(\.\d+)?$/.test(number) ? Number(number) : null;
}

/** The step of the buttons for an exercise: with a barbell the lightest pair of plates that the person has. */
export const loadStep = (unit, owned, exercise) => (exercise?.barbell && owned?.plates?.length ? 2 * Math.min(...owned.plates) : STEP[unit]);

/** The next load up or down: of the person's dumbbells, lightest first, or on the grid of the step. */
export function stepLoad(load, step, direction, dumbbells = []) {
  if (dumbbells.length) return (direction > 0 ? dumbbells.find((each) => each > load + 1e-9) : dumbbells.findLast((each) => each < load - 1e-9)) ?? load;
  const steps = load / step;
  const next = direction > 0 ? Math.floor(steps + 1e-9) + 1 : Math.ceil(steps - 1e-9) - 1;
  return Math.max(rounded(next * step, 3), 0);
}

/** The plates on each side of a barbell, heaviest first; null when these plates do not come to the load. */
export function platesFor(load, unit, owned = {}) {
  const side = (load - BAR[unit]) / 2;
  if (side < -1e-9) return null;
  const sizes = (owned.plates?.length ? owned.plates : PLATES[unit]).toSorted((a, b) => b - a);
  // The heaviest first is the fewest plates, but may leave what no other comes to: 9 are 3 + 3 + 3, not 5 + 3 and 1.
  for (let first = 0; first <= sizes.length; first++) {
    const used = heaviestFirst(side, sizes.slice(first));
    if (used) return used;
  }
  return null;
}

function heaviestFirst(side, sizes) {
  const used = [];
  let left = side;
  for (const plate of sizes) {
    while (left > plate - 1e-9) {
      used.push(plate);
      left = rounded(left - plate, 4);
    }
  }
  return left < 1e-9 ? used : null;
}
