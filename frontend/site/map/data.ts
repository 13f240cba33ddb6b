// The shapes of a map's data as the server sends them, and the joining of values to boundaries.
import type { FeatureCollection, Point } from "geojson";
import type { Num } from "../../shared/areas";
import { type ClassBreak, classesOf, classOf, type Method } from "../../shared/classes";
import type { Bilingual, Lang } from "../../shared/language";
import { figure, type Unit } from "../../shared/numbers";
import { PAPER } from "../../shared/palette";
import { say } from "../words";
import { middleOf, type Shape } from "./geometry";

export interface Area {
  code: string;
  name: Bilingual;
  value: Num;
  state: "ok" | "none" | "suppressed";
  link: string | null;
}
export interface MapValues {
  level: string;
  measure: { name: string; title: Bilingual; unit: Unit; kind: "count" | "ratio" };
  areas: Area[];
  total: Area | null;
  method: Method;
  made_at: string;
  publication: string | Num;
}
export interface Boundaries extends FeatureCollection<Shape, { code: string }> {
  source: string | Bilingual;
  is_schematic: boolean;
}
export interface Points extends FeatureCollection<Point, { name?: string; link?: string | null }> {
  is_capped?: boolean;
}
/** What a feature of the map carries: its class shade, and how it is drawn. */
export interface AreaProperties {
  code: string;
  state: Area["state"];
  shade: string;
}
/** The areas of the data that have a boundary, ready to draw, and those that have none. */
export interface AreaMatch {
  classes: ClassBreak[];
  shapes: FeatureCollection<Shape, AreaProperties>;
  labels: FeatureCollection<Point, { code: string; name: string }>;
  withoutBoundary: Area[];
}

/** The value to class an area by: null unless it may be shown. */
export function shownValue(area: Area): Num {
  return area.state === "ok" ? area.value : null;
}

/** Values matched with boundaries by code; boundaries without an area of the data are left out. */
export function matchBoundaries(values: MapValues, boundaries: Boundaries, lang: Lang): AreaMatch {
  const classes = classesOf(values.areas.map(shownValue), values.method);
  const shapes = new Map<string, Shape>();
  for (const { properties, geometry } of boundaries.features)
    if (geometry) shapes.set(properties.code, geometry);
  const features: AreaMatch["shapes"]["features"] = [];
  const labels: AreaMatch["labels"]["features"] = [];
  const withoutBoundary: Area[] = [];
  for (const area of values.areas) {
    const { code, name } = area;
    const geometry = shapes.get(code);
    if (!geometry) {
      withoutBoundary.push(area);
      continue;
    }
    const shade = classOf(shownValue(area), classes)?.shade ?? PAPER;
    const state = stateOf(area);
    features.push({ type: "Feature", geometry, properties: { code, state, shade } });
    labels.push({
      type: "Feature",
      geometry: { type: "Point", coordinates: middleOf(geometry) },
      properties: { code, name: name[lang] },
    });
  }
  return {
    classes,
    withoutBoundary,
    shapes: { type: "FeatureCollection", features },
    labels: { type: "FeatureCollection", features: labels },
  };
}

/** The state to draw: an area that says "ok" without a value has no data. */
export function stateOf(area: Area): Area["state"] {
  return area.state === "ok" && area.value === null ? "none" : area.state;
}

/** What an area's figure says: the value, that there is none, or that it is withheld. */
export function figureOf(area: Area, values: MapValues, lang: Lang): string {
  if (stateOf(area) === "suppressed") return say("suppressed", lang);
  return figure(shownValue(area), values.measure.unit, lang);
}

/** The area's name with its figure. */
export function wordsOf(area: Area, values: MapValues, lang: Lang): string {
  return `${area.name[lang]}: ${figureOf(area, values, lang)}`;
}
