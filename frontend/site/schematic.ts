// A schematic in place of a map: one box per area, named and shaded, in the order of the codes.
import { type Klass, placeOf } from "./classes";
import { h } from "./elements";
import { figure } from "./figures";
import { type Area, type MapValues, shownValue, stateOf } from "./map_data";
import { type Lang, say, type Word } from "./words";

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

/** The schematic of a map's values; boxes with a link are links. */
export function schematic(
  values: MapValues,
  classes: readonly Klass[],
  lang: Lang,
  width: number,
  why: Word,
): HTMLElement {
  const areas = new Map(values.areas.map((area) => [area.code, area]));
  const { columns, boxes } = schematicLayout([...areas.keys()], width);
  const grid = h(
    "ul",
    { class: "schematic-grid" },
    ...boxes.map((box) => {
      const item = h("li", {}, boxOf(areas.get(box.code)!, values, classes, lang));
      item.style.gridColumn = String(box.column + 1);
      item.style.gridRow = String(box.row + 1);
      return item;
    }),
  );
  grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  return h(
    "div",
    { class: "schematic" },
    h(
      "p",
      { class: "schematic-note" },
      h("strong", {}, say("schematic", lang)),
      ` · ${say(why, lang)}`,
    ),
    grid,
  );
}

function boxOf(area: Area, values: MapValues, classes: readonly Klass[], lang: Lang): HTMLElement {
  const state = stateOf(area);
  const said =
    state === "suppressed"
      ? say("suppressed", lang)
      : figure(shownValue(area), values.measure.unit, lang);
  const words = [
    h("span", { class: "schematic-name" }, area.name[lang]),
    h("span", { class: "schematic-value" }, said),
  ];
  const box = area.link
    ? h(
        "a",
        { class: `schematic-box is-${state}`, href: area.link, "data-code": area.code },
        ...words,
      )
    : h("span", { class: `schematic-box is-${state}`, "data-code": area.code }, ...words);
  const klass = classes[placeOf(shownValue(area), classes)];
  if (klass) {
    box.style.backgroundColor = klass.shade;
    box.style.color = klass.ink;
  }
  return box;
}
