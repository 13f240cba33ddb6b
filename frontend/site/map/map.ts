// The map island: a choropleth with its legend, households in clusters, or a schematic.
//
// <div data-island="map" data-url data-boundaries data-points data-tiles data-tiles-attribution
//      data-table data-lon data-lat></div>: every attribute but one of data-url and data-lon may be
// left out. `data-table` names the table whose rows with data-code light up their area.
import { type Map as MapLibre, Marker } from "maplibre-gl";
import { classesOf } from "../../shared/classes";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { ORANGE } from "../../shared/palette";
import { readJson } from "../reading";
import { language, say } from "../words";
import { showAreas } from "./choosing";
import {
  type AreaMatch,
  type Boundaries,
  type MapValues,
  matchBoundaries,
  shownValue,
} from "./data";
import { below } from "./facts";
import { type Frame, frameIn } from "./frame";
import { boundsOf, frameHeight } from "./geometry";
import { highlighter, lightFromTable } from "./highlight";
import { householdButton } from "./households";
import { schematic } from "./schematic";
import { startMap, THAILAND } from "./start";

const POINT_ZOOM = 13;
const NO_BOUNDARIES: Boundaries = {
  type: "FeatureCollection",
  features: [],
  source: "",
  is_schematic: true,
};
type Place = [number, number];
type Undo = () => void;

/** What the map is of: areas with values, one household's position, or both. */
interface Content {
  values: MapValues | null;
  boundaries: Boundaries;
  position: Place | null;
}

/** Draw the map into its element; the answer takes it away again. */
export async function mount(root: HTMLElement): Promise<Undo> {
  addStyle();
  const lang = language();
  const frame = frameIn(root, lang);
  frame.status.textContent = say("loading", lang);
  let undo: Undo[] = [];
  try {
    const content = await read(root.dataset);
    const isEmpty = content.values?.areas.length === 0 && !content.position;
    if (isEmpty) frame.status.textContent = say("empty", lang);
    else undo = await draw(root, frame, content, lang);
  } catch (error) {
    console.error(error);
    frame.stage.hidden = true;
    frame.status.textContent = say("failed", lang);
    frame.status.classList.add("is-error");
  }
  return () => {
    for (const step of undo) step();
    root.replaceChildren();
  };
}

async function read({ url, boundaries, lon, lat }: DOMStringMap): Promise<Content> {
  const [values, shapes] = await Promise.all([
    url ? readJson<MapValues>(url) : null,
    boundaries ? readJson<Boundaries>(boundaries) : NO_BOUNDARIES,
  ]);
  const position: Place | null = lon && lat ? [Number(lon), Number(lat)] : null;
  return { values, boundaries: shapes, position };
}

async function draw(
  root: HTMLElement,
  frame: Frame,
  content: Content,
  lang: Lang,
): Promise<Undo[]> {
  const { values, boundaries, position } = content;
  const match = values && matchBoundaries(values, boundaries, lang);
  const hasShapes = !boundaries.is_schematic && (match?.shapes.features.length ?? 0) > 0;
  const isMap = position !== null || hasShapes;
  const map = isMap ? await startMap(root.dataset, frame.stage, lang) : null;
  if (values && match) {
    const hasTable = Boolean(root.dataset.table);
    const drawn = map ? { match, source: boundaries.source } : null;
    frame.below.replaceChildren(...below(values, match.classes, drawn, hasTable, lang));
  }
  if (!map) {
    drawSchematic(root, frame, values, isMap, lang);
    return [];
  }
  const undo = fill(map, root, frame, content, match, lang);
  await new Promise<void>((done) => void map.once("idle", () => done()));
  frame.status.textContent = "";
  root.dataset.drawn = "map";
  return undo;
}

/** Everything on a running map, and what takes it away again. */
function fill(
  map: MapLibre,
  root: HTMLElement,
  frame: Frame,
  { values, boundaries, position }: Content,
  match: AreaMatch | null,
  lang: Lang,
): Undo[] {
  const { points, table } = root.dataset;
  const bounds = boundsOf(match?.shapes.features ?? boundaries.features);
  frame.stage.style.height = `${frameHeight(bounds, frame.stage.clientWidth, innerHeight)}px`;
  map.resize();
  const highlight = highlighter(map);
  if (values && match) showAreas(map, values, match, frame, highlight, lang);
  if (position) mark(map, position, lang);
  const fit = (): void => {
    if (position) map.jumpTo({ center: position, zoom: POINT_ZOOM });
    else map.fitBounds(bounds ?? THAILAND, { padding: 16, animate: false });
  };
  fit();
  const button = { type: "button", class: "btn btn-sm", click: fit };
  frame.bar.append(h("button", button, say("whole", lang)));
  if (points) frame.bar.append(householdButton(map, points, root, frame, lang));
  const undoTable = values && table ? [lightFromTable(table, values, highlight)] : [];
  return [...undoTable, () => map.remove()];
}

function mark(map: MapLibre, position: Place, lang: Lang): void {
  const marker = new Marker({ color: ORANGE }).setLngLat(position).addTo(map);
  marker.getElement().setAttribute("aria-label", say("position", lang));
}

/** Boxes instead of a map: there are no boundaries, or the browser cannot draw. */
function drawSchematic(
  root: HTMLElement,
  frame: Frame,
  values: MapValues | null,
  hasShapes: boolean,
  lang: Lang,
): void {
  frame.stage.classList.add("is-schematic");
  if (values) {
    const classes = classesOf(values.areas.map(shownValue), values.method);
    const why = hasShapes ? "schematicNoDrawing" : "schematicWhy";
    frame.stage.replaceChildren(schematic(values, classes, lang, root.clientWidth, why));
  }
  frame.status.textContent = "";
  root.dataset.drawn = "schematic";
}

function addStyle(): void {
  const href = new URL("./map.css", import.meta.url).href;
  if (![...document.styleSheets].some((sheet) => sheet.href === href))
    document.head.append(h("link", { rel: "stylesheet", href }));
}
