// What MapLibre draws: layers of a choropleth and of households, and the pattern of withheld areas.
import type { FeatureCollection } from "geojson";
import type {
  FillLayerSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibre,
  StyleSpecification,
} from "maplibre-gl";
import { BORDER, GREY, GROUND, INK, ORANGE, PAPER, WITHHELD } from "../../shared/palette";
import type { Area } from "./data";

type State = Area["state"];

export const AREAS = "areas";
export const LABELS = "labels";
export const POINTS = "points";
/** Layers of households, which lie over those of areas. */
export const HOUSEHOLD_LAYERS = ["point", "cluster"];
/** Layers whose features are areas. */
export const CLICKABLE = ["area-ok", "area-none", "area-suppressed"];
const DOTS = "dots";
const TYPEFACE = ["Sarabun", "sans-serif"];
const OPACITY_ON_TILES = 0.75;

const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };

/** A source that was added before. Errors: an Error that names it. */
export function sourceOf(map: MapLibre, id: string): GeoJSONSource {
  const source = map.getSource<GeoJSONSource>(id);
  if (!source) throw new Error(`the map has no source ${id}`);
  return source;
}

/** An empty style: no tiles and no fonts are fetched unless a tile address is given. */
export function emptyStyle(tiles: string | null, attribution: string): StyleSpecification {
  const background: LayerSpecification = {
    id: "background",
    type: "background",
    paint: { "background-color": GROUND },
  };
  if (!tiles) return { version: 8, sources: {}, layers: [background] };
  return {
    version: 8,
    sources: { tiles: { type: "raster", tiles: [tiles], tileSize: 256, attribution } },
    layers: [background, { id: "tiles", type: "raster", source: "tiles" }],
  };
}

/** Add the sources and layers of the areas; every area is drawn by its state. */
export function addAreas(map: MapLibre, isOnTiles: boolean): void {
  map.addImage(DOTS, dots(), { pixelRatio: 2 });
  map.addSource(AREAS, { type: "geojson", data: nothing, promoteId: "code" });
  map.addSource(LABELS, { type: "geojson", data: nothing });
  for (const layer of [...fills(isOnTiles ? OPACITY_ON_TILES : 1), ...lines(), names()])
    map.addLayer(layer);
}

function fills(opacity: number): LayerSpecification[] {
  const fill = (state: State, paint: FillLayerSpecification["paint"]): FillLayerSpecification => ({
    id: `area-${state}`,
    type: "fill",
    source: AREAS,
    filter: ["==", ["get", "state"], state],
    paint: { ...paint, "fill-opacity": opacity },
  });
  return [
    fill("ok", { "fill-color": ["get", "shade"] }),
    fill("none", { "fill-color": PAPER }),
    fill("suppressed", { "fill-pattern": DOTS }),
  ];
}

function lines(): LayerSpecification[] {
  return [
    {
      id: "area-line",
      type: "line",
      source: AREAS,
      filter: ["!=", ["get", "state"], "none"],
      layout: { "line-join": "round" },
      paint: { "line-color": BORDER, "line-width": 0.8 },
    },
    {
      id: "area-none-line",
      type: "line",
      source: AREAS,
      filter: ["==", ["get", "state"], "none"],
      paint: { "line-color": GREY, "line-width": 1.2, "line-dasharray": [3, 2] },
    },
    {
      id: "area-chosen",
      type: "line",
      source: AREAS,
      layout: { "line-join": "round" },
      paint: {
        "line-color": INK,
        "line-width": ["case", ["boolean", ["feature-state", "chosen"], false], 3, 0],
      },
    },
  ];
}

function names(): LayerSpecification {
  return {
    id: "area-name",
    type: "symbol",
    source: LABELS,
    layout: {
      "text-field": ["get", "name"],
      "text-font": TYPEFACE,
      "text-size": 13,
      "text-max-width": 8,
      "text-padding": 4,
    },
    paint: { "text-color": INK, "text-halo-color": PAPER, "text-halo-width": 1.6 },
  };
}

/** Add households: clusters with their number, and single positions. */
export function addPoints(map: MapLibre): void {
  map.addSource(POINTS, {
    type: "geojson",
    data: nothing,
    cluster: true,
    clusterRadius: 44,
    clusterMaxZoom: 14,
  });
  map.addLayer({
    id: "cluster",
    type: "circle",
    source: POINTS,
    filter: ["has", "point_count"],
    paint: {
      "circle-color": ORANGE,
      "circle-stroke-color": PAPER,
      "circle-stroke-width": 2,
      "circle-radius": ["step", ["get", "point_count"], 14, 100, 18, 1000, 24],
    },
  });
  map.addLayer({
    id: "cluster-count",
    type: "symbol",
    source: POINTS,
    filter: ["has", "point_count"],
    layout: {
      "text-field": ["get", "point_count_abbreviated"],
      "text-font": TYPEFACE,
      "text-size": 13,
      "text-allow-overlap": true,
    },
    paint: { "text-color": PAPER },
  });
  map.addLayer({
    id: "point",
    type: "circle",
    source: POINTS,
    filter: ["!", ["has", "point_count"]],
    paint: {
      "circle-color": ORANGE,
      "circle-stroke-color": PAPER,
      "circle-stroke-width": 2,
      "circle-radius": 7,
    },
  });
}

/** Grey dots on light grey: withheld, neither a class nor empty. */
function dots(): ImageData {
  const size = 16;
  const pen = Object.assign(document.createElement("canvas"), {
    width: size,
    height: size,
  }).getContext("2d");
  if (!pen) throw new Error("this browser has no canvas");
  pen.fillStyle = WITHHELD;
  pen.fillRect(0, 0, size, size);
  pen.fillStyle = GREY;
  for (const [x, y] of [
    [4, 4],
    [12, 12],
  ] as const) {
    pen.beginPath();
    pen.arc(x, y, 2.4, 0, 2 * Math.PI);
    pen.fill();
  }
  return pen.getImageData(0, 0, size, size);
}
