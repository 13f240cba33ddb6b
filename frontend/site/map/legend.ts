// The legend of a choropleth: classes, the method that made them, and what is not a value.
import type { ClassBreak } from "../../shared/classes";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { bare, figure, type Unit, whole } from "../../shared/numbers";
import { say } from "../words";
import { type MapValues, stateOf } from "./data";

export interface Entry {
  kind: "class" | "none" | "suppressed";
  text: string;
  count: number;
  shade: string | null;
}

/** Entries: classes lowest first, then no data and withheld areas where there are any. */
export function legendEntries(
  values: MapValues,
  classes: readonly ClassBreak[],
  lang: Lang,
): Entry[] {
  const entries = classes.map((item): Entry => {
    const { shade, count } = item;
    return { kind: "class", shade, count, text: rangeOf(item, values.measure.unit, lang) };
  });
  for (const kind of ["none", "suppressed"] as const) {
    const count = values.areas.filter((area) => stateOf(area) === kind).length;
    const text = say(kind === "none" ? "noData" : "suppressed", lang);
    if (count) entries.push({ kind, count, shade: null, text });
  }
  return entries;
}

function rangeOf({ from, to }: ClassBreak, unit: Unit, lang: Lang): string {
  if (from === to) return figure(from, unit, lang);
  return `${bare(from, unit, lang)} ${say("to", lang)} ${figure(to, unit, lang)}`;
}

/** The legend as an element; every entry tells how many areas it holds. */
export function legend(values: MapValues, classes: readonly ClassBreak[], lang: Lang): HTMLElement {
  const { measure, method } = values;
  const entries = legendEntries(values, classes, lang).map((entry) => entryLine(entry, lang));
  const title = `${say("legend", lang)}: ${measure.title[lang]}`;
  return h(
    "div",
    { class: "map-legend" },
    h("p", { class: "map-legend-title" }, title),
    h("ul", { class: "map-legend-list" }, ...entries),
    classes.length
      ? h("p", { class: "map-method", "data-method": method }, say(method, lang))
      : null,
  );
}

function entryLine({ kind, text, count, shade }: Entry, lang: Lang): HTMLElement {
  const swatch = h("span", { class: `map-swatch is-${kind}`, "aria-hidden": "true" });
  if (shade) swatch.style.backgroundColor = shade;
  const areas = `${whole(count, lang)} ${say("areas", lang)}`;
  const number = h("span", { class: "map-legend-count" }, areas);
  return h("li", {}, swatch, h("span", {}, text), number);
}
