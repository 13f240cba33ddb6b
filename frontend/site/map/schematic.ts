// A schematic in place of a map: one box per area, named and shaded, in the order of the codes.
import { type ClassBreak, classOf } from "../../shared/classes";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { say, type Word } from "../words";
import { type Area, figureOf, type MapValues, shownValue, stateOf } from "./data";

export interface Box {
  code: string;
  row: number;
  column: number;
}
const NARROWEST = 104;
const MOST_COLUMNS = 12;

/**
 * A place for each area in a grid that is as square as the width allows: rows and columns from 0,
 * codes in order. `width` is in pixels.
 */
export function schematicLayout(
  codes: readonly string[],
  width: number,
): { columns: number; boxes: Box[] } {
  const room = Math.max(2, Math.min(MOST_COLUMNS, Math.floor(width / NARROWEST)));
  const columns = Math.max(1, Math.min(room, Math.ceil(Math.sqrt(codes.length))));
  const boxes = [...codes]
    .sort()
    .map((code, at) => ({ code, row: Math.floor(at / columns), column: at % columns }));
  return { columns, boxes };
}

/** The schematic of a map's values; boxes with a link are links. `why` says what lacks. */
export function schematic(
  values: MapValues,
  classes: readonly ClassBreak[],
  lang: Lang,
  width: number,
  why: Word,
): HTMLElement {
  const areas = new Map(values.areas.map((area) => [area.code, area]));
  const { columns, boxes } = schematicLayout([...areas.keys()], width);
  const items = boxes.flatMap(({ code, row, column }) => {
    const area = areas.get(code);
    if (!area) return [];
    const item = h("li", {}, boxOf(area, values, classes, lang));
    item.style.gridColumn = String(column + 1);
    item.style.gridRow = String(row + 1);
    return [item];
  });
  const grid = h("ul", { class: "schematic-grid" }, ...items);
  grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  const warning = h("strong", {}, say("schematic", lang));
  const note = h("p", { class: "schematic-note" }, warning, ` · ${say(why, lang)}`);
  return h("div", { class: "schematic" }, note, grid);
}

function boxOf(
  area: Area,
  values: MapValues,
  classes: readonly ClassBreak[],
  lang: Lang,
): HTMLElement {
  const words = [
    h("span", { class: "schematic-name" }, area.name[lang]),
    h("span", { class: "schematic-value" }, figureOf(area, values, lang)),
  ];
  const attributes = { class: `schematic-box is-${stateOf(area)}`, "data-code": area.code };
  const box = area.link
    ? h("a", { ...attributes, href: area.link }, ...words)
    : h("span", attributes, ...words);
  const colours = classOf(shownValue(area), classes);
  if (colours) {
    box.style.backgroundColor = colours.shade;
    box.style.color = colours.ink;
  }
  return box;
}
