// Breaking a text into lines between its words, also where Thai writes no spaces.
import type { Lang } from "./language";
import { lastOf } from "./lists";

/** How wide a text is, in pixels. */
export type Measure = (text: string) => number;

/** Lines no wider than `room` pixels; a word that is wider stands on a line of its own. */
export function linesOf(text: string, room: number, lang: Lang, width: Measure): string[] {
  const lines: string[] = [""];
  for (const { segment } of new Intl.Segmenter(lang, { granularity: "word" }).segment(text)) {
    const line = lastOf(lines);
    if (line.trim() !== "" && width(line + segment) > room) lines.push(segment.trimStart());
    else lines[lines.length - 1] = line + segment;
  }
  return lines.map((line) => line.trimEnd());
}
