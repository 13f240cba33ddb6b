// Second factors, invitations and the inspector's screens in real Chromium. Prints what was seen as JSON.
import { createHmac } from "node:crypto";
import { barriers, inspected, open, signIn, site, start, visitor } from "./visitor.mjs";

const shots = process.env.SHOTS;
const browser = await start();
const seen = { pages: {}, errors: [] };

async function look(me, name, path) {
  const status = await open(me, path);
  seen.pages[name] = { status, ...(await inspected(me.page)) };
  if (shots) {
    for (const width of [1440, 390]) {
      await me.page.setViewportSize({ width, height: 900 });
      await me.page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
    }
    await me.page.setViewportSize({ width: 1440, height: 900 });
  }
}

async function confirmPassword(me) {
  if (!me.page.url().includes("/reauthenticate/")) return;
  await me.page.locator("input[name=password]").fill(process.env.PASSWORD);
  await Promise.all([me.page.waitForURL((url) => !url.pathname.includes("/reauthenticate/")), me.page.keyboard.press("Enter")]);
}

/** A code of an authenticator app: RFC 6238 over SHA-1, six digits, thirty seconds. */
function code(secret) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}

async function withKey(me) {
  const devtools = await me.context.newCDPSession(me.page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

async function signedInAs(me) {
  await open(me, "/account/mine/");
  return me.page.url().includes("/account/mine/") ? (await me.page.locator("h1").textContent()).trim() : "";
}

// every page of one's account, in Thai
const analyst = await visitor(browser);
await look(analyst, "login", "/account/login/");
await look(analyst, "reset", "/account/password/reset/");
analyst.expects.add(410);
await look(analyst, "closed", "/account/invitation/");
await signIn(analyst, "analyst");
for (const [name, path] of Object.entries({ mine: "/account/mine/", email: "/account/email/", password: "/account/password/change/", factor: "/account/2fa/", sessions: "/account/sessions/", tokens: "/account/tokens/" })) {
  await look(analyst, name, path);
}

// a passkey is added, and then signs in without a password
await withKey(analyst);
await open(analyst, "/account/2fa/webauthn/add/");
await confirmPassword(analyst);
await look(analyst, "key", "/account/2fa/webauthn/add/");
await analyst.page.locator("input[name=name]").fill("กุญแจของฉัน");
const passwordless = analyst.page.locator("input[name=passwordless]");
if (await passwordless.count()) await passwordless.check();
await Promise.all([analyst.page.waitForURL(/recovery-codes|webauthn\/$|2fa\/$/), analyst.page.locator("#mfa_webauthn_add").click()]);
await look(analyst, "codes", "/account/2fa/recovery-codes/");
seen.keys = await open(analyst, "/account/2fa/webauthn/").then(() => analyst.page.locator("table").textContent());
await analyst.page.locator("header form[action*=logout] button").click();
await open(analyst, "/account/login/");
await Promise.all([analyst.page.waitForURL((url) => !url.pathname.startsWith("/account/login")), analyst.page.locator("#passkey_login").click()]);
seen.passkey = await signedInAs(analyst);

// with a password the key is asked for as second factor
await analyst.page.locator("header form[action*=logout] button").click();
await open(analyst, "/account/login/");
await analyst.page.locator("input[name=login]").fill("analyst");
await analyst.page.locator("input[name=password]").fill(process.env.PASSWORD);
await Promise.all([analyst.page.waitForURL(/2fa\/authenticate/), analyst.page.keyboard.press("Enter")]);
seen.pages.authenticate = await inspected(analyst.page);
await Promise.all([analyst.page.waitForURL((url) => !url.pathname.includes("authenticate")), analyst.page.locator("#mfa_webauthn_authenticate").click()]);
seen.key = await signedInAs(analyst);

// an authenticator app, in English
const agency = await visitor(browser, { lang: "en", width: 390 });
await signIn(agency, "agency");
await open(agency, "/account/2fa/totp/activate/");
await confirmPassword(agency);
await look(agency, "app", "/account/2fa/totp/activate/");
const secret = (await agency.page.content()).match(/\b[A-Z2-7]{32}\b/)[0];
await agency.page.locator("input[name=code]").fill(code(secret));
await Promise.all([agency.page.waitForURL(/recovery-codes/), agency.page.keyboard.press("Enter")]);
seen.app = /recovery/i.test(await agency.page.locator("h1").textContent());

// an administrator invites, the invited person opens the account
const boss = await visitor(browser);
await signIn(boss, "administrator");
await look(boss, "people", "/administration/");
await boss.page.getByRole("link", { name: /ปรียา/ }).click();
seen.pages.person = await inspected(boss.page);
if (shots) await boss.page.screenshot({ path: `${shots}/person.png`, fullPage: true });
await look(boss, "invitations", "/administration/invitations/");
await boss.page.locator("input[name=email]").fill(`new${Date.now()}@example.test`);
await boss.page.locator("select[name=role]").selectOption("field_team");
await boss.page.locator("input[name=area]").fill("410101");
await boss.page.locator("main form[method=post] button.btn-primary").first().click();
const link = (await boss.page.locator("code").textContent()).trim();
const guest = await visitor(browser, { width: 390 });
await guest.page.goto(link.replace(/^https?:\/\/[^/]+/, site));
seen.pages.invitation = { barriers: await barriers(guest.page), address: new URL(guest.page.url()).pathname };
if (shots) await guest.page.screenshot({ path: `${shots}/invitation.png`, fullPage: true });
await guest.page.locator("input[name=first_name]").fill("มานี");
await guest.page.locator("input[name=last_name]").fill("มีนา");
for (const name of ["password", "password_again"]) await guest.page.locator(`input[name=${name}]`).fill("ปลาทูแม่กลองตัวใหญ่มาก");
const name = await guest.page.locator("input[name=username]").inputValue();
await Promise.all([guest.page.waitForURL(/account\/login/), guest.page.keyboard.press("Enter")]);
await guest.page.locator("input[name=login]").fill(name);
await guest.page.locator("input[name=password]").fill("ปลาทูแม่กลองตัวใหญ่มาก");
await Promise.all([guest.page.waitForURL((url) => !url.pathname.startsWith("/account/login")), guest.page.keyboard.press("Enter")]);
seen.invited = await signedInAs(guest);

// the inspector's screens
const auditor = await visitor(browser);
await signIn(auditor, "auditor");
await look(auditor, "audit", "/audit/");
await auditor.page.locator("select[name=action]").selectOption("sign_in");
await auditor.page.locator("main form[role=search] button").click();
seen.signIns = await auditor.page.locator("tbody tr").count();
await auditor.page.locator("tbody th a").first().click();
seen.pages.entry = await inspected(auditor.page);
if (shots) await auditor.page.screenshot({ path: `${shots}/entry.png`, fullPage: true });
await open(auditor, "/audit/");
await auditor.page.locator("form[action*=verify] button").click();
await auditor.page.locator("#job-state .badge").filter({ hasText: /เสร็จ/ }).waitFor({ timeout: 60000 });
seen.verified = await auditor.page.locator("#job-state").textContent();

for (const [who, me] of Object.entries({ analyst, agency, boss, guest, auditor })) seen.errors.push(...me.errors.map((text) => `${who} ${text}`));
await browser.close();
console.log(JSON.stringify(seen));
