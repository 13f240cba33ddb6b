// Numbers and dates as a person reads them; null is always said in words.
import type { Lang, Num } from "./payload";
import { say } from "./text";

const locale = (lang: Lang): string => (lang === "th" ? "th-TH-u-nu-latn" : "en-GB");

/** Whole number with thousands separators. */
export function whole(value: Num, lang: Lang): string {
  if (value === null) return say("noData", lang);
  return new Intl.NumberFormat(locale(lang), { maximumFractionDigits: 0 }).format(value);
}

/** A ratio as per cent with two decimals. */
export function percent(value: Num, lang: Lang, decimals = 2): string {
  if (value === null) return say("noData", lang);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(locale(lang), { style: "percent", ...digits }).format(value);
}

/** An index from 0 to 1 with four decimals. */
export function index(value: Num, lang: Lang): string {
  if (value === null) return say("noData", lang);
  return new Intl.NumberFormat(locale(lang), {
    minimumFractionDigits: 4,
    maximumFractionDigits: 4,
  }).format(value);
}

/** Difference of two indices, signed. */
export function indexChange(value: Num, lang: Lang): string {
  return value !== null && value > 0 ? `+${index(value, lang)}` : index(value, lang);
}

/** Difference of two ratios in percentage points, signed. */
export function points(value: Num, lang: Lang): string {
  if (value === null) return say("noData", lang);
  const text = new Intl.NumberFormat(locale(lang), {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: "exceptZero",
  }).format(value * 100);
  return `${text} ${say("pp", lang)}`;
}

/** An ISO time as a Buddhist-era date in Thailand's time zone; other texts as they are. */
export function date(iso: string, lang: Lang): string {
  const moment = new Date(iso);
  if (!iso || Number.isNaN(moment.getTime())) return iso || say("noData", lang);
  const calendar = lang === "th" ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB-u-ca-buddhist";
  return new Intl.DateTimeFormat(calendar, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "Asia/Bangkok",
  }).format(moment);
}

/** A round (Buddhist year) as text; English adds the common year. */
export function round(year: string, lang: Lang): string {
  if (lang === "th" || !/^\d{4}$/.test(year)) return year;
  return `${year} BE (${Number(year) - 543})`;
}

/** An ISO day as a Buddhist-era date. */
export function day(iso: string | null, lang: Lang): string {
  if (iso === null) return say("noData", lang);
  const calendar = lang === "th" ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB-u-ca-buddhist";
  return new Intl.DateTimeFormat(calendar, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(iso));
}
