// What stands below a map: legend, areas without boundary, sources, and a list of the areas.
import type { ClassBreak } from "../../shared/classes";
import { dayOf } from "../../shared/dates";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { whole } from "../../shared/numbers";
import { say, titleIn } from "../words";
import { type Area, type AreaMatch, type Boundaries, type MapValues, wordsOf } from "./data";
import { legend } from "./legend";

/** What a map was drawn from. */
export interface DrawnMap {
  match: AreaMatch;
  source: Boundaries["source"];
}

/**
 * The elements below a map (null: a schematic); `isListed` says that the page has a table of the
 * areas of its own.
 */
export function below(
  values: MapValues,
  classes: readonly ClassBreak[],
  map: DrawnMap | null,
  isListed: boolean,
  lang: Lang,
): HTMLElement[] {
  const parts = [
    legend(values, classes, lang),
    ...(map
      ? [
          h("p", { class: "map-help" }, say("mapHelp", lang)),
          withoutBoundary(map.match.withoutBoundary, values, lang),
          isListed ? null : areaList(values, lang),
        ]
      : []),
    h("p", { class: "map-facts" }, factsText(values, map, lang)),
  ];
  return parts.filter((part) => part !== null);
}

/** Whose boundaries these are, and the day of the data. */
export function factsText(values: MapValues, map: DrawnMap | null, lang: Lang): string {
  const { made_at } = values;
  const facts = [
    map ? `${say("source", lang)}: ${titleIn(lang, map.source)}` : "",
    made_at ? `${say("madeAt", lang)} ${dayOf(made_at, lang, "common")}` : "",
  ];
  return facts.filter(Boolean).join(" · ");
}

function withoutBoundary(
  areas: readonly Area[],
  values: MapValues,
  lang: Lang,
): HTMLElement | null {
  if (!areas.length) return null;
  const title = `${say("withoutBoundary", lang)} (${whole(areas.length, lang)})`;
  const lines = areas.map((area) => areaLine(area, values, lang));
  return h("div", { class: "map-missing" }, h("p", {}, title), h("ul", {}, ...lines));
}

function areaList(values: MapValues, lang: Lang): HTMLElement {
  const lines = values.areas.map((area) => areaLine(area, values, lang));
  const title = h("summary", {}, say("list", lang));
  return h("details", { class: "map-list" }, title, h("ul", {}, ...lines));
}

function areaLine(area: Area, values: MapValues, lang: Lang): HTMLElement {
  const words = wordsOf(area, values, lang);
  return h("li", {}, area.link ? h("a", { href: area.link }, words) : words);
}
