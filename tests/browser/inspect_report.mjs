// Opens a report in real Chromium and prints, as JSON, what a reader would meet.
// Use: node inspect_report.mjs REPORT.html CHROMIUM FOLDER_FOR_PICTURES
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

for (const width of [1440, 390]) {
  for (const lang of ["th", "en"]) {
    // Only axe-core itself needs the page's policy lifted; the first view below runs under it.
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
    const page = await open(context, `${address}#lang=${lang}`);
    await page.screenshot({ path: join(pictures, `${width}-${lang}.png`), fullPage: true });
    const audit = await page.addScriptTag({ content: axe }).then(() => page.evaluate(() => globalThis.axe.run()));
    found.views[`${width}-${lang}`] = {
      lang: await page.evaluate(() => document.documentElement.lang),
      title: await page.title(),
      overflow: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      headings: await page.locator("h2").allTextContents(),
      banner: await page.locator(".banner").count(),
      charts: await page.locator(".chart svg").count(),
      unlabelled: await page.locator(".chart:not([aria-label])").count(),
      violations: audit.violations.filter((item) => ["serious", "critical"].includes(item.impact))
        .map((item) => `${item.id}: ${item.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`),
    };
    await context.close();
  }
}

const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await open(context, address);
found.defaultLanguage = await page.evaluate(() => document.documentElement.lang);
found.fonts = await page.evaluate(() => [document.fonts.check("16px Sarabun", "ก"), [...document.fonts].filter((f) => f.status === "loaded").length]);
found.schematic = await page.locator(".schematic").count();
found.areas = await page.locator(".map-area").count();
await page.locator(".languages a[lang=en]").click();
await page.locator("html[lang=en]").waitFor();
found.afterSwitch = { lang: await page.evaluate(() => document.documentElement.lang), hash: new URL(page.url()).hash };
await page.reload();
await page.locator(".chart svg").first().waitFor();
found.afterReload = await page.evaluate(() => document.documentElement.lang);

await page.locator(".map-area[data-code='4101']").focus();
await page.keyboard.press("ArrowRight");
found.arrow = await page.evaluate(() => document.activeElement.dataset.code);
await page.locator(".map-area[data-code='4101']").focus();
await page.keyboard.press("Enter");
found.drilled = await page.locator(".card h3").textContent();
found.noData = await page.locator(".map-area[data-code='410102']").evaluate((node) =>
  ({ says: node.getAttribute("aria-label") ?? node.textContent, hatched: node.classList.contains("hatched") || node.getAttribute("fill") === "url(#hatch)" }));
found.legend = await page.locator(".legend li").allTextContents();

await page.locator("[data-level=subdistrict]").click();
await page.locator("input[type=search]").fill("410102");
found.searched = await page.locator(".ranking tbody tr").allTextContents();
await page.locator("input[type=search]").fill("");
await page.locator("[data-sort=H]").click();
found.sorted = await page.locator("th[aria-sort=descending]").textContent();
found.ratios = await page.locator(".ranking tbody tr td:nth-child(6)").allTextContents();
found.scripts = await page.locator("script").count();
await page.pdf({ path: join(pictures, "paper.pdf"), format: "A4" });
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
