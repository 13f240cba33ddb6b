// Dates as a person reads them, in Thailand's time zone; Thai always counts Buddhist years.
import type { Lang } from "./language";
import { NO_DATA } from "./numbers";

/** The years that English dates count: the report's are Buddhist (BE), the site's common. */
export type Era = "buddhist" | "common";
const ZONE = "Asia/Bangkok";
const YEARS_BETWEEN_ERAS = 543;

/** An ISO time as a day with its time of day; other texts as they are, none as no data. */
export function momentOf(iso: string | null, lang: Lang): string {
  return written(iso, lang, "buddhist", { dateStyle: "long", timeStyle: "short" });
}

/** An ISO day or time as a short date; other texts as they are, none as no data. */
export function dayOf(iso: string | null, lang: Lang, englishEra: Era = "buddhist"): string {
  return written(iso, lang, englishEra, { day: "numeric", month: "short", year: "numeric" });
}

/** A round (a Buddhist year) as text; English adds the common year. */
export function roundOf(year: string, lang: Lang): string {
  if (lang === "th" || !/^\d{4}$/.test(year)) return year;
  return `${year} BE (${Number(year) - YEARS_BETWEEN_ERAS})`;
}

function written(
  iso: string | null,
  lang: Lang,
  englishEra: Era,
  options: Intl.DateTimeFormatOptions,
): string {
  if (!iso) return NO_DATA[lang];
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return new Intl.DateTimeFormat(calendar(lang, englishEra), {
    ...options,
    timeZone: ZONE,
  }).format(moment);
}

function calendar(lang: Lang, englishEra: Era): string {
  if (lang === "th") return "th-TH-u-ca-buddhist-nu-latn";
  return englishEra === "buddhist" ? "en-GB-u-ca-buddhist" : "en-GB";
}
