// Numbers as a person reads them, with Arabic digits in both languages; null is said in words.
import type { Num } from "./areas";
import type { Bilingual, Lang } from "./language";

/** What stands where there is no figure. */
export const NO_DATA: Bilingual = { th: "ไม่มีข้อมูล", en: "no data" };
const POINTS: Bilingual = { th: "จุดร้อยละ", en: "points" };
const UNITS: ReadonlyMap<string, Bilingual> = new Map([
  ["people", { th: "คน", en: "people" }],
  ["households", { th: "ครัวเรือน", en: "households" }],
]);

/** people, households, ratio or score; any other text is a unit without a word of its own. */
export type Unit = string;

/** Whole number with thousands separators. */
export function whole(value: Num, lang: Lang): string {
  return written(value, lang, { maximumFractionDigits: 0 });
}

/** A whole number with its sign when it is more than zero. */
export function wholeChange(value: Num, lang: Lang): string {
  return plus(value) + whole(value, lang);
}

/** A ratio as per cent. */
export function percent(value: Num, lang: Lang, decimals = 2): string {
  return written(value, lang, { style: "percent", ...exactly(decimals) });
}

/** An index from 0 to 1 with four decimals. */
export function index(value: Num, lang: Lang): string {
  return written(value, lang, exactly(4));
}

/** Difference of two indices, signed. */
export function indexChange(value: Num, lang: Lang): string {
  return plus(value) + index(value, lang);
}

/** Difference of two ratios in percentage points, signed. */
export function points(value: Num, lang: Lang): string {
  if (value === null) return NO_DATA[lang];
  const options = { ...exactly(2), signDisplay: "exceptZero" } as const;
  return `${written(value * 100, lang, options)} ${POINTS[lang]}`;
}

/** A weight of evidence: one decimal, signed. */
export function weight(value: number, lang: Lang): string {
  return written(value, lang, { ...exactly(1), signDisplay: "exceptZero" });
}

/** A value in its unit: counts with their word, ratios as per cent, scores to four decimals. */
export function figure(value: Num, unit: Unit, lang: Lang): string {
  if (value === null) return NO_DATA[lang];
  const word = UNITS.get(unit)?.[lang];
  return word ? `${bare(value, unit, lang)} ${word}` : bare(value, unit, lang);
}

/** The same without the word of the unit, for the ends of a class. */
export function bare(value: number, unit: Unit, lang: Lang): string {
  if (unit === "ratio") return percent(value, lang);
  if (unit === "score") return written(value, lang, { maximumFractionDigits: 4 });
  return written(value, lang, { maximumFractionDigits: Number.isInteger(value) ? 0 : 1 });
}

function written(value: Num, lang: Lang, options: Intl.NumberFormatOptions): string {
  if (value === null) return NO_DATA[lang];
  return new Intl.NumberFormat(lang === "th" ? "th-TH-u-nu-latn" : "en-GB", options).format(value);
}

function exactly(decimals: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}

const plus = (value: Num): string => (value !== null && value > 0 ? "+" : "");
