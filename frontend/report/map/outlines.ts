// Outlines of areas as paths: from rings of whole grid steps to pixels.
import { DIGITS, LEVELS, type Level } from "../../shared/areas";
import type { Payload } from "../payload";

/** x and y of the first point, then the steps to each next one, in parts of a degree. */
export type Ring = readonly number[];
export interface Point {
  x: number;
  y: number;
}
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
/** How a step of the grid becomes pixels: `squeeze` narrows degrees of longitude. */
export interface Projection {
  grid: number;
  squeeze: number;
}
export interface Outline {
  path: string;
  box: Box;
  /** The box of the ring that covers most: where the name stands. */
  largest: Box;
}
type Shapes = NonNullable<Payload["shapes"]>;
const PIXELS_PER_DEGREE = 1000;

/** Rings by area code; where a level has none, those of the finer areas inside each. */
export function ringsOf(
  shapes: Shapes,
  level: Level,
  codes: readonly string[],
): Map<string, readonly Ring[]> {
  const rings = new Map<string, readonly Ring[]>();
  const own = shapes.levels[level];
  if (own) {
    for (const code of codes) if (own[code]) rings.set(code, own[code]);
    return rings;
  }
  const finer = LEVELS.find((each) => DIGITS[each] > DIGITS[level] && shapes.levels[each]);
  const inside = Object.entries((finer && shapes.levels[finer]) ?? {});
  for (const [code, parts] of inside) {
    const parent = code.slice(0, DIGITS[level]);
    if (codes.includes(parent)) rings.set(parent, [...(rings.get(parent) ?? []), ...parts]);
  }
  return rings;
}

/** A projection that keeps the shape of areas at the middle latitude of their rings. */
export function projectionOf(rings: readonly Ring[], grid: number): Projection {
  const latitudes = rings.map((ring) => (ring[1] ?? 0) / grid);
  const sum = latitudes.reduce((total, latitude) => total + latitude, 0);
  const middle = sum / Math.max(1, latitudes.length);
  return { grid, squeeze: Math.cos((middle * Math.PI) / 180) };
}

/** The points of a ring in pixels, north up. */
export function pointsOf(ring: Ring, { grid, squeeze }: Projection): Point[] {
  const points: Point[] = [];
  let x = 0;
  let y = 0;
  for (let step = 0; step < ring.length; step += 2) {
    x += ring[step] ?? 0;
    y += ring[step + 1] ?? 0;
    points.push({
      x: (x / grid) * squeeze * PIXELS_PER_DEGREE,
      y: (-y / grid) * PIXELS_PER_DEGREE,
    });
  }
  return points;
}

/** The outline of an area's rings. */
export function outlineOf(rings: readonly Ring[], projection: Projection): Outline {
  const lines = rings.map((ring) => pointsOf(ring, projection));
  const boxes = lines.map((points) => boxOf(points));
  return {
    path: lines.map(pathOf).join(""),
    box: around(boxes),
    largest: boxes.reduce((best, box) => (areaOf(box) > areaOf(best) ? box : best), around([])),
  };
}

/** The smallest box around some boxes; without any its size is negative. */
export function around(boxes: Iterable<Box>): Box {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { left, right, top, bottom } of boxes) {
    box.left = Math.min(box.left, left);
    box.right = Math.max(box.right, right);
    box.top = Math.min(box.top, top);
    box.bottom = Math.max(box.bottom, bottom);
  }
  return box;
}

/** Whether a name fits its area: a wider one would cover the neighbours' names. */
export function hasRoom(name: string, box: Box, fontSize: number): boolean {
  return name.length * fontSize * 0.5 <= (box.right - box.left) * 1.15;
}

function boxOf(points: readonly Point[]): Box {
  return around(points.map(({ x, y }) => ({ left: x, right: x, top: y, bottom: y })));
}

/** Negative for a box around nothing. */
function areaOf(box: Box): number {
  const wide = box.right - box.left;
  return Number.isFinite(wide) ? wide * (box.bottom - box.top) : -1;
}

function pathOf(points: readonly Point[]): string {
  const steps = points.map(({ x, y }, at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`);
  return `${steps.join("")}Z`;
}
