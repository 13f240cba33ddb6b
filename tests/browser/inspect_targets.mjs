// Opens the report of a linked store in real Chromium and prints, as JSON, what a reader would meet
// in its sections on targets, households, overlaps, sources and linkage.
// Use: node inspect_targets.mjs REPORT.html CHROMIUM FOLDER_FOR_PICTURES
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(fileURLToPath(new URL("../../frontend/package.json", import.meta.url)));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [report, executablePath, pictures] = process.argv.slice(2);
const address = pathToFileURL(report).href;
const flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const browser = await chromium.launch({ executablePath, args: flags.split(" ") });
const found = { views: {}, errors: [], requests: [] };
const sections = ["targets", "homes", "overlaps", "registers", "linkage"];

for (const width of [1440, 390]) {
  for (const lang of ["th", "en"]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
    const page = await open(context, `${address}#lang=${lang}`);
    await page.evaluate(() => { for (const item of document.querySelectorAll("main details")) item.open = true; });
    await page.screenshot({ path: join(pictures, `targets-${width}-${lang}.png`), fullPage: true });
    const audit = await page.addScriptTag({ content: axe }).then(() => page.evaluate(() => globalThis.axe.run()));
    found.views[`${width}-${lang}`] = {
      overflow: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      headings: await Promise.all(sections.map((id) => page.locator(`#${id} h2`).textContent())),
      texts: await Promise.all(sections.map((id) => page.locator(`#${id} .hint`).first().textContent())),
      personal: await page.locator(".personal").textContent(),
      homes: await page.locator("#homes details.home").count(),
      unnamed: await page.locator("#overlaps .set-bar:not([aria-label])").count(),
      bars: await page.locator("#overlaps .set-bar").count(),
      violations: audit.violations.filter((item) => ["serious", "critical"].includes(item.impact))
        .map((item) => `${item.id}: ${item.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`),
    };
    await context.close();
  }
}

// From here on the page's own policy is in force.
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await open(context, address);
const numbers = (selector) => page.locator(selector).evaluateAll((cells) => cells.map((cell) => Number(cell.textContent.replaceAll(",", ""))));
const shownInside = async () => ({
  trail: await page.locator("#targets .trail li").allTextContents(),
  areas: await page.locator("#targets .sub-areas tbody th").allTextContents(),
  people: await numbers("#targets .sub-areas tbody td:nth-child(2)"),
});

const group = await page.locator("#target-group").inputValue();
found.province = await shownInside();
await page.locator("#targets [data-area]").first().focus();
found.opened = await page.evaluate(() => document.activeElement.textContent);
await page.keyboard.press("Enter");
found.district = await shownInside();
found.focusStays = await page.evaluate(() => document.activeElement.closest("#targets") !== null);
await page.locator("#target-group").selectOption({ index: 0 });
found.chosen = { ...(await shownInside()), group: await page.locator("#target-group").inputValue() };
await page.locator("#target-group").selectOption(group);
await page.locator("#targets .trail button").first().focus();
await page.keyboard.press("Enter");
found.back = await shownInside();

await page.locator("#homes .tabs button").last().focus();
await page.keyboard.press("Tab");
await page.keyboard.press("Space"); // closes the first home, so that the second is the next stop
await page.keyboard.press("Tab");
await page.keyboard.press("Enter");
const second = page.locator("#homes details.home").nth(1);
found.keyboard = { open: await second.evaluate((home) => home.open), reasons: await second.locator(".reasons li strong").count(), members: await second.locator(".members > li").count() };
await page.locator("#homes .tabs button").first().click();
found.allOpen = await page.locator("#homes details.home[open]").count();

await page.locator("#targets button.small").nth(2).click();
found.map = { shown: await page.locator("#map-shown").inputValue(), focus: await page.evaluate(() => document.activeElement.id),
  card: await page.locator("#where .card dt").first().textContent() };

const whole = await numbers("#overlaps .pair:first-child tbody tr:last-child td:nth-child(2)");
await page.locator("#overlap-area").selectOption("4101");
found.overlap = { whole: whole[0], district: (await numbers("#overlaps .pair:first-child tbody tr:last-child td:nth-child(2)"))[0],
  parts: await numbers("#overlaps .pair:first-child tbody tr:not(:last-child) td:nth-child(2)") };

await page.locator(".languages a[lang=en]").click();
await page.locator("html[lang=en]").waitFor();
found.afterSwitch = { open: await page.locator("#homes details.home[open]").count(), area: await page.locator("#overlap-area").inputValue(), map: await page.locator("#map-shown").inputValue() };
await browser.close();
console.log(JSON.stringify(found));

async function open(context, url) {
  const page = await context.newPage();
  page.on("pageerror", (error) => found.errors.push(String(error)));
  page.on("console", (line) => ["error", "warning"].includes(line.type()) && found.errors.push(line.text()));
  page.on("request", (asked) => { if (!/^(file|data|blob):/.test(asked.url())) found.requests.push(asked.url()); });
  await page.goto(url);
  await page.locator(".chart svg").first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  return page;
}
