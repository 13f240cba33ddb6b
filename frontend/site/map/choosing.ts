// Areas on the map: what the pointer over them tells, and where choosing one leads.
import type { Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import type { Lang } from "../../shared/language";
import { type Area, type AreaMatch, type MapValues, wordsOf } from "./data";
import { AREAS, CLICKABLE, HOUSEHOLD_LAYERS, LABELS, sourceOf } from "./drawing";
import type { Frame } from "./frame";
import type { Highlight } from "./highlight";

/** Draw the areas and listen to the pointer over them. */
export function showAreas(
  map: MapLibre,
  values: MapValues,
  match: AreaMatch,
  { stage, tip, card }: Pick<Frame, "stage" | "tip" | "card">,
  highlight: Highlight,
  lang: Lang,
): void {
  sourceOf(map, AREAS).setData(match.shapes);
  sourceOf(map, LABELS).setData(match.labels);
  const areas = new Map(values.areas.map((area) => [area.code, area]));
  const areaAt = (event: MapMouseEvent): Area | null => areas.get(codeAt(map, event)) ?? null;
  let isTouch = false;
  stage.addEventListener(
    "pointerdown",
    (event) => {
      isTouch = event.pointerType !== "mouse";
    },
    { capture: true },
  );
  map.on("mousemove", (event) => {
    const area = areaAt(event);
    highlight(area?.code ?? null);
    map.getCanvas().style.cursor = area?.link ? "pointer" : "";
    if (area && !isTouch) tip.show(event.point, wordsOf(area, values, lang));
    else tip.hide();
  });
  map.on("mouseout", () => {
    tip.hide();
    highlight(null);
  });
  map.on("click", (event) => {
    const area = areaAt(event);
    if (!area) {
      card.hide();
      return;
    }
    highlight(area.code);
    // A finger cannot hover: the first touch tells about the area and offers the way on.
    if (area.link && !isTouch) location.assign(area.link);
    else card.show(wordsOf(area, values, lang), area.link);
  });
}

/** The code of the area under the pointer; empty over a household and where there is none. */
function codeAt(map: MapLibre, { point }: MapMouseEvent): string {
  const layers = HOUSEHOLD_LAYERS.filter((layer) => map.getLayer(layer));
  if (layers.length && map.queryRenderedFeatures(point, { layers }).length) return "";
  const [feature] = map.queryRenderedFeatures(point, { layers: CLICKABLE });
  return String(feature?.properties.code ?? "");
}
