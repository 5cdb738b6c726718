// Each behaviour is a module of its own; an element asks for one by a data attribute.
import { offerSharing } from "./share.js";
import { previewSheet } from "./sheet-options.js";
import { emptyOther } from "./either.js";
import { letRowsBeDragged } from "./builder/drag.js";
import { moveRowsByKeys } from "./builder/keys.js";
import { offerCopy } from "./copy.js";
import { fillTimeZone } from "./time-zone.js";

document.querySelectorAll("[data-share]").forEach(offerSharing);
document.querySelectorAll("[data-time-zone]").forEach(fillTimeZone);
document.querySelectorAll("[data-sheet-options]").forEach(previewSheet);
document.querySelectorAll("[data-either]").forEach(emptyOther);
document.querySelectorAll("[data-builder]").forEach(letRowsBeDragged);
document.querySelectorAll("[data-builder]").forEach(moveRowsByKeys);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
