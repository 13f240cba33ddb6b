// What MapLibre draws: layers of a choropleth and of households, patterns, and words of its controls.
import type { FeatureCollection } from "geojson";
import type { LayerSpecification, Map as MapLibre, StyleSpecification } from "maplibre-gl";
import { type Lang, say } from "./words";

export const AREAS = "areas";
export const LABELS = "labels";
export const POINTS = "points";
export const CLICKABLE = ["area-ok", "area-none", "area-suppressed"];
const DOTS = "dots";
const INK = "#10243a";

const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };

/** An empty style: no tiles and no fonts are fetched unless a tile address is given. */
export function emptyStyle(tiles: string | null, attribution: string): StyleSpecification {
  const background: LayerSpecification = {
    id: "background",
    type: "background",
    paint: { "background-color": "#f3f5f8" },
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
  const opacity = isOnTiles ? 0.75 : 1;
  const layers: LayerSpecification[] = [
    {
      id: "area-ok",
      type: "fill",
      source: AREAS,
      filter: ["==", ["get", "state"], "ok"],
      paint: { "fill-color": ["get", "shade"], "fill-opacity": opacity },
    },
    {
      id: "area-none",
      type: "fill",
      source: AREAS,
      filter: ["==", ["get", "state"], "none"],
      paint: { "fill-color": "#ffffff", "fill-opacity": opacity },
    },
    {
      id: "area-suppressed",
      type: "fill",
      source: AREAS,
      filter: ["==", ["get", "state"], "suppressed"],
      paint: { "fill-pattern": DOTS, "fill-opacity": opacity },
    },
    {
      id: "area-line",
      type: "line",
      source: AREAS,
      filter: ["!=", ["get", "state"], "none"],
      layout: { "line-join": "round" },
      paint: { "line-color": "#6b7f94", "line-width": 0.8 },
    },
    {
      id: "area-none-line",
      type: "line",
      source: AREAS,
      filter: ["==", ["get", "state"], "none"],
      paint: { "line-color": "#55606b", "line-width": 1.2, "line-dasharray": [3, 2] },
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
    {
      id: "area-name",
      type: "symbol",
      source: LABELS,
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["Sarabun", "sans-serif"],
        "text-size": 13,
        "text-max-width": 8,
        "text-padding": 4,
      },
      paint: { "text-color": INK, "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
    },
  ];
  for (const layer of layers) map.addLayer(layer);
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
      "circle-color": "#b34a00",
      "circle-stroke-color": "#ffffff",
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
      "text-font": ["Sarabun", "sans-serif"],
      "text-size": 13,
      "text-allow-overlap": true,
    },
    paint: { "text-color": "#ffffff" },
  });
  map.addLayer({
    id: "point",
    type: "circle",
    source: POINTS,
    filter: ["!", ["has", "point_count"]],
    paint: {
      "circle-color": "#b34a00",
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 2,
      "circle-radius": 7,
    },
  });
}

/** Words of MapLibre's own controls. */
export function controlWords(lang: Lang): Record<string, string> {
  return {
    "Map.Title": say("map", lang),
    "NavigationControl.ZoomIn": say("zoomIn", lang),
    "NavigationControl.ZoomOut": say("zoomOut", lang),
    "CooperativeGesturesHandler.WindowsHelpText": say("ctrlScroll", lang),
    "CooperativeGesturesHandler.MacHelpText": say("cmdScroll", lang),
    "CooperativeGesturesHandler.MobileHelpText": say("twoFingers", lang),
  };
}

/** Grey dots on light grey: withheld, neither a class nor empty. */
function dots(): ImageData {
  const size = 16;
  const pen = Object.assign(document.createElement("canvas"), {
    width: size,
    height: size,
  }).getContext("2d")!;
  pen.fillStyle = "#e3e6ea";
  pen.fillRect(0, 0, size, size);
  pen.fillStyle = "#55606b";
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
