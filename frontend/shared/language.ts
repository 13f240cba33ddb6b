// The two languages that every text comes in.
export type Lang = "th" | "en";

/** One text in both languages. */
export interface Bilingual {
  th: string;
  en: string;
}
