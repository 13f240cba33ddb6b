// Walks the site's map in real Chromium, under the site's own policy, and prints what was met.
// Use: node inspect_map.mjs schematic | journey FOLDER_FOR_PICTURES
import { join } from "node:path";
import { barriers, open, placeOf, settle, signIn, site, start, tell, visitor } from "./visitor.mjs";

const [part, pictures] = process.argv.slice(2);
const browser = await start();
const me = await visitor(browser);
const { page } = me;
await signIn(me, part === "schematic" ? "provincial" : "national");
const found = part === "schematic" ? await schematic() : await journey();
found.errors = me.errors;
await browser.close();
tell(found);

/** The map of a province whose districts have no boundaries yet. */
async function schematic() {
  await open(me, "/map/?area=41");
  return { ...(await about()), boxes: await page.locator(".schematic-box").count(), barriers: await barriers(page) };
}

async function journey() {
  const seen = {};
  await open(me, "/map/?area=nat&level=province");
  seen.national = await about();
  seen.shades = { map: await colourOf("41"), legend: await page.locator(".map-swatch").first().evaluate((item) => getComputedStyle(item).backgroundColor) };
  for (const method of ["equal", "jenks"]) {
    await page.locator("#map-method").selectOption(method);
    await Promise.all([page.waitForURL(new RegExp(`method=${method}`)), page.locator(".map-choices button").click()]);
    await settle(page);
    seen[method] = await page.locator(".map-method").textContent();
  }
  const place = await placeOf(page, "41");
  await page.mouse.move(place.x, place.y);
  await page.locator(".map-tip:not([hidden])").waitFor();
  seen.tip = await page.locator(".map-tip").textContent();
  await Promise.all([page.waitForURL(/area=41\b/), page.mouse.click(place.x, place.y)]);
  await settle(page);
  seen.clicked = { address: page.url(), ...(await about()) };

  // By keyboard: the table beside the map leads further down.
  await page.locator("#map-table tbody a").first().focus();
  await Promise.all([page.waitForURL(/level=subdistrict/), page.keyboard.press("Enter")]);
  await settle(page);
  seen.keyboard = { address: page.url(), ...(await about()) };

  await open(me, "/map/?area=41&measure=all:households");
  const [answer] = await Promise.all([page.waitForResponse(/points\.json/), page.getByRole("button", { name: "แสดงตำแหน่งครัวเรือน" }).click()]);
  seen.points = (await answer.json()).features.length;
  await page.locator("[data-points=shown]").waitFor();
  seen.status = await page.locator(".map-status").textContent();
  await page.screenshot({ path: join(pictures, "points.png") });
  seen.clusters = await opened();

  seen.views = {};
  for (const lang of ["th", "en"]) {
    await me.context.addCookies([{ name: "django_language", value: lang, url: site }]);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await open(me, "/map/?area=41");
      await page.screenshot({ path: join(pictures, `${width}-${lang}.png`), fullPage: true });
      seen.views[`${width}-${lang}`] = {
        ...(await about()), barriers: await barriers(page),
        overflow: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      };
    }
  }
  return seen;
}

async function about() {
  return {
    drawn: await page.locator("[data-island=map]").getAttribute("data-drawn"),
    heading: await page.locator("h1").textContent(),
    method: (await page.locator(".map-method").allTextContents()).join(),
    legend: await page.locator(".map-legend-list li").allTextContents(),
    facts: await page.locator(".map-facts").textContent(),
    rows: await page.locator("#map-table tbody tr[data-code]").count(),
    note: (await page.locator(".schematic-note").allTextContents()).join(),
  };
}

/** Open clusters of households until single ones show, and one of those: how many, and where it leads. */
async function opened() {
  const canvas = page.locator(".map-frame canvas");
  await canvas.scrollIntoViewIfNeeded();
  const met = { opened: 0, link: null };
  for (let turn = 0; turn < 12; turn += 1) {
    const [widest] = (await dots(canvas)).sort((one, other) => other.width - one.width);
    if (!widest) break;
    const frame = await canvas.boundingBox();
    await page.mouse.click(frame.x + widest.x, frame.y + widest.y);
    if (widest.width > 22) { met.opened += 1; continue; } // a household alone is 18 pixels wide
    met.link = await page.locator(".map-card a").getAttribute("href");
    break;
  }
  return met;
}

/** Middles and widths of what is drawn in the colour of households, once the map stands still. */
async function dots(canvas) {
  let before = "", now = "";
  do {
    await page.waitForTimeout(400);
    [before, now] = [now, (await canvas.screenshot()).toString("base64")];
  } while (before !== now);
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const { width, height } = image;
    const pen = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    pen.drawImage(image, 0, 0);
    const pixels = pen.getImageData(0, 0, width, height).data;
    const isDot = (at) => pixels[4 * at] === 0xb3 && pixels[4 * at + 1] === 0x4a && pixels[4 * at + 2] === 0;
    const seen = new Uint8Array(width * height);
    const found = [];
    for (let start = 0; start < seen.length; start += 1) {
      if (seen[start] || !isDot(start)) continue;
      seen[start] = 1;
      const queue = [start], box = { left: width, right: 0, up: height, low: 0 };
      while (queue.length) {
        const at = queue.pop(), x = at % width, y = (at - x) / width;
        Object.assign(box, { left: Math.min(box.left, x), right: Math.max(box.right, x), up: Math.min(box.up, y), low: Math.max(box.low, y) });
        for (const next of [at - 1, at + 1, at - width, at + width]) {
          if (!seen[next] && isDot(next)) { seen[next] = 1; queue.push(next); }
        }
      }
      const across = box.right - box.left + 1;
      if (across > 8) found.push({ x: (box.left + box.right) / 2, y: (box.up + box.low) / 2, width: across });
    }
    return found;
  }, now);
}

/** The colour of the screen inside an area, beside its name. */
async function colourOf(code) {
  const at = await placeOf(page, code);
  const shot = (await page.screenshot({ clip: { x: at.x + 12, y: at.y - 14, width: 1, height: 1 } })).toString("base64");
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    pen.drawImage(image, 0, 0);
    return `rgb(${[...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)].join(", ")})`;
  }, shot);
}
