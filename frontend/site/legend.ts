// The legend of a choropleth: classes, the method that made them, and what is not a value.
import type { Klass, Method } from "./classes";
import { h } from "./elements";
import { bare, figure } from "./figures";
import { type MapValues, stateOf } from "./map_data";
import { type Lang, say } from "./words";

export interface Entry {
  kind: "class" | "none" | "suppressed";
  text: string;
  count: number;
  shade: string | null;
}

/** The legend's entries: classes lowest first, then no data and withheld areas where there are any. */
export function legendEntries(values: MapValues, classes: readonly Klass[], lang: Lang): Entry[] {
  const { unit } = values.measure;
  const entries = classes.map(
    (item): Entry => ({
      kind: "class",
      shade: item.shade,
      count: item.count,
      text:
        item.from === item.to
          ? figure(item.from, unit, lang)
          : `${bare(item.from, unit, lang)} ${say("to", lang)} ${figure(item.to, unit, lang)}`,
    }),
  );
  for (const kind of ["none", "suppressed"] as const) {
    const count = values.areas.filter((area) => stateOf(area) === kind).length;
    if (count)
      entries.push({
        kind,
        count,
        shade: null,
        text: say(kind === "none" ? "noData" : "suppressed", lang),
      });
  }
  return entries;
}

/** The legend as an element; every entry tells how many areas it holds. */
export function legend(values: MapValues, classes: readonly Klass[], lang: Lang): HTMLElement {
  const list = h(
    "ul",
    { class: "map-legend-list" },
    ...legendEntries(values, classes, lang).map((entry) => {
      const swatch = h("span", { class: `map-swatch is-${entry.kind}`, "aria-hidden": "true" });
      if (entry.shade) swatch.style.backgroundColor = entry.shade;
      return h(
        "li",
        {},
        swatch,
        h("span", {}, entry.text),
        h(
          "span",
          { class: "map-legend-count" },
          `${entry.count.toLocaleString("en")} ${say("areas", lang)}`,
        ),
      );
    }),
  );
  return h(
    "div",
    { class: "map-legend" },
    h("p", { class: "map-legend-title" }, `${say("legend", lang)}: ${values.measure.title[lang]}`),
    list,
    classes.length
      ? h(
          "p",
          { class: "map-method", "data-method": values.method },
          methodText(values.method, lang),
        )
      : null,
  );
}

/** The method of the classes in words. */
export function methodText(method: Method, lang: Lang): string {
  return say(method, lang);
}
