// Classes of a choropleth by quantiles, equal intervals or natural breaks (Jenks).
import { ckmeans } from "simple-statistics";
import { quantiles as byQuantiles } from "../report/classes";

export type Method = "quantile" | "equal" | "jenks";
/** One hue from light to dark; the lightest is clearly not the white of "no data". */
export const SHADES = ["#d3e4f3", "#a3c8e5", "#66a5d2", "#2f78b3", "#0b4077"];
const SINGLE = 2;

/** A class holds its lowest and highest value; with equal intervals, more than `from` up to `to`. */
export interface Klass {
  from: number;
  to: number;
  shade: string;
  ink: string;
  count: number;
}

/**
 * Up to `wanted` classes of the values, lowest first. Null belongs to no class. Equal values always
 * share a class, so there are never more classes than different values.
 */
export function classesOf(
  values: readonly (number | null)[],
  method: Method,
  wanted = SHADES.length,
): Klass[] {
  const known = values
    .filter((value): value is number => value !== null && Number.isFinite(value))
    .sort((a, b) => a - b);
  const distinct = new Set(known).size;
  if (distinct === 0) return [];
  if (distinct === 1) return shaded([{ from: known[0]!, to: known[0]!, count: known.length }]);
  if (method === "equal") return shaded(equal(known, wanted));
  if (method === "jenks") {
    return shaded(
      ckmeans(known, Math.min(wanted, distinct)).map((held) => ({
        from: held[0]!,
        to: held[held.length - 1]!,
        count: held.length,
      })),
    );
  }
  return shaded(byQuantiles(known, wanted));
}

/** The place of a value's class, -1 for no data or no class. */
export function placeOf(value: number | null, classes: readonly Klass[]): number {
  if (value === null || classes.length === 0) return -1;
  const place = classes.findIndex((item) => value <= item.to);
  return place < 0 ? classes.length - 1 : place;
}

interface Held {
  from: number;
  to: number;
  count: number;
}

function equal(known: readonly number[], wanted: number): Held[] {
  const low = known[0]!,
    high = known[known.length - 1]!;
  const ends = Array.from({ length: wanted }, (_, at) =>
    at === wanted - 1 ? high : low + ((high - low) * (at + 1)) / wanted,
  );
  return ends.map((to, at) => {
    const from = at === 0 ? low : ends[at - 1]!;
    return {
      from,
      to,
      count: known.filter((value) => value <= to && (at === 0 || value > from)).length,
    };
  });
}

function shaded(held: readonly Held[]): Klass[] {
  return held.map(({ from, to, count }, place) => {
    const shade =
      held.length === 1 ? SINGLE : Math.round((place * (SHADES.length - 1)) / (held.length - 1));
    return { from, to, count, shade: SHADES[shade]!, ink: shade >= 3 ? "#ffffff" : "#10243a" };
  });
}
