// The page: language from the address, banner, navigation, sections, paper.
import { clearCharts, resizeCharts } from "./charts";
import { h } from "./dom";
import { homes } from "./homes";
import { fullName, mapSection } from "./map";
import { date, round } from "./numbers";
import { overlaps } from "./overlaps";
import type { Lang, Payload } from "./payload";
import { ranking } from "./ranking";
import { linkage, registers } from "./registers";
import {
  change,
  distribution,
  groups,
  headline,
  notes,
  otherRules,
  whatHoldsBack,
  whereToStart,
} from "./sections";
import { targets } from "./targets";
import { say, type Word } from "./text";

const PAPER = 660;
type Part = [string, Word, () => HTMLElement];

function address(): { lang: Lang; at: string } {
  const asked = new URLSearchParams(location.hash.slice(1));
  return { lang: asked.get("lang") === "en" ? "en" : "th", at: asked.get("at") ?? "" };
}

const link = (lang: Lang, at: string): string => `#lang=${lang}${at ? `&at=${at}` : ""}`;

/** Draw the page, and again whenever the language in the address changes. */
export function start(): void {
  const data = JSON.parse(document.getElementById("data")!.textContent!) as Payload;
  let shown: Lang | null = null;
  const show = (): void => {
    const { lang, at } = address();
    if (lang !== shown) draw(data, lang);
    shown = lang;
    const target = at ? document.getElementById(at) : null;
    if (target) {
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    }
  };
  addEventListener("hashchange", show);
  addEventListener("resize", () => resizeCharts());
  addEventListener("beforeprint", () => {
    for (const home of document.querySelectorAll<HTMLDetailsElement>("details.home"))
      home.open = true;
    resizeCharts(PAPER);
  });
  addEventListener("afterprint", () => resizeCharts());
  void document.fonts.ready.then(() => resizeCharts());
  void Promise.all([
    document.fonts.load("14px Sarabun", "กa"),
    document.fonts.load("600 14px Sarabun", "กa"),
  ]).then(() => resizeCharts());
  show();
}

function draw(data: Payload, lang: Lang): void {
  clearCharts();
  document.documentElement.lang = lang;
  const place = fullName(data, data.meta.scope.code, lang);
  document.title = `${data.meta.synthetic ? `[${say("synthetic", lang)}] ` : ""}${say("title", lang)} ${place} ${data.meta.round}`;
  const { linked } = data;
  const parts: Part[] = [
    ["headline", "headline", () => headline(data, lang)],
    ["start", "start", () => whereToStart(data, lang)],
    ...(linked
      ? ([
          ["targets", "targets", () => targets(data, linked, lang)],
          ["homes", "homes", () => homes(linked, lang)],
        ] as Part[])
      : []),
    ["why", "why", () => whatHoldsBack(data, lang)],
    ["where", "where", () => mapSection(data, lang)],
    ["ranked", "ranked", () => ranking(data, lang)],
    ...(linked ? ([["overlaps", "overlaps", () => overlaps(data, linked, lang)]] as Part[]) : []),
    ...(data.before ? [["change", "change", () => change(data, lang)] as Part] : []),
    ...(data.groups.length ? [["groups", "groups", () => groups(data, lang)] as Part] : []),
    ["distribution", "distribution", () => distribution(data, lang)],
    ["rules", "rules", () => otherRules(data, lang)],
    ...(linked
      ? ([
          ["registers", "registers", () => registers(data, linked, lang)],
          ["linkage", "linkage", () => linkage(linked, lang)],
        ] as Part[])
      : []),
    ["notes", "notes", () => notes(data, lang)],
  ];
  document
    .getElementById("page")!
    .replaceChildren(
      h("a", { class: "skip", href: link(lang, "headline") }, say("skip", lang)),
      ...(data.meta.synthetic
        ? [
            h(
              "div",
              { class: "banner", role: "note", "aria-label": "ข้อมูลสังเคราะห์ / SYNTHETIC DATA" },
              h("strong", {}, "ข้อมูลสังเคราะห์ / SYNTHETIC DATA"),
              h("span", {}, say("synthetic", lang)),
            ),
          ]
        : []),
      ...(linked
        ? [
            h(
              "div",
              { class: "personal", role: "note", "aria-label": say("personalTitle", lang) },
              h("strong", {}, `${say("personalTitle", lang)}: `),
              say("personal", lang),
              data.meta.synthetic ? ` ${say("personalSynthetic", lang)}` : "",
            ),
          ]
        : []),
      h(
        "header",
        {},
        h(
          "div",
          {},
          h("h1", {}, `${say("title", lang)} `, h("span", { class: "place" }, place)),
          h(
            "p",
            { class: "hint" },
            `${say("round", lang)} ${round(data.meta.round, lang)} · ${data.meta.instrument[lang]} · ${say("madeAt", lang)} ${date(data.meta.made_at, lang)}`,
          ),
        ),
        h(
          "nav",
          { class: "languages", "aria-label": say("language", lang) },
          ...(["th", "en"] as Lang[]).map((each) =>
            h(
              "a",
              {
                href: link(each, ""),
                lang: each,
                hreflang: each,
                "aria-current": each === lang ? "true" : null,
              },
              each === "th" ? "ไทย" : "English",
            ),
          ),
        ),
      ),
      h(
        "nav",
        { class: "contents", "aria-label": say("sections", lang) },
        h(
          "ul",
          {},
          ...parts.map(([id, word]) =>
            h("li", {}, h("a", { href: link(lang, id) }, say(word, lang))),
          ),
        ),
      ),
      h(
        "main",
        {},
        ...parts.map(([id, word, body]) =>
          h(
            "section",
            { id, tabindex: -1, "aria-labelledby": `${id}-title` },
            h("h2", { id: `${id}-title` }, say(word, lang)),
            body(),
          ),
        ),
      ),
    );
}
