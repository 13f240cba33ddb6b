// Areas drawn: outlines of a map where there are boundaries, else tiles.
import { h, s } from "../../shared/elements";
import { itemAt } from "../../shared/lists";
import { HATCH, PAPER } from "../../shared/palette";
import type { MapArea } from "./areas";
import { areaKeys } from "./keyboard";
import { around, hasRoom, type Outline, outlineOf, projectionOf, type Ring } from "./outlines";

const MOST_NAMES = 40;
const NAMES_PER_SIZE = 48;
const STRIPES_PER_SIZE = 90;
const MARGIN = 0.01;

interface PlacedArea {
  area: MapArea;
  outline: Outline;
}

/**
 * A map of the areas that have rings. `isMadeOfParts` says that the rings are of finer areas, whose
 * inner borders must not show.
 */
export function outlineMap(
  areas: readonly MapArea[],
  rings: ReadonlyMap<string, readonly Ring[]>,
  grid: number,
  isMadeOfParts: boolean,
  label: string,
  choose: (code: string) => void,
): HTMLElement {
  const projection = projectionOf([...rings.values()].flat(), grid);
  const placed: PlacedArea[] = areas.flatMap((area) => {
    const own = rings.get(area.code);
    return own ? [{ area, outline: outlineOf(own, projection) }] : [];
  });
  const box = around(placed.map(({ outline }) => outline.box));
  const wide = box.right - box.left;
  const high = box.bottom - box.top;
  const size = Math.max(wide, high);
  const margin = size * MARGIN;
  const paths = placed.map((item, order) => pathOf(item, order === 0, isMadeOfParts, choose));
  const names = placed.length > MOST_NAMES ? [] : placed.map((item) => nameOf(item, size));
  const corner = `${box.left - margin} ${box.top - margin}`;
  return h(
    "div",
    { class: "map-frame" },
    s(
      "svg",
      {
        viewBox: `${corner} ${wide + 2 * margin} ${high + 2 * margin}`,
        role: "group",
        "aria-label": label,
        class: "map",
        keydown: areaKeys(paths, (place) => choose(itemAt(placed, place).area.code)),
      },
      stripes(size / STRIPES_PER_SIZE),
      ...paths,
      ...names,
    ),
  );
}

function pathOf(
  { area, outline }: PlacedArea,
  isFirst: boolean,
  isMadeOfParts: boolean,
  choose: (code: string) => void,
): SVGElement {
  return s(
    "path",
    {
      d: outline.path,
      fill: area.class?.shade ?? "url(#hatch)",
      "fill-rule": "evenodd",
      class: area.isChosen ? "map-area chosen" : "map-area",
      role: "button",
      "data-code": area.code,
      stroke: isMadeOfParts ? (area.class?.shade ?? HATCH) : null,
      tabindex: isFirst ? 0 : -1,
      "aria-label": area.words,
      click: () => choose(area.code),
    },
    s("title", {}, area.words),
  );
}

/** The name where it has room; elsewhere the card and the title tell it. */
function nameOf({ area, outline }: PlacedArea, size: number): SVGElement | null {
  const fontSize = size / NAMES_PER_SIZE;
  const { largest } = outline;
  if (!hasRoom(area.name, largest, fontSize)) return null;
  return s(
    "text",
    {
      x: (largest.left + largest.right) / 2,
      y: (largest.top + largest.bottom) / 2,
      "font-size": fontSize,
      class: area.class?.ink === PAPER ? "map-name on-dark" : "map-name",
      "aria-hidden": "true",
    },
    area.name,
  );
}

function stripes(step: number): SVGElement {
  return s(
    "defs",
    {},
    s(
      "pattern",
      {
        id: "hatch",
        width: step,
        height: step,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      },
      s("rect", { width: step, height: step, fill: PAPER }),
      s("rect", { width: step / 3, height: step, fill: HATCH }),
    ),
  );
}

/** A tile for every area, in the order given. */
export function tiles(
  areas: readonly MapArea[],
  label: string,
  choose: (code: string) => void,
): HTMLElement {
  const buttons = areas.map((area, order) => tileOf(area, order === 0, choose));
  return h(
    "div",
    {
      class: "tiles",
      role: "group",
      "aria-label": label,
      keydown: areaKeys(buttons, (place) => choose(itemAt(areas, place).code)),
    },
    ...buttons,
  );
}

function tileOf(area: MapArea, isFirst: boolean, choose: (code: string) => void): HTMLElement {
  const { shade, ink } = area.class ?? {};
  const kinds = ["tile", "map-area", shade ? "" : "hatched", area.isChosen ? "chosen" : ""];
  return h(
    "button",
    {
      type: "button",
      class: kinds.filter(Boolean).join(" "),
      "data-code": area.code,
      style: shade ? `background:${shade};color:${ink}` : null,
      tabindex: isFirst ? 0 : -1,
      click: () => choose(area.code),
    },
    h("span", { class: "tile-name" }, area.name),
    h("span", { class: "tile-value" }, area.figure),
  );
}
