// Administrative levels, and a figure that may be missing. Null means no data, never zero.
export type Num = number | null;
export type Level = "region" | "province" | "district" | "subdistrict" | "village";

/** Coarsest first. */
export const LEVELS: readonly Level[] = [
  "region",
  "province",
  "district",
  "subdistrict",
  "village",
];

/** Digits of a code at each level; a finer code begins with the coarser one. */
export const DIGITS: Readonly<Record<Level, number>> = {
  region: 0,
  province: 2,
  district: 4,
  subdistrict: 6,
  village: 8,
};
