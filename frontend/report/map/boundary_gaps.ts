// Areas that the map file lacks, and boundaries that the data does not know.
import type { Level } from "../../shared/areas";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { whole } from "../../shared/numbers";
import { areaOf, type Payload } from "../payload";
import { fullName } from "../place_names";
import { say, type Word } from "../text";

/** Both lists, each to open; null when every area has its boundary. */
export function boundaryGaps(data: Payload, lang: Lang, level: Level): HTMLElement | null {
  const match = data.matches[level];
  if (!match?.without_boundary.length && !match?.without_data.length) return null;
  const list = (word: Word, codes: readonly string[]): HTMLElement | null => {
    if (codes.length === 0) return null;
    const names = codes.map((code) =>
      areaOf(data, code) ? `${code} ${fullName(data, code, lang)}` : code,
    );
    return h(
      "details",
      {},
      h("summary", {}, `${say(word, lang)}: ${whole(codes.length, lang)}`),
      h("p", {}, names.join(", ")),
    );
  };
  return h(
    "div",
    { class: "missing" },
    list("noBorder", match.without_boundary),
    list("noRows", match.without_data),
  );
}
