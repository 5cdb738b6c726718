import { letRowsBeDragged } from "./drag.js";
import { moveRowsByKeys } from "./keys.js";

/**
 * What the builder does beyond its buttons.
 * @param {HTMLElement} builder stays when what is inside is swapped
 */
export default function enhanceBuilder(builder) {
  letRowsBeDragged(builder);
  moveRowsByKeys(builder);
}
