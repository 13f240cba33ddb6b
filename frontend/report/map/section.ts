// Where poverty is: a choropleth of the given boundaries, or labelled tiles; choosing goes down.
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import type { Payload } from "../payload";
import { fullName } from "../place_names";
import { say } from "../text";
import { trail } from "../trail";
import { areasOf } from "./areas";
import { boundaryGaps } from "./boundary_gaps";
import { card } from "./card";
import { controls } from "./controls";
import { outlineMap, tiles } from "./drawing";
import { legend } from "./legend";
import { ringsOf } from "./outlines";
import { afterChoice, areasInside, FIRST_AREA, type Go, type View, viewOf } from "./view";

const MEASURES = "#map-shown";
let current: View | null = null;
let redraw: (() => void) | null = null;

/** The whole section: controls, map or tiles, legend, and the card of the chosen area. */
export function mapSection(data: Payload, lang: Lang): HTMLElement {
  const scope = data.meta.scope.code;
  const holder = h("div", { class: "where" });
  const show: Go = (view, focus) => {
    current = view;
    holder.replaceChildren(...contents(data, lang, view, show));
    if (focus) holder.querySelector<HTMLElement>(focus)?.focus();
  };
  redraw = () => {
    if (current) show(current, MEASURES);
  };
  const level = areasInside(data, scope) ?? "province";
  show(current ?? { scope, level, measure: "H", chosen: null });
  return holder;
}

/** Show the people of a target group on the map, and go there. */
export function showGroup(group: number): void {
  if (!current || !redraw) return;
  current = { ...current, measure: `g${group}` };
  document.getElementById("where")?.scrollIntoView();
  redraw();
}

function contents(data: Payload, lang: Lang, view: View, go: Go): HTMLElement[] {
  const { areas, classes } = areasOf(data, lang, view);
  const rings = data.shapes
    ? ringsOf(
        data.shapes,
        view.level,
        areas.map((area) => area.code),
      )
    : new Map();
  const isMap = rings.size > 0;
  const choose = (code: string): void => {
    const next = afterChoice(data, view, code);
    go(next, next.chosen === null ? FIRST_AREA : `[data-code='${code}']`);
  };
  const goUp = (code: string): void => {
    const above = viewOf(data, code, view.measure);
    if (above) go(above, FIRST_AREA);
  };
  const label = `${say("where", lang)}: ${fullName(data, view.scope, lang)}`;
  const drawing =
    data.shapes && isMap
      ? outlineMap(
          areas,
          rings,
          data.shapes.grid,
          !data.shapes.levels[view.level],
          `${label}, ${say(view.level, lang)}`,
          choose,
        )
      : tiles(areas, say("schematic", lang), choose);
  const empty = areas.filter((area) => area.class === null).length;
  const children = [
    controls(data, lang, view, go),
    trail(data, lang, view.scope, goUp),
    isMap ? null : notice(lang, data.shapes !== null),
    h("p", { class: "hint" }, say("mapHelp", lang)),
    h(
      "div",
      { class: "map-and-card" },
      h("div", {}, drawing, legend(lang, view.measure, classes, empty)),
      card(data, lang, view.chosen ?? view.scope, view.measure),
    ),
    isMap ? boundaryGaps(data, lang, view.level) : null,
  ];
  return children.filter((child) => child !== null);
}

/** That the tiles are no map, and why there is none. */
function notice(lang: Lang, hasShapes: boolean): HTMLElement {
  const why = say(hasShapes ? "notInFile" : "schematicWhy", lang);
  return h("p", { class: "schematic" }, h("strong", {}, say("schematic", lang)), " · ", why);
}
