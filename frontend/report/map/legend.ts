// What the shades of the report's map mean.
import type { ClassBreak } from "../../shared/classes";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { whole } from "../../shared/numbers";
import { say } from "../text";
import { format, type Measure } from "./view";

/** The values of a class as the measure writes them. */
export function rangeOf(item: ClassBreak, measure: Measure, lang: Lang): string {
  const from = format(measure, item.from, lang);
  return item.from === item.to ? from : `${from} – ${format(measure, item.to, lang)}`;
}

/** The classes with their numbers of areas, and the `empty` areas without data. */
export function legend(
  lang: Lang,
  measure: Measure,
  classes: readonly ClassBreak[],
  empty: number,
): HTMLElement {
  const row = (swatch: HTMLElement, text: string, count: number): HTMLElement =>
    h(
      "li",
      {},
      swatch,
      h("span", {}, text),
      h("span", { class: "muted" }, `${whole(count, lang)} ${say("areas", lang)}`),
    );
  return h(
    "figure",
    { class: "legend" },
    h("figcaption", {}, h("strong", {}, say("legend", lang)), ` · ${say("method", lang)}`),
    h(
      "ul",
      {},
      ...classes.map((item) =>
        row(
          h("span", { class: "swatch", style: `background:${item.shade}` }),
          rangeOf(item, measure, lang),
          item.count,
        ),
      ),
      row(
        h("span", { class: "swatch hatched" }),
        `${say("noData", lang)} (${say("hatched", lang)})`,
        empty,
      ),
    ),
  );
}
