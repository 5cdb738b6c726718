// Each behaviour is a module of its own, fetched where an element asks for it by a data attribute.
const behaviours = {
  "[data-allauth-onload^='allauth.webauthn.']": () => import("./passkey.js"),
  "[data-builder]": () => import("./builder/builder.js"),
  "[data-copy]": () => import("./copy.js"),
  "[data-figure-choice]": () => import("./figure-choice.js"),
  "[data-exclusive-with]": () => import("./exclusive-fields.js"),
  "[data-language-offer]": () => import("./language.js"),
  "[data-log-form], [data-log-saved]": () => import("./log-form.js"),
  "[data-offline]": () => import("./offline/page.js"),
  "[data-offline-page]": () => import("./offline/reader.js"),
  "[data-player]": () => import("./player/player.js"),
  "[data-player-shell]": () => import("./offline/shell.js"),
  "[data-request-status]": () => import("./htmx-forms.js"),
  "[data-share]": () => import("./share.js"),
  "[data-sheet-options]": () => import("./sheet-options.js"),
  "[data-time-zone]": () => import("./time-zone.js"),
  "[data-region-default]": () => import("./region.js"),
  "[data-work-progress]": () => import("./work-progress.js"),
  "[data-zone-list]": () => import("./time-zone-list.js"),
};

for (const [selector, fetched] of Object.entries(behaviours)) {
  const elements = document.querySelectorAll(selector);
  if (elements.length) fetched().then((module) => elements.forEach(module.default));
}
