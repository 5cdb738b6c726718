// Each behaviour is a module of its own; an element asks for one by a data attribute.
import { offerCopy } from "./copy.js";
import { fillTimeZone } from "./time-zone.js";

document.querySelectorAll("[data-time-zone]").forEach(fillTimeZone);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
