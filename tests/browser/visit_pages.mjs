// Opens every page of a role at desk and telephone width, in both languages.
// Use: node visit_pages.mjs ROLE PATH...   (ROLE `nobody` does not sign in)
import { inspected, open, signIn, start, tell, visitor } from "./visitor.mjs";

const [role, ...paths] = process.argv.slice(2);
const browser = await start();
const found = { pages: {}, errors: [] };
for (const lang of ["th", "en"]) {
  const me = await visitor(browser, { lang });
  if (role !== "nobody") await signIn(me, role);
  for (const path of paths) {
    const status = await open(me, path);
    found.pages[`${lang} ${path}`] = { status, ...(await inspected(me.page)) };
  }
  found.errors.push(...me.errors);
  await me.context.close();
}
await browser.close();
tell(found);
