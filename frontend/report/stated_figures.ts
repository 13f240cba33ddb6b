// Published figures beside computed ones.
import type { Lang } from "../shared/language";
import { whole } from "../shared/numbers";
import type { Payload } from "./payload";
import { plainTable } from "./tables";
import { say } from "./text";

/** A table of the figures published of the report's area, if any; `texts` as for `plainTable`. */
export function statedTable(
  data: Payload,
  lang: Lang,
  caption: string,
  texts: number[] = [],
): HTMLElement | null {
  const { stated } = data.meta;
  if (!stated.length) return null;
  return plainTable(
    [say("measure", lang), say("statedCol", lang), say("computed", lang), say("source", lang)],
    stated.map((row) => [
      `${row.title[lang]} (${row.unit[lang]})`,
      whole(row.stated, lang),
      whole(row.computed, lang),
      row.source[lang],
    ]),
    caption,
    texts,
  );
}
