// The address within the page: the language, and the section to go to.
import type { Lang } from "../shared/language";

export interface Address {
  lang: Lang;
  /** Identifier of a section, or empty. */
  at: string;
}

/** What a hash says; Thai unless it asks for English. */
export function addressOf(hash: string): Address {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  return { lang: asked.get("lang") === "en" ? "en" : "th", at: asked.get("at") ?? "" };
}

/** The hash of a section in a language. */
export function linkTo(lang: Lang, at: string): string {
  return at ? `#lang=${lang}&at=${at}` : `#lang=${lang}`;
}
