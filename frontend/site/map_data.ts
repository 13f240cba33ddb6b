// The shapes of a map's data as the server sends them, and the joining of values to boundaries.
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from "geojson";
import { classesOf, type Klass, type Method, placeOf } from "./classes";
import type { Unit } from "./figures";
import type { Lang, Title } from "./words";

export interface Area {
  code: string;
  name: Title;
  value: number | null;
  state: "ok" | "none" | "suppressed";
  link: string | null;
}
export interface MapValues {
  level: string;
  measure: { name: string; title: Title; unit: Unit; kind: "count" | "ratio" };
  areas: Area[];
  total: Area | null;
  method: Method;
  made_at: string;
  publication: string | number | null;
}
export type Shape = Polygon | MultiPolygon;
export interface Boundaries extends FeatureCollection<Shape, { code: string }> {
  source: string | Title;
  is_schematic: boolean;
}
export interface Points extends FeatureCollection<Point, { name?: string; link?: string | null }> {
  is_capped?: boolean;
}
/** What a feature of the map carries: its class shade, and how it is drawn. */
export interface Drawn {
  code: string;
  state: Area["state"];
  shade: string;
}
export interface Joined {
  classes: Klass[];
  shapes: FeatureCollection<Shape, Drawn>;
  labels: FeatureCollection<Point, { code: string; name: string }>;
  withoutBoundary: Area[];
}

/** The value to class an area by: null unless it may be shown. */
export function shownValue(area: Area): number | null {
  return area.state === "ok" ? area.value : null;
}

/** Values joined to boundaries by code; boundaries without an area of the data are left out. */
export function joined(values: MapValues, boundaries: Boundaries, lang: Lang): Joined {
  const classes = classesOf(values.areas.map(shownValue), values.method);
  const shapes = new Map<string, Feature<Shape, { code: string }>>();
  for (const feature of boundaries.features)
    if (feature.geometry) shapes.set(feature.properties.code, feature);
  const drawn: Feature<Shape, Drawn>[] = [],
    labels: Joined["labels"]["features"] = [],
    withoutBoundary: Area[] = [];
  for (const area of values.areas) {
    const shape = shapes.get(area.code);
    if (!shape) {
      withoutBoundary.push(area);
      continue;
    }
    const klass = classes[placeOf(shownValue(area), classes)];
    drawn.push({
      type: "Feature",
      geometry: shape.geometry,
      properties: { code: area.code, state: stateOf(area), shade: klass?.shade ?? "#ffffff" },
    });
    labels.push({
      type: "Feature",
      geometry: { type: "Point", coordinates: middleOf(shape.geometry) },
      properties: { code: area.code, name: area.name[lang] },
    });
  }
  return {
    classes,
    withoutBoundary,
    shapes: { type: "FeatureCollection", features: drawn },
    labels: { type: "FeatureCollection", features: labels },
  };
}

/** The state to draw: an area that says "ok" without a value has no data. */
export function stateOf(area: Area): Area["state"] {
  return area.state === "ok" && area.value === null ? "none" : area.state;
}

/** West, south, east and north of some shapes; null when there is none. */
export function boundsOf(
  features: readonly Feature<Shape | Point>[],
): [number, number, number, number] | null {
  let west = Infinity,
    south = Infinity,
    east = -Infinity,
    north = -Infinity;
  for (const { geometry } of features) {
    for (const [x, y] of positions(geometry)) {
      west = Math.min(west, x!);
      east = Math.max(east, x!);
      south = Math.min(south, y!);
      north = Math.max(north, y!);
    }
  }
  return Number.isFinite(west) ? [west, south, east, north] : null;
}

/** Height in pixels of a frame that the shapes fill at its width: never a slit, never past the screen. */
export function frameHeight(
  bounds: readonly [number, number, number, number] | null,
  width: number,
  screen: number,
): number {
  const most = Math.max(320, screen * 0.72),
    least = Math.min(320, most);
  if (!bounds) return Math.min(most, Math.max(least, width * 0.6));
  const [west, south, east, north] = bounds;
  const wide = Math.max(1e-9, (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180));
  return Math.round(Math.min(most, Math.max(least, width * ((north - south) / wide) + 32)));
}

function positions(geometry: Shape | Point): Position[] {
  if (geometry.type === "Point") return [geometry.coordinates];
  return geometry.type === "Polygon" ? geometry.coordinates.flat(1) : geometry.coordinates.flat(2);
}

/** The centre of gravity of a shape's largest outer ring: where its name stands. */
export function middleOf(shape: Shape): Position {
  const outer =
    shape.type === "Polygon"
      ? [shape.coordinates[0] ?? []]
      : shape.coordinates.map((polygon) => polygon[0] ?? []);
  let best: Position = outer[0]?.[0] ?? [0, 0],
    most = 0;
  for (const ring of outer) {
    let area = 0,
      x = 0,
      y = 0;
    for (let at = 0; at < ring.length; at += 1) {
      const [ax, ay] = ring[at] as [number, number],
        [bx, by] = ring[(at + 1) % ring.length] as [number, number];
      const cross = ax * by - bx * ay;
      area += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    }
    if (Math.abs(area) > most) {
      most = Math.abs(area);
      best = [x / (3 * area), y / (3 * area)];
    }
  }
  return best;
}
