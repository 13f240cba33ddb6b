// What holds people back: bars of people deprived by indicator, and each dimension's part of M0.
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { percent, whole } from "../../shared/numbers";
import { hueOf } from "../../shared/palette";
import { bars } from "../charts";
import { type Lack, lacksOf } from "../lacks";
import type { Payload } from "../payload";
import { asTable } from "../tables";
import { say, type Word } from "../text";

const MOST_IN_SUMMARY = 3;
const COLUMNS: readonly Word[] = [
  "indicator",
  "dimension",
  "deprivedPoor",
  "share",
  "deprivedAll",
  "contribution",
  "applies",
];

/** The section's body. */
export function whatHoldsBack(data: Payload, lang: Lang): HTMLElement {
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("whyNote", lang)),
    h("h3", {}, say("byIndicator", lang)),
    h("ul", { class: "keys" }, ...data.dimensions.map((item, at) => key(item[lang], hueOf(at)))),
    ...byIndicator(data, lang),
    h("h3", {}, say("byDimension", lang)),
    ...byDimension(data, lang),
  );
}

function key(title: string, hue: string): HTMLElement {
  return h("li", {}, h("span", { class: "swatch", style: `background:${hue}` }), title);
}

function byIndicator(data: Payload, lang: Lang): HTMLElement[] {
  const lacks = lacksOf(data);
  const place = ({ item }: Lack): number =>
    data.dimensions.findIndex((dimension) => dimension.name === item.dimension);
  const title = (lack: Lack): string => data.dimensions[place(lack)]?.[lang] ?? lack.item.dimension;
  const first = lacks
    .slice(0, MOST_IN_SUMMARY)
    .map((lack) => `${lack.item[lang]}: ${whole(lack.count, lang)}`);
  const chart = bars(
    lacks.map((lack) => ({
      label: lack.item[lang],
      value: lack.count,
      text: `${whole(lack.count, lang)} (${percent(lack.share, lang)})`,
      hue: hueOf(place(lack)),
      note: `${say("dimension", lang)}: ${title(lack)}`,
    })),
    `${say("byIndicator", lang)}. ${first.join("; ")}`,
    lang,
  );
  const rows = lacks.map((lack) => [
    lack.item[lang],
    title(lack),
    whole(lack.count, lang),
    percent(lack.share, lang),
    percent(data.total.hd[lack.at] ?? null, lang),
    percent(data.total.pctb[lack.at] ?? null, lang),
    lack.item.applies?.[lang] ?? "–",
  ]);
  const heads = COLUMNS.map((word) => say(word, lang));
  return [chart, asTable(heads, rows, lang)];
}

function byDimension(data: Payload, lang: Lang): HTMLElement[] {
  const parts = data.dimensions
    .map((item, at) => ({
      title: item[lang],
      hue: hueOf(at),
      part: data.total.dimensions[at] ?? null,
    }))
    .sort((a, b) => (b.part ?? -1) - (a.part ?? -1))
    .map((item) => ({ ...item, text: percent(item.part, lang, 1) }));
  const summary = parts.map(({ title, text }) => `${title}: ${text}`).join("; ");
  return [
    bars(
      parts.map(({ title, part, text, hue }) => ({ label: title, value: part, text, hue })),
      `${say("byDimension", lang)}. ${summary}`,
      lang,
    ),
    asTable(
      [say("dimension", lang), say("contribution", lang)],
      parts.map(({ title, text }) => [title, text]),
      lang,
    ),
  ];
}
