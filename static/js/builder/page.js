// What the builder does beyond its buttons.
import { letRowsBeDragged } from "./drag.js";
import { moveRowsByKeys } from "./keys.js";

const builder = document.querySelector("[data-builder]");
letRowsBeDragged(builder);
moveRowsByKeys(builder);
