// Sizes and places of shapes: bounds, the height of a frame, where a name stands.
import type { Feature, MultiPolygon, Point, Polygon, Position } from "geojson";

export type Shape = Polygon | MultiPolygon;
/** West, south, east and north in degrees. */
export type Bounds = [number, number, number, number];
const LEAST_HEIGHT = 320;
const PART_OF_SCREEN = 0.72;
const PART_OF_WIDTH = 0.6;
const MARGINS = 32;

/** The bounds of some shapes; null when there is none. */
export function boundsOf(features: readonly Feature<Shape | Point>[]): Bounds | null {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of features) {
    for (const [x, y] of positions(geometry)) {
      if (x === undefined || y === undefined) continue;
      bounds[0] = Math.min(bounds[0], x);
      bounds[1] = Math.min(bounds[1], y);
      bounds[2] = Math.max(bounds[2], x);
      bounds[3] = Math.max(bounds[3], y);
    }
  }
  return Number.isFinite(bounds[0]) ? bounds : null;
}

/** Pixels of a frame that the shapes fill at its width: never a slit, never past the screen. */
export function frameHeight(
  bounds: Readonly<Bounds> | null,
  width: number,
  screen: number,
): number {
  const most = Math.max(LEAST_HEIGHT, screen * PART_OF_SCREEN);
  const within = (height: number): number => Math.min(most, Math.max(LEAST_HEIGHT, height));
  if (!bounds) return within(width * PART_OF_WIDTH);
  const [west, south, east, north] = bounds;
  const middle = (((south + north) / 2) * Math.PI) / 180;
  const wide = Math.max(1e-9, (east - west) * Math.cos(middle));
  return Math.round(within(width * ((north - south) / wide) + MARGINS));
}

/** The centre of gravity of a shape's largest outer ring: where its name stands. */
export function middleOf(shape: Shape): Position {
  const rings = outerRings(shape);
  let best = { middle: rings[0]?.[0] ?? [0, 0], size: 0 };
  for (const ring of rings) {
    const { middle, size } = centreOf(ring);
    if (size > best.size) best = { middle, size };
  }
  return best.middle;
}

function outerRings(shape: Shape): Position[][] {
  const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  return polygons.map((polygon) => polygon[0] ?? []);
}

/** The centre of gravity of a closed ring, and twice its size in square degrees. */
function centreOf(ring: readonly Position[]): { middle: Position; size: number } {
  let area = 0;
  let x = 0;
  let y = 0;
  for (const [at, from] of ring.entries()) {
    const [ax = 0, ay = 0] = from;
    const [bx = 0, by = 0] = ring[(at + 1) % ring.length] ?? from;
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { middle: [x / (3 * area), y / (3 * area)], size: Math.abs(area) };
}

function positions(geometry: Shape | Point): Position[] {
  if (geometry.type === "Point") return [geometry.coordinates];
  return geometry.type === "Polygon" ? geometry.coordinates.flat(1) : geometry.coordinates.flat(2);
}
