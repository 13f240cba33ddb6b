// Opens every page of a role at desk and telephone width, in both languages.
// Use: node visit_pages.mjs ROLE "PATH [STATUS]"...
// ROLE `nobody` does not sign in; STATUS is what the page must answer, 200 if it is left out.
import { inspected, open, signIn, start, tell, visitor } from "./visitor.mjs";

const [role, ...paths] = process.argv.slice(2);
const browser = await start();
const found = { pages: {}, errors: [] };
for (const lang of ["th", "en"]) {
  const me = await visitor(browser, { lang });
  if (role !== "nobody") await signIn(me, role);
  for (const item of paths) {
    const [path, wanted = "200"] = item.split(" ");
    me.expects = new Set([Number(wanted)]);
    const status = await open(me, path);
    if (status !== Number(wanted)) me.errors.push(`${path}: ${status} and not ${wanted}`);
    found.pages[`${lang} ${path}`] = await inspected(me.page);
  }
  found.errors.push(...me.errors);
  await me.context.close();
}
await browser.close();
tell(found);
