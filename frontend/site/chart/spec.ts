// The pages' own description of a chart: its texts, units and figures in words.
import type { Num } from "../../shared/areas";
import type { Bilingual, Lang } from "../../shared/language";
import { figure, type Unit } from "../../shared/numbers";
import { hueOf } from "../../shared/palette";
import { say, titleIn } from "../words";

export interface Series {
  name: Bilingual | string;
  values: Num[];
  hue?: string;
}
export interface ChartSpec {
  kind: "bar" | "stacked" | "line";
  title: Bilingual | string;
  categories: (Bilingual | string)[];
  series: Series[];
  /** people, households, ratio or score; or the words of any other unit. */
  unit?: Unit | Bilingual;
}

/** The unit that figures are written by; empty for a unit that is only words. */
export function unitOf({ unit }: ChartSpec): Unit {
  return typeof unit === "string" ? unit : "";
}

/** Names of the categories; where no series has a value the name says so, as no bar can. */
export function categoryNames({ categories, series }: ChartSpec, lang: Lang): string[] {
  return categories.map((item, at) => {
    const name = titleIn(lang, item);
    const isEmpty = series.every(({ values }) => (values[at] ?? null) === null);
    return isEmpty ? `${name} (${say("noData", lang)})` : name;
  });
}

/** The hue of the series at a place: its own, or the next of the palette. */
export function seriesHue({ hue }: Series, place: number): string {
  return hue ?? hueOf(place);
}

/** What the tooltip of one category says: every series with its figure, or that there is none. */
export function tip(spec: ChartSpec, at: number, lang: Lang): string {
  const word = typeof spec.unit === "object" ? ` ${titleIn(lang, spec.unit)}` : "";
  const lines = spec.series.map((item) => {
    const value = item.values[at] ?? null;
    const text = figure(value, unitOf(spec), lang) + (value === null ? "" : word);
    return `${titleIn(lang, item.name)}: ${text}`;
  });
  return [titleIn(lang, spec.categories[at]), ...lines].join("\n");
}
