/** The hint that the site can be installed: shown on My Workouts, until it is taken or sent away. */
import { button, element } from "./badge.js";
import { read, write } from "./outbox.js";

const SEEN = "backfit.install";

/** Safari on iPhones and iPads has no way to ask: the hint then says how. */
const isByHand = () => "standalone" in navigator && !navigator.standalone;

/** Chromium tells that it could install; the hint asks it to. */
let offer = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  dispatchEvent(new Event("backfit-installable"));
});

export async function offerInstall(box, site) {
  if (!box || !("install" in box.dataset) || read(SEEN)) return;
  if (isByHand() || offer) show(box, await site());
  else addEventListener("backfit-installable", async () => show(box, await site()), { once: true });
}

function show(box, { words, addresses }) {
  const hint = element("div", "", "stack stack-small");
  hint.dataset.installHint = "";
  const away = () => {
    write(SEEN, "1");
    hint.remove();
    box.hidden = ![...box.children].some((each) => !each.hidden && each.textContent.trim());
  };
  const install = () => offer.prompt().then(away);
  const row = element("div", "", "actions");
  if (offer) row.append(button(words.installNow, install));
  row.append(button(words.notNow, away));
  const text = element("p", `${words.install} `);
  text.append(Object.assign(element("a", words.installHow), { href: addresses.install }));
  hint.append(text, ...(offer ? [] : [element("p", words.installByHand)]), row);
  box.append(hint);
  box.hidden = false;
}
