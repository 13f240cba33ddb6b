// The page: language from the address, banner, navigation, sections, paper.
import { momentOf, roundOf } from "../shared/dates";
import { byId, h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { typefaceReady } from "../shared/typeface";
import { type Address, addressOf, linkTo } from "./address";
import { clearCharts, resizeCharts } from "./charts";
import type { Payload } from "./payload";
import { fullName } from "./place_names";
import { type Section, sectionsOf } from "./sections";
import { say } from "./text";

const PAPER_WIDTH = 660;
const BANNER = "ข้อมูลสังเคราะห์ / SYNTHETIC DATA";

/** Draw the page, and again whenever the language in the address changes. */
export function start(): void {
  const data = JSON.parse(byId("data").textContent ?? "") as Payload;
  let shown: Lang | null = null;
  const show = (): void => {
    const { lang, at }: Address = addressOf(location.hash);
    if (lang !== shown) draw(data, lang);
    shown = lang;
    const target = at ? document.getElementById(at) : null;
    target?.scrollIntoView();
    target?.focus({ preventScroll: true });
  };
  addEventListener("hashchange", show);
  addEventListener("resize", () => resizeCharts());
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("details.home"))
      details.open = true;
    resizeCharts(PAPER_WIDTH);
  });
  addEventListener("afterprint", () => resizeCharts());
  void document.fonts.ready.then(() => resizeCharts());
  void typefaceReady().then(() => resizeCharts());
  show();
}

function draw(data: Payload, lang: Lang): void {
  const { meta, linked } = data;
  clearCharts();
  document.documentElement.lang = lang;
  const place = fullName(data, meta.scope.code, lang);
  const warning = meta.synthetic ? `[${say("synthetic", lang)}] ` : "";
  document.title = `${warning}${say("title", lang)} ${place} ${meta.round}`;
  const sections = sectionsOf(data, lang);
  byId("page").replaceChildren(
    h("a", { class: "skip", href: linkTo(lang, "headline") }, say("skip", lang)),
    ...(meta.synthetic ? [syntheticBanner(lang)] : []),
    ...(linked ? [personalNote(meta.synthetic, lang)] : []),
    head(data, place, lang),
    contents(sections, lang),
    h("main", {}, ...sections.map((section) => sectionOf(section, lang))),
  );
}

function syntheticBanner(lang: Lang): HTMLElement {
  return h(
    "div",
    { class: "banner", role: "note", "aria-label": BANNER },
    h("strong", {}, BANNER),
    h("span", {}, say("synthetic", lang)),
  );
}

/** That the page holds data of single people. */
function personalNote(isSynthetic: boolean, lang: Lang): HTMLElement {
  const title = say("personalTitle", lang);
  return h(
    "div",
    { class: "personal", role: "note", "aria-label": title },
    h("strong", {}, `${title}: `),
    say("personal", lang),
    isSynthetic ? ` ${say("personalSynthetic", lang)}` : "",
  );
}

function head({ meta }: Payload, place: string, lang: Lang): HTMLElement {
  const facts = [
    `${say("round", lang)} ${roundOf(meta.round, lang)}`,
    meta.instrument[lang],
    `${say("madeAt", lang)} ${momentOf(meta.made_at, lang)}`,
  ];
  return h(
    "header",
    {},
    h(
      "div",
      {},
      h("h1", {}, `${say("title", lang)} `, h("span", { class: "place" }, place)),
      h("p", { class: "hint" }, facts.join(" · ")),
    ),
    h(
      "nav",
      { class: "languages", "aria-label": say("language", lang) },
      languageLink("th", "ไทย", lang),
      languageLink("en", "English", lang),
    ),
  );
}

function languageLink(to: Lang, name: string, lang: Lang): HTMLElement {
  const current = to === lang ? "true" : null;
  const href = linkTo(to, "");
  return h("a", { href, lang: to, hreflang: to, "aria-current": current }, name);
}

function contents(sections: readonly Section[], lang: Lang): HTMLElement {
  const links = sections.map(({ id }) =>
    h("li", {}, h("a", { href: linkTo(lang, id) }, say(id, lang))),
  );
  const label = say("sections", lang);
  return h("nav", { class: "contents", "aria-label": label }, h("ul", {}, ...links));
}

function sectionOf({ id, body }: Section, lang: Lang): HTMLElement {
  return h(
    "section",
    { id, tabindex: -1, "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title` }, say(id, lang)),
    body(),
  );
}
