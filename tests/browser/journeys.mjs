// What people of each role do on the site, one journey at a time, as they do it.
// Use: node journeys.mjs JOURNEY [FILE...]; prints what was met, as JSON.
import { readFileSync, statSync } from "node:fs";
import { open, settle, signIn, site, start, tell, visitor } from "./visitor.mjs";

const [wanted, ...given] = process.argv.slice(2);
const browser = await start();
const visitors = [];
const path = (page) => new URL(page.url()).pathname + new URL(page.url()).search;
const number = (text) => Number(text.replaceAll(",", "").trim());
const h1 = async (page) => (await page.locator("h1").first().textContent()).trim();

async function come(name, settings) {
  const me = await visitor(browser, settings);
  visitors.push(me);
  if (name) await signIn(me, name);
  return me;
}

async function go(page, act) {
  await Promise.all([page.waitForEvent("framenavigated"), act()]);
  await settle(page);
}

/** Wait on the page of a job until it is over; returns what it says. */
async function job(page) {
  await page.waitForURL(/\/jobs\//);
  await page.locator("#job-state .badge").filter({ hasNotText: /รอคิว|กำลังทำงาน|Waiting|Running/ }).waitFor({ timeout: 90000 });
  return { path: path(page), state: (await page.locator("#job-state .badge").textContent()).trim(), said: (await page.locator("#job-said").textContent()).trim(), text: await page.locator("#job-state").innerText() };
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
    found.picture = { path: path(page), digits: /\d{11,13}/.test(await page.locator("main").innerText()) };
    return found;
  },

  // Narrows a search by area and condition; a search that finds nothing says what to loosen.
  async search() {
    const { page } = await come("district");
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
    const found = { before: await poor.textContent() };
    await Promise.all([page.waitForResponse((answer) => answer.url().includes("/whatif/?")), page.locator("#whatif-rule").selectOption("intersection")]);
    await page.waitForFunction((before) => document.querySelector("#whatif-poor")?.textContent !== before, found.before);
    await settle(page);
    found.after = await poor.textContent();
    found.rows = await page.locator("#whatif-table tbody tr").count();
    found.address = path(page);
    const link = await page.locator('a[href^="/whatif/data.csv"]').getAttribute("href");
    const other = await come("national", { lang: "en" });
    await open(other, found.address.includes("rule=") ? found.address : link.replace("data.csv", ""));
    found.shared = await other.page.locator("#whatif-poor").textContent();
    return found;
  },

  // Goes down the map by clicking, and by the table beside it.
  async map() {
    const { page } = await come("provincial");
    await open({ page }, "/map/");
    const map = page.locator('[data-island="map"]');
    const found = { drawn: await map.getAttribute("data-drawn"), method: (await page.locator(".map-method").first().textContent()).trim() };
    await go(page, () => map.locator('a[href*="area=4117"]').first().click());
    found.clicked = path(page);
    await open({ page }, "/map/");
    await go(page, () => page.locator('table a[href*="area=4117"]').first().click());
    found.byTable = path(page);
    found.rows = await page.locator("table tbody tr").count();
    return found;
  },

  // Makes a list for an agency and fetches it; then somebody of the agency fetches it too.
  async handover() {
    const { page } = await come("provincial");
    await open({ page }, "/households/?area=41&group=fiscal-2566%2F3.1");
    await go(page, () => page.locator('a[href^="/households/export/"]').click());
    await page.locator("#agency").selectOption("social-development");
    await go(page, () => page.locator("form:has(#agency) button").first().click());
    await page.locator("#export-purpose").selectOption({ index: 1 });
    await page.locator("#export-note").fill("ทดสอบการส่งต่อ");
    await page.locator("form:has(#export-purpose) button").last().click();
    const found = { job: await job(page) };
    const fetched = async (where) => {
      const [file] = await Promise.all([where.waitForEvent("download"), where.locator('a[href$="/download"]').first().click()]);
      return { name: file.suggestedFilename(), bytes: statSync(await file.path()).size };
    };
    found.file = await fetched(page);
    const agency = await come("agency");
    found.agencyLanded = path(agency.page);
    await open(agency, "/files/agency/");
    found.agencyFile = await fetched(agency.page);
    agency.expects.add(403);
    found.agencySearch = await open(agency, "/households/");
    return found;
  },

  // Records a visit at a household of the team's subdistrict.
  async visit() {
    const { page } = await come("field");
    const found = { landed: path(page) };
    await open({ page }, "/households/?area=410101");
    await go(page, () => page.locator('main tbody a[href^="/households/4"]').first().click());
    const today = await page.locator("#event-on").getAttribute("max");
    await page.locator("#event-on").fill(today);
    await page.locator("input[name=kind][value=visit]").check();
    await page.locator("#event-note").fill("เยี่ยมบ้านตามแผน");
    await go(page, () => page.locator("#record button").last().click());
    found.noted = (await page.locator("main").innerText()).includes("เยี่ยมบ้านตามแผน");
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
    const [aside] = await Promise.all([page.waitForEvent("download"), page.locator('a[href$="quarantine.csv"]').first().click()]);
    found.aside = readFileSync(await aside.path(), "utf8").split("\n").length;
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

  // Reads public figures without an account.
  async public() {
    const { page } = await come(null);
    await open({ page }, "/");
    const found = { landed: path(page), text: await page.locator("main").innerText(), links: await page.locator('a[href^="/households"]').count() };
    await open({ page }, "/dashboard/41/");
    found.asked = path(page);
    return found;
  },

  // Switches the language and stays where they are; works with the keyboard and on a telephone.
  async language() {
    const { page } = await come("provincial");
    await open({ page }, "/dashboard/4101/?view=progress");
    const before = path(page);
    await go(page, () => page.locator('form[action="/language/"] button').click());
    const found = { stayed: path(page) === before, lang: await page.evaluate(() => document.documentElement.lang) };
    await page.reload();
    found.kept = await page.evaluate(() => document.documentElement.lang);
    await page.keyboard.press("Tab");
    found.first = await page.evaluate(() => document.activeElement.getAttribute("href"));
    await page.keyboard.press("Enter");
    found.focus = await page.evaluate(() => location.hash);
    await page.setViewportSize({ width: 390, height: 900 });
    found.hidden = await page.locator("#main-menu").isVisible();
    await page.locator(".navbar-toggler").click();
    await page.locator("#main-menu.show").waitFor();
    found.shown = await page.locator('#main-menu a[href="/map/"]').isVisible();
    return found;
  },
};

const found = await journeys[wanted]();
found.errors = visitors.flatMap((item) => item.errors);
found.site = site;
await browser.close();
tell(found);
