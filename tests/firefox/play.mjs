/**
 * Plays the neck program in Firefox, driven over WebDriver BiDi, and keeps it in the history:
 *
 *     node play.mjs FIREFOX SITE EMAIL PASSWORD
 *
 * The page's clock is moved on by the script. Prints one line of JSON: the phases that came, in their order, what the
 * end shows, and the address of the session in the history.
 */
import puppeteer from "puppeteer-core";

const [, , executablePath, site, email, password] = process.argv;
const SECONDS_A_STEP = 10;
const MAX_STEPS = 200;

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(`${error}`));
  await page.evaluateOnNewDocument(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + Number(sessionStorage.getItem("ahead") ?? 0);
  });
  await page.goto(`${site}/accounts/login/?next=/programs/neck-mobility/start/`);
  await page.type("[name=login]", email);
  await page.type("[name=password]", password);
  await page.keyboard.press("Enter");
  const start = await page.waitForSelector("[data-player-action=start]:not([hidden])");
  await start.click();
  const phases = [];
  for (let step = 0; step < MAX_STEPS && phases.at(-1) !== "done"; step++) {
    const phase = await page.$eval("[data-player]", (root) => root.dataset.playerPhase);
    if (phase !== phases.at(-1)) phases.push(phase);
    if (phase === "work") await (await page.$(".player-actions [data-player-action=done]")).click();
    else if (phase !== "done") await moveOn(page);
  }
  await page.waitForFunction(() => document.querySelector("[data-player-kept]").textContent);
  const kept = await page.$eval("[data-player-kept]", (line) => line.textContent);
  const results = await page.$$eval("[data-player-results] li", (rows) => rows.map((row) => row.textContent));
  await Promise.all([page.waitForNavigation(), (await page.$("[data-player-keep]")).click()]);
  console.log(JSON.stringify({ phases, kept, results, errors, address: page.url(), history: await page.$eval("main", (main) => main.textContent) }));
} finally {
  await browser.close();
}

/** Let the page's clock run on, and the page take notice. */
async function moveOn(page) {
  const before = await page.$eval("[data-player-elapsed]", (line, seconds) => {
    sessionStorage.setItem("ahead", Number(sessionStorage.getItem("ahead") ?? 0) + seconds * 1000);
    return line.textContent;
  }, SECONDS_A_STEP);
  await page.waitForFunction((text) => document.querySelector("[data-player-elapsed]").textContent !== text, { polling: 50 }, before);
}
