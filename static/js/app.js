// Each behaviour is a module of its own, fetched where an element asks for it by a data attribute.
const behaviours = {
  "[data-allauth-onload^='allauth.webauthn.']": () => import("./passkey.js"),
  "[data-copy]": () => import("./copy.js"),
  "[data-either]": () => import("./exclusive-fields.js"),
  "[data-share]": () => import("./share.js"),
  "[data-time-zone]": () => import("./time-zone.js"),
  "[data-zone-list]": () => import("./time-zone-list.js"),
};

for (const [selector, fetched] of Object.entries(behaviours)) {
  const elements = document.querySelectorAll(selector);
  if (elements.length) fetched().then((module) => elements.forEach(module.default));
}
