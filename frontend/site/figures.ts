// Figures as a person reads them, by their unit; null is always said in words.
import { type Lang, say } from "./words";

export type Unit = "people" | "households" | "ratio" | "score" | string;

/** A value in its unit: whole numbers with separators, ratios as per cent, scores with up to four decimals. */
export function figure(value: number | null, unit: Unit, lang: Lang): string {
  if (value === null) return say("noData", lang);
  const text = bare(value, unit, lang);
  return unit === "people" || unit === "households" ? `${text} ${say(unit, lang)}` : text;
}

/** The same without the word of the unit, for the ends of a class. */
export function bare(value: number, unit: Unit, lang: Lang): string {
  const locale = lang === "th" ? "th-TH-u-nu-latn" : "en-GB";
  if (unit === "ratio") {
    return new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    }).format(value);
  }
  if (unit === "score")
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value);
  const most = Number.isInteger(value) ? 0 : 1;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: most }).format(value);
}

/** An ISO time as a day of the Buddhist era in Thailand's time zone; other texts as they are. */
export function dayOf(iso: string, lang: Lang): string {
  const moment = new Date(iso);
  if (!iso || Number.isNaN(moment.getTime())) return iso;
  const calendar = lang === "th" ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB";
  return new Intl.DateTimeFormat(calendar, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "Asia/Bangkok",
  }).format(moment);
}
