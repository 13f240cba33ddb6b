// Walks the site's map in real Chromium, under the site's own policy, and prints what was met.
// Use: node inspect_map.mjs schematic | journey FOLDER_FOR_PICTURES
import { join } from "node:path";
import { barriers, open, settle, signIn, site, start, tell, visitor } from "./visitor.mjs";

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
  const place = await placeOf("41");
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

/** Where an area is on the screen, from its outline and the frame that fits all of them. */
async function placeOf(code) {
  await page.locator(".map-frame").scrollIntoViewIfNeeded();
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

/** The colour of the screen inside an area, beside its name. */
async function colourOf(code) {
  const at = await placeOf(code);
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
