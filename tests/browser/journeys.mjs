// What people of each role do on the site, one journey at a time, as they do it.
// Use: node journeys.mjs JOURNEY WIDTH [FILE...]; prints what was met, as JSON.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inspected, open, pressArea, settle, signIn, start, tell, visitor } from "./visitor.mjs";

const [wanted, width, ...given] = process.argv.slice(2);
const browser = await start();
const visitors = [];
const path = (page) => new URL(page.url()).pathname + new URL(page.url()).search;
const number = (text) => Number(text.replaceAll(",", "").trim());
const h1 = async (page) => (await page.locator("h1").first().textContent()).trim();

async function come(name, settings) {
  const me = await visitor(browser, { width: Number(width), ...settings });
  visitors.push(me);
  if (name) await signIn(me, name);
  return me;
}

async function go(page, act) {
  await Promise.all([page.waitForEvent("framenavigated"), act()]);
  await settle(page);
}

/** Wait on the page of a job until it is over; returns what it says and whether the page fits. */
async function job(page) {
  await page.waitForURL(/\/jobs\//);
  await page.locator("#job-state .badge").filter({ hasNotText: /รอคิว|กำลังทำงาน|Waiting|Running/ }).waitFor({ timeout: 90000 });
  const text = await page.locator("#job-state").innerText();
  return { state: (await page.locator("#job-state .badge").textContent()).trim(), text, page: await inspected(page) };
}

/** The first bytes and the size of the file that a link gives. */
async function fetched(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download", { timeout: 90000 }), page.locator(link).first().click()]);
  const content = readFileSync(await file.path());
  return { name: file.suggestedFilename(), bytes: content.length, start: content.toString("latin1", 0, 4), lines: content.toString("utf8").trim().split("\n").length };
}

/** Pages of the page as it is printed. */
async function printed(page) {
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return paper.match(/\/Type\s*\/Page\b/g).length;
}

/** What the map of a page shows: its legend, the colours of that, and the picture itself. */
async function mapped(page) {
  const map = page.locator('[data-island="map"]').first();
  return {
    legend: await map.locator(".map-legend-list li").allTextContents(),
    colours: await map.locator(".map-swatch").evaluateAll((all) => all.map((item) => getComputedStyle(item).backgroundColor)),
    picture: createHash("sha256").update(await map.locator(".map-frame").screenshot({ caret: "initial" })).digest("hex"),
  };
}

const journeys = {
  // Sees what is urgent, goes down to a district, opens the list behind a number, and one household.
  async secretariat() {
    const { page } = await come("provincial");
    const found = { landed: path(page), h1: await h1(page), menu: await page.locator("#main-menu a").count() };
    const links = page.locator('main a[href="/households/?area=41&poor=yes"]');
    found.poorHouseholds = number(await links.nth(1).textContent());
    await go(page, () => page.locator('#parts a[href^="/dashboard/4117/"], main table a[href^="/dashboard/4117/"]').last().click());
    found.district = { path: path(page), h1: await h1(page) };
    for (const view of ["potential", "progress"]) {
      await go(page, () => page.locator(`main a[href$="view=${view}"]`).first().click());
      found[view] = await page.locator("h2").allTextContents();
    }
    await open({ page }, "/dashboard/41/");
    await go(page, () => links.nth(1).click());
    found.list = { path: path(page), rows: await page.locator("main tbody tr").count() };
    await go(page, () => page.locator('main tbody a[href^="/households/4"]').first().click());
    found.household = { path: path(page), h1: await h1(page), sections: await page.locator("main h2").count() };
    await go(page, () => page.locator('main a[href$="/picture/"]').first().click());
    found.picture = { path: path(page), digits: /\d{11,13}/.test(await page.locator("main").innerText()), paper: await printed(page) };
    return found;
  },

  // Goes down from a region to a village: by the lists of the dashboards, then by the maps.
  async descent() {
    const { page } = await come("national");
    const found = { byList: [], byMap: [] };
    const next = async (trail, act) => {
      await go(page, act);
      trail.push({ path: path(page), h1: await h1(page) });
    };
    await open({ page }, "/dashboard/nat/");
    for (const code of ["R3", "41", "4117", "4117\\d{2}", "4117\\d{4}"]) {
      const links = page.locator('#children tbody a[href^="/dashboard/"]');
      const at = await links.evaluateAll((all, text) => all.findIndex((a) => new RegExp(`^/dashboard/${text}/`).test(a.getAttribute("href"))), code);
      await next(found.byList, () => links.nth(at).click());
    }
    const [, , district, subdistrict, village] = found.byList.map((step) => step.path.split("/")[2]);
    await open({ page }, "/map/?area=nat&level=region");
    for (const code of ["R3", "41", district, subdistrict]) await next(found.byMap, () => pressArea(page, code));
    await open({ page }, `/dashboard/${subdistrict}/`);
    await next(found.byMap, () => pressArea(page, village));
    return found;
  },

  // Narrows a search by area and condition; a search that finds nothing says what to loosen.
  async search() {
    const { page } = await come("provincial");
    await open({ page }, "/households/");
    const found = { provinces: await page.locator("#area-province option").count(), before: await page.locator("#area-subdistrict option").count() };
    await Promise.all([page.waitForResponse((answer) => answer.url().includes("/households/")), page.locator("#area-district").selectOption("4101")]);
    await page.locator("#area-subdistrict option").nth(1).waitFor({ state: "attached" });
    found.after = await page.locator("#area-subdistrict option").count();
    await page.locator("#ask-surveyed").selectOption("yes");
    await go(page, () => page.locator("#search-form button.btn-primary, #search-form button[type=submit]").first().click());
    found.result = { path: path(page), rows: await page.locator("main tbody tr").count(), chips: await page.locator("main a .visually-hidden").count() };
    await open({ page }, "/households/?area=4101&poor=yes&level=0&failing=5");
    found.nothing = await page.locator("section[aria-labelledby=found-title], main").last().innerText();
    return found;
  },

  // Tries another rule, sees the answer change, and hands the address to a colleague.
  async whatif() {
    const { page } = await come("national");
    await open({ page }, "/whatif/?area=41");
    const poor = page.locator("#whatif-poor");
    const found = { before: await poor.textContent(), mapBefore: await mapped(page) };
    await Promise.all([page.waitForResponse((answer) => answer.url().includes("/whatif/?")), page.locator("#whatif-rule").selectOption("intersection")]);
    await page.waitForFunction((before) => document.querySelector("#whatif-poor")?.textContent !== before, found.before);
    await settle(page);
    found.after = await poor.textContent();
    found.mapAfter = await mapped(page);
    found.rows = await page.locator("#whatif-table tbody tr").count();
    found.address = path(page);
    const other = await come("national", { lang: "en" });
    await open(other, found.address);
    found.shared = await other.page.locator("#whatif-poor").textContent();
    found.mapShared = await mapped(other.page);
    found.file = await fetched(page, 'a[href^="/whatif/data.csv"]');
    return found;
  },

  // Goes down the map by clicking, and by the table beside it.
  async map() {
    const { page } = await come("provincial");
    await open({ page }, "/map/");
    const map = page.locator('[data-island="map"]');
    const found = { drawn: await map.getAttribute("data-drawn"), method: (await page.locator(".map-method").first().textContent()).trim() };
    await go(page, () => pressArea(page, "4117"));
    found.clicked = path(page);
    await open({ page }, "/map/");
    await go(page, () => page.locator('table a[href*="area=4117"]').first().click());
    found.byTable = path(page);
    found.rows = await page.locator("table tbody tr").count();
    return found;
  },

  // Makes a list for an agency in each format and fetches it; then somebody of the agency does.
  async handover() {
    const { page } = await come("provincial");
    const agency = await come("agency");
    const found = { landed: path(agency.page) };
    for (const format of ["csv", "xlsx"]) {
      await open({ page }, "/households/?area=41&group=fiscal-2566%2F3.1");
      await go(page, () => page.locator('a[href^="/households/export/"]').click());
      await page.locator("#agency").selectOption("social-development");
      await go(page, () => page.locator("form:has(#agency) button").first().click());
      await page.locator("#export-purpose").selectOption({ index: 1 });
      await page.locator("#export-note").fill("ทดสอบการส่งต่อ");
      await page.locator(`input[name=format][value=${format}]`).check();
      await page.locator("form:has(#export-purpose) button").last().click();
      found[format] = { job: await job(page), file: await fetched(page, 'a[href$="/download"]') };
      await open(agency, "/files/agency/");
      found[format].agencyFile = await fetched(agency.page, 'a[href$="/download"]');
    }
    agency.expects.add(403);
    found.search = await open(agency, "/households/");
    return found;
  },

  // Records a visit at a household of the team's subdistrict.
  async visit() {
    const { page } = await come("field");
    const found = { landed: path(page) };
    await open({ page }, "/households/?area=410101");
    await go(page, () => page.locator('main tbody a[href^="/households/4"]').first().click());
    const note = `เยี่ยมบ้านตามแผน ${width}`;
    const today = await page.locator("#event-on").getAttribute("max");
    await page.locator("#event-on").fill(today);
    await page.locator("input[name=kind][value=visit]").check();
    await page.locator("#event-note").fill(note);
    await go(page, () => page.locator("#record button").last().click());
    found.noted = (await page.locator("main").innerText()).includes(note);
    await open({ page }, "/households/?area=410101&visited=me");
    found.visited = await page.locator("main tbody tr").count();
    return found;
  },

  // Sees figures and no people.
  async analyst() {
    const me = await come("analyst");
    const { page } = me;
    const found = { landed: path(page), households: await page.locator('a[href^="/households"]').count() };
    me.expects.add(403);
    found.status = await open(me, "/households/");
    found.message = await h1(page);
    await go(page, () => page.locator("main a").first().click());
    found.back = path(page);
    return found;
  },

  // Searches the audit and has it verified.
  async auditor() {
    const { page } = await come("auditor");
    await open({ page }, "/audit/?action=sign_in");
    const found = { rows: await page.locator("main tbody tr").count() };
    await open({ page }, "/audit/");
    await page.locator('form[action*="verify"] button').click();
    await page.waitForLoadState();
    found.after = page.url().includes("/jobs/") ? await job(page) : { text: await page.locator("main").innerText() };
    return found;
  },

  // Sends a file, sees what was set aside, computes anew, publishes, and looks at the versions.
  async administrator() {
    const { page } = await come("administrator", { lang: "en" });
    await open({ page }, "/desk/imports/");
    await page.locator("#file").setInputFiles(given[0]);
    await page.locator("#source").selectOption("complaints-1300");
    await page.locator("form:has(#file) button").click();
    const found = { imported: await job(page) };
    await open({ page }, "/desk/imports/");
    found.aside = await fetched(page, 'a[href$="quarantine.csv"]');
    await page.locator('form[action$="/process/"] button').first().click();
    found.processed = await job(page);
    await open({ page }, "/desk/versions/");
    await page.locator("#title").fill("after the import");
    await page.locator('form[action$="/publish/"] button').click();
    found.published = await job(page);
    await open({ page }, "/desk/versions/");
    found.versions = await page.locator("main tbody tr").allInnerTexts();
    await page.locator('button[value="drop"]').first().click();
    await page.locator("dialog button[value=no]").click();
    await page.locator("dialog").waitFor({ state: "detached" });
    found.stillHere = path(page);
    return found;
  },

  // Decides on a pair of records and takes the decision back.
  async review() {
    const { page } = await come("provincial");
    await open({ page }, "/desk/review/");
    const found = { open: await page.locator("main section.card").count(), signs: await page.locator("main tbody th [aria-hidden]").allTextContents() };
    await go(page, () => page.locator('button[value="different"]').first().click());
    for (const [act, status] of [["decided", "different"], ["undone", "open"]]) {
      for (let turn = 0; turn < 60; turn += 1) {
        await open({ page }, `/desk/review/?status=${status}`);
        if (await page.locator("main section.card").count()) break;
        await page.waitForTimeout(500);
      }
      found[act] = await page.locator("main section.card").count();
      if (act === "decided") await go(page, () => page.locator('button[value="undone"]').first().click());
    }
    return found;
  },

  // Reads public figures without an account, and takes the open data along.
  async public() {
    const { page } = await come(null);
    await open({ page }, "/");
    const found = { landed: path(page), text: await page.locator("main").innerText(), links: await page.locator('a[href^="/households"]').count() };
    await open({ page }, "/dashboard/41/");
    found.asked = path(page);
    await open({ page }, "/public/data/");
    found.file = await fetched(page, 'main a[href$=".csv"]');
    return found;
  },

  // Switches the language and back, and stays where they are; works with the keyboard alone.
  async language() {
    const { page } = await come("district");
    const found = { landed: path(page), stayed: [], spoken: [] };
    const wanted = "/dashboard/4101/?view=progress";
    await open({ page }, wanted);
    for (let turn = 0; turn < 2; turn += 1) {
      await telephoneMenu(page);
      await go(page, () => page.locator('form[action="/language/"] button').click());
      found.stayed.push(path(page));
      await page.reload();
      found.spoken.push([await page.evaluate(() => document.documentElement.lang), await h1(page)]);
    }
    await page.keyboard.press("Tab");
    found.first = await page.evaluate(() => document.activeElement.getAttribute("href"));
    await page.keyboard.press("Enter");
    found.focus = await page.evaluate(() => location.hash);
    await open({ page }, wanted);
    found.menu = [await page.locator('#main-menu a[href="/map/"]').isVisible()];
    await telephoneMenu(page);
    found.menu.push(await page.locator('#main-menu a[href="/map/"]').isVisible());
    return found;
  },
};

/** Open the menu where the screen is too narrow to show it. */
async function telephoneMenu(page) {
  const toggler = page.locator(".navbar-toggler");
  if (!(await toggler.isVisible())) return;
  await toggler.click();
  await page.locator("#main-menu.show").waitFor();
}

const found = await journeys[wanted]();
found.errors = visitors.flatMap((item) => item.errors);
await browser.close();
tell(found);
