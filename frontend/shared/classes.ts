// Classes of a choropleth: quantiles, equal intervals or natural breaks (Jenks).
import { ckmeans } from "simple-statistics";
import type { Num } from "./areas";
import { itemAt, lastOf } from "./lists";
import { inkOn, SHADES } from "./palette";

export type Method = "quantile" | "equal" | "jenks";

/** A class: what it holds, its colours, and how many values are in it. */
export interface ClassBreak {
  /** Lowest value held; with equal intervals the class holds more than `from` up to `to`. */
  from: number;
  to: number;
  shade: string;
  /** The colour of text on the shade. */
  ink: string;
  count: number;
}
type Interval = Pick<ClassBreak, "from" | "to" | "count">;
const SHADE_OF_ONE = 2;

/**
 * Up to `wanted` classes of the values, lowest first. Null belongs to no class. Equal values always
 * share a class, so there are never more classes than different values.
 */
export function classesOf(
  values: readonly Num[],
  method: Method,
  wanted: number = SHADES.length,
): ClassBreak[] {
  const known = sorted(values);
  const distinct = new Set(known).size;
  if (distinct < 2 || method === "quantile") return coloured(quantiles(known, wanted));
  if (method === "equal") return coloured(equalIntervals(known, wanted));
  return coloured(ckmeans(known, Math.min(wanted, distinct)).map(intervalOf));
}

/** Classes by quantiles alone, for pages that offer no other method. */
export function quantileClasses(
  values: readonly Num[],
  wanted: number = SHADES.length,
): ClassBreak[] {
  return coloured(quantiles(sorted(values), wanted));
}

/** The place of a value's class, -1 for no data or no class. */
export function placeOf(value: Num, classes: readonly ClassBreak[]): number {
  if (value === null || classes.length === 0) return -1;
  const place = classes.findIndex((item) => value <= item.to);
  return place < 0 ? classes.length - 1 : place;
}

/** The class of a value; null for no data or no class. */
export function classOf(value: Num, classes: readonly ClassBreak[]): ClassBreak | null {
  return classes[placeOf(value, classes)] ?? null;
}

function sorted(values: readonly Num[]): number[] {
  return values
    .filter((value): value is number => value !== null && Number.isFinite(value))
    .sort((a, b) => a - b);
}

/** About equal numbers of values in each; a value never falls into two. */
function quantiles(known: readonly number[], wanted: number): Interval[] {
  const groups: number[][] = [];
  for (let at = 0; at < known.length; ) {
    const end = Math.max(at + 1, Math.round((known.length * (groups.length + 1)) / wanted));
    let stop = Math.min(end, known.length);
    while (stop < known.length && known[stop] === known[stop - 1]) stop += 1;
    groups.push(known.slice(at, stop));
    at = stop;
  }
  return groups.map(intervalOf);
}

function equalIntervals(known: readonly number[], wanted: number): Interval[] {
  const low = itemAt(known, 0);
  const high = lastOf(known);
  const end = (at: number): number =>
    at === wanted - 1 ? high : low + ((high - low) * (at + 1)) / wanted;
  return Array.from({ length: wanted }, (_, at) => {
    const to = end(at);
    const from = at === 0 ? low : end(at - 1);
    const isIn = (value: number): boolean => value <= to && (at === 0 || value > from);
    return { from, to, count: known.filter(isIn).length };
  });
}

const intervalOf = (held: readonly number[]): Interval => ({
  from: itemAt(held, 0),
  to: lastOf(held),
  count: held.length,
});

function coloured(intervals: readonly Interval[]): ClassBreak[] {
  const darkest = SHADES.length - 1;
  return intervals.map((interval, place) => {
    const shade =
      intervals.length === 1
        ? SHADE_OF_ONE
        : Math.round((place * darkest) / (intervals.length - 1));
    return { ...interval, shade: itemAt(SHADES, shade), ink: inkOn(shade) };
  });
}
