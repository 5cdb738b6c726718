/**
 * Walks the ways of a first visit in Firefox, driven over WebDriver BiDi:
 *
 *     node visit.mjs FIREFOX SITE EMAIL PASSWORD
 *
 * From home to a program and its player, a set done, and the way to an account; from a program by signing up to a plan
 * in My Workouts; the log form; the print page with its preview. Prints one line of JSON with what was seen.
 */
import puppeteer from "puppeteer-core";

const [, , executablePath, site, email, password] = process.argv;
const CLICKABLE = "a, button, summary, label";

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 390, height: 844 });
  const errors = [];
  page.on("pageerror", (error) => errors.push(`${error}`));
  const seen = { errors };

  await page.goto(site);
  await follow(page, "Lower back sore, recurring");
  await press(page, "A band or a ball");
  await follow(page, "Show my program");
  seen.program = await text(page, "h1");
  await follow(page, "Start");
  await (await page.waitForSelector("[data-player-action=start]:not([hidden])")).click();
  await (await page.waitForSelector(".player-actions [data-player-action=done]")).click();
  seen.phase = await page.$eval("[data-player]", (root) => root.dataset.playerPhase);
  seen.set = await page.$eval("[data-player-exercise]", (now) => now.dataset.playerExercise);

  await page.goto(`${site}/programs/upper-back/`);
  await follow(page, "Add to My Workouts");
  await page.type("[name=email]", email);
  await page.type("[name=password1]", password);
  await follow(page, "Sign up");
  const workout = page.url();
  seen.added = await text(page, ".messages");
  await follow(page, "Plan sessions");
  await follow(page, "Plan sessions", "button");
  seen.planned = await text(page, ".messages");
  seen.workouts = await text(page, "main");

  await page.goto(workout);
  await press(page, "More");
  await follow(page, "Log a session");
  await press(page, "All as planned");
  await follow(page, "Save session");
  seen.logged = await text(page, ".messages");

  await page.goto(`${workout}sheet/`);
  const preview = await page.waitForSelector("[data-sheet-preview] img, .sheet-page img");
  await page.waitForFunction((image) => image.complete && image.naturalWidth > 0, {}, preview);
  seen.preview = await preview.evaluate((image) => image.naturalWidth);
  seen.sheet = await page.evaluate(async () => {
    const form = document.querySelector("[data-sheet-options]");
    const action = form.querySelector("[formaction]").formAction;
    const response = await fetch(`${action}?${new URLSearchParams(new FormData(form))}`);
    return (await response.text()).slice(0, 5);
  });
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}

/** The first visible thing to press that reads so, or begins so. */
async function find(page, words, kind = CLICKABLE) {
  const handle = await page.waitForFunction((kind, words) => {
    const read = (each) => (each.innerText ?? "").replace(/\s+/g, " ").trim();
    const shown = [...document.querySelectorAll(`main :is(${kind})`)].filter((each) => each.checkVisibility());
    return shown.find((each) => read(each) === words) ?? shown.find((each) => read(each).startsWith(words));
  }, {}, kind, words);
  return handle.asElement();
}

async function press(page, words, kind) {
  await (await find(page, words, kind)).click();
}

async function follow(page, words, kind) {
  const element = await find(page, words, kind);
  await Promise.all([page.waitForNavigation(), element.click()]);
}

function text(page, selector) {
  return page.$eval(selector, (element) => element.textContent.replace(/\s+/g, " ").trim());
}
