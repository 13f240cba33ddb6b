// Classes of a choropleth: quantiles of the areas that hold data.
import type { Num } from "./payload";

/** One hue from light to dark: order survives colour blindness and grey printing. */
export const SHADES = ["#eaf2fa", "#bcd3ea", "#7fb1d8", "#2e77b0", "#0b3c6f"];
export interface Klass {
  from: number;
  to: number;
  shade: string;
  ink: string;
  count: number;
}

/**
 * Up to `wanted` classes with about equal numbers of areas. Equal values share a class, and each
 * class shows the lowest and highest value that it really holds. Null belongs to no class.
 */
export function quantiles(values: Num[], wanted = SHADES.length): Klass[] {
  const known = values.filter((value): value is number => value !== null).sort((a, b) => a - b);
  const groups: number[][] = [];
  for (let at = 0; at < known.length; ) {
    const end = Math.max(at + 1, Math.round((known.length * (groups.length + 1)) / wanted));
    let stop = Math.min(end, known.length);
    while (stop < known.length && known[stop] === known[stop - 1]) stop += 1;
    groups.push(known.slice(at, stop));
    at = stop;
  }
  const last = SHADES.length - 1;
  return groups.map((group, place) => {
    const shade = groups.length === 1 ? 2 : Math.round((place * last) / (groups.length - 1));
    return {
      from: group[0]!,
      to: group[group.length - 1]!,
      shade: SHADES[shade]!,
      ink: shade >= 3 ? "#ffffff" : "#10243a",
      count: group.length,
    };
  });
}

/** The class of a value; null for no data. */
export function classOf(value: Num, classes: Klass[]): Klass | null {
  if (value === null) return null;
  return classes.find((item) => value <= item.to) ?? classes[classes.length - 1] ?? null;
}
