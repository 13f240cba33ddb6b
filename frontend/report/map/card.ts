// The card of one area: its figures and what its people lack most.
import type { Num } from "../../shared/areas";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { index, percent, whole } from "../../shared/numbers";
import { lackCount, lacksIn } from "../lacks";
import { areaOf, type Counts, type Payload, tableOf } from "../payload";
import { fullName } from "../place_names";
import { groupCount, groupName } from "../target_counts";
import { say, type Word } from "../text";
import type { Measure } from "./view";

const MOST_LACKS = 5;

/** The card of an area, or of the whole report when the code is its scope. */
export function card(data: Payload, lang: Lang, code: string, measure: Measure): HTMLElement {
  const area = areaOf(data, code);
  const figures = (name: keyof Counts): Num =>
    area ? (tableOf(data, area.level)[name][area.at] ?? null) : data.total[name];
  const lacks = lacksIn(data, area).slice(0, MOST_LACKS);
  const line = (name: Word, text: string): HTMLElement =>
    h("div", {}, h("dt", {}, say(name, lang)), h("dd", {}, text));
  return h(
    "aside",
    { class: "card", "aria-live": "polite", "aria-label": fullName(data, code, lang) },
    h("h3", {}, fullName(data, code, lang)),
    h(
      "dl",
      {},
      ...groupLines(data, lang, code, measure),
      line("poorPeople", whole(figures("poor_people"), lang)),
      line("peopleCol", whole(figures("people"), lang)),
      line("poorHouseholds", whole(figures("poor_households"), lang)),
      line("H", percent(figures("H"), lang)),
      line("A", percent(figures("A"), lang)),
      line("M0", index(figures("M0"), lang)),
    ),
    lacks.length ? h("h4", {}, say("topLacks", lang)) : null,
    lacks.length ? h("ol", {}, ...lacks.map((lack) => lackCount(lack, lang))) : null,
  );
}

/** People and households of the target group that the map shows. */
function groupLines(data: Payload, lang: Lang, code: string, measure: Measure): HTMLElement[] {
  const { linked } = data;
  const at = Number(measure.slice(1));
  const group = measure.startsWith("g") ? linked?.groups[at] : undefined;
  if (!linked || !group) return [];
  return (["people", "households"] as const).map((unit) => {
    const word = say(unit === "people" ? "people" : "household", lang);
    return h(
      "div",
      {},
      h("dt", {}, `${groupName(group, lang)} (${word})`),
      h("dd", {}, whole(groupCount(data, linked, code, at, unit), lang)),
    );
  });
}
