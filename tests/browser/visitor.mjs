// Somebody who visits the site in real Chromium: signs in, opens pages, and notes what goes wrong.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(fileURLToPath(new URL("../../frontend/package.json", import.meta.url)));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const site = process.env.SITE;
const flags = "--no-sandbox --disable-gpu --enable-unsafe-swiftshader --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Open the browser; `close` ends it. */
export async function start() {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: flags.split(" ") });
}

/** A new visitor of a language and width; `errors` holds what the console, the policy or the server say. */
export async function visitor(browser, { lang = "th", width = 1440 } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true });
  await context.addCookies([{ name: "django_language", value: lang, url: site }]);
  const page = await context.newPage();
  const me = { context, page, errors: [], expects: new Set() };
  const note = (text) => me.errors.push(`${new URL(page.url()).pathname}: ${text}`);
  page.on("pageerror", (error) => note(String(error)));
  page.on("console", (line) => {
    if (!["error", "warning"].includes(line.type())) return;
    // Chromium says of every answer of 400 and above that it failed: those are noted below
    if (!/Failed to load resource|GPU stall|WebGL|swiftshader/i.test(line.text())) note(line.text());
  });
  page.on("response", (answer) => {
    const isOurs = answer.url().startsWith(site);
    if (!isOurs) note(`asked another server: ${answer.url()}`);
    else if (answer.status() >= 400 && !me.expects.has(answer.status())) note(`${answer.status()} ${answer.url()}`);
  });
  return me;
}

/** Sign in through the form, as a person does. */
export async function signIn(me, name) {
  const { page } = me;
  await page.goto(`${site}/account/login/`);
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill(process.env.PASSWORD);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/account/login")), page.keyboard.press("Enter")]);
}

/** Open an address of the site and wait until its islands are drawn. */
export async function open(me, path) {
  const answer = await me.page.goto(path.startsWith("http") ? path : site + path);
  await settle(me.page);
  return answer?.status();
}

export async function settle(page) {
  await page.waitForLoadState("load");
  await page.evaluate(() => document.fonts.ready);
  const map = page.locator('[data-island="map"]');
  if (await map.count()) await map.first().locator("xpath=self::*[@data-drawn]").waitFor({ timeout: 60000 });
}

/** Serious and critical findings of axe on the page as it stands. */
export async function barriers(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.filter((item) => ["serious", "critical"].includes(item.impact))
    .map((item) => `${item.id}: ${item.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
}

/** Barriers and sideways scroll of the page at desk and telephone width. */
export async function inspected(page) {
  const seen = {};
  const before = page.viewportSize();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.waitForTimeout(150);
    seen[width] = {
      barriers: await barriers(page),
      overflow: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    };
  }
  await page.setViewportSize(before);
  return {
    ...seen,
    lang: await page.evaluate(() => document.documentElement.lang),
    title: await page.title(),
    said: (await page.locator("main").innerText()).slice(0, 500),
    headings: await page.locator("h1").count(),
  };
}

/** Where an area is on the screen, from its outline and the frame that fits all of them. */
export async function placeOf(page, code) {
  await page.locator(".map-frame").first().scrollIntoViewIfNeeded();
  return page.evaluate(async (wanted) => {
    const island = document.querySelector("[data-island=map]");
    const { features } = await (await fetch(island.dataset.boundaries)).json();
    const points = (geometry) => geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2);
    const north = (y) => (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (y * Math.PI) / 360));
    const box = (list) => ({
      left: Math.min(...list.map(([x]) => x)), right: Math.max(...list.map(([x]) => x)),
      low: Math.min(...list.map(([, y]) => north(y))), up: Math.max(...list.map(([, y]) => north(y))),
    });
    const all = box(features.flatMap((item) => points(item.geometry)));
    const one = box(points(features.find((item) => item.properties.code === wanted).geometry));
    const frame = document.querySelector(".map-frame canvas").getBoundingClientRect();
    const scale = Math.min((frame.width - 32) / (all.right - all.left), (frame.height - 32) / (all.up - all.low));
    return {
      x: frame.left + frame.width / 2 + ((one.left + one.right) / 2 - (all.left + all.right) / 2) * scale,
      y: frame.top + frame.height / 2 - ((one.low + one.up) / 2 - (all.low + all.up) / 2) * scale,
    };
  }, code);
}

/** Click an area of the page's map, drawn or schematic. */
export async function pressArea(page, code) {
  const box = page.locator(`.schematic-box[data-code="${code}"]`);
  if (await box.count()) return box.click();
  const { x, y } = await placeOf(page, code);
  return page.mouse.click(x, y);
}

/** Everything that a journey found, for the test that asked. */
export function tell(found) {
  console.log(JSON.stringify(found));
}
