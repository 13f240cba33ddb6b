// The areas inside an area by the people of target groups: a chosen group beside each year's
// target.
import type { Level, Num } from "../shared/areas";
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { itemAt } from "../shared/lists";
import { whole } from "../shared/numbers";
import type { LinkedData } from "./linked_payload";
import { areasInside } from "./map/view";
import { type Payload, placesWithin, tableOf } from "./payload";
import { fullName } from "./place_names";
import { type Cell, plainTable } from "./tables";
import { groupCount, groupName, targetsOf, type Unit } from "./target_counts";
import { say } from "./text";

/** A group and whether its people or households are counted. */
interface CountColumn {
  at: number;
  unit: Unit;
}
export interface AreaCounts {
  /** Null when there is no area inside. */
  level: Level | null;
  /** Most people of the chosen group first. */
  rows: { code: string; counts: Num[] }[];
  /** Those of the whole area that are in none of its parts; null when that cannot be said. */
  rest: Num[] | null;
}

/** Counts of the chosen group's people and households and of each year's target, by area. */
export function areaCounts(
  data: Payload,
  linked: LinkedData,
  scope: string,
  chosen: number,
): AreaCounts {
  const columns: CountColumn[] = [
    { at: chosen, unit: "people" },
    { at: chosen, unit: "households" },
    ...targetsOf(linked).map(({ at }): CountColumn => ({ at, unit: "people" })),
  ];
  const level = areasInside(data, scope);
  if (!level) return { level, rows: [], rest: null };
  const { code } = tableOf(data, level);
  const rows = placesWithin(data, level, scope)
    .map((place) => ({
      code: itemAt(code, place),
      counts: columns.map(({ at, unit }) => linked.levels[level]?.[unit][at]?.[place] ?? null),
    }))
    .sort((a, b) => (b.counts[0] ?? -1) - (a.counts[0] ?? -1));
  const rest = columns.map(({ at, unit }, column) => {
    const all = groupCount(data, linked, scope, at, unit);
    const listed = rows.reduce((sum, row) => sum + (row.counts[column] ?? 0), 0);
    return all === null ? null : all - listed;
  });
  const isListed = level !== "village" || code.length >= data.meta.villages;
  const hasRest = rest.some((value) => value !== null && value > 0);
  return { level, rows, rest: isListed && rows.length > 0 && hasRest ? rest : null };
}

/** A choice of the group, and the table; choosing an area goes into it. */
export function targetAreas(
  data: Payload,
  linked: LinkedData,
  lang: Lang,
  scope: string,
  chosen: number,
  chooseGroup: (group: number) => void,
  chooseArea: (code: string) => void,
): HTMLElement {
  return h(
    "div",
    { class: "sub-areas", tabindex: -1 },
    groupChoice(linked, lang, chosen, chooseGroup),
    countTable(data, linked, lang, scope, areaCounts(data, linked, scope, chosen), chooseArea),
  );
}

function groupChoice(
  linked: LinkedData,
  lang: Lang,
  chosen: number,
  chooseGroup: (group: number) => void,
): HTMLElement {
  const select = h(
    "select",
    { id: "target-group", change: () => chooseGroup(Number(select.value)) },
    ...linked.groups.map((group, at) =>
      h("option", { value: at, selected: at === chosen }, groupName(group, lang)),
    ),
  );
  const field = h("label", { class: "field" }, h("span", {}, say("chosenGroup", lang)), select);
  return h("div", { class: "controls" }, field);
}

function countTable(
  data: Payload,
  linked: LinkedData,
  lang: Lang,
  scope: string,
  { level, rows, rest }: AreaCounts,
  chooseArea: (code: string) => void,
): HTMLElement {
  if (!level || !rows.length) return h("p", {}, say("noData", lang));
  const people = `(${say("people", lang)})`;
  const written = (counts: readonly Num[]): string[] => counts.map((count) => whole(count, lang));
  const cells: Cell[][] = rows.map(({ code, counts }) => [
    areaName(data, lang, code, chooseArea),
    ...written(counts),
  ]);
  if (rest) cells.push([say("unknownArea", lang), ...written(rest)]);
  return plainTable(
    [
      say(level, lang),
      `${say("chosenGroup", lang)} ${people}`,
      `${say("chosenGroup", lang)} (${say("household", lang)})`,
      ...targetsOf(linked).map(
        ({ document }) => `${say("ruleOf", lang)} ${document.fiscal_year} ${people}`,
      ),
    ],
    cells,
    `${say("subareas", lang)} ${fullName(data, scope, lang)}`,
  );
}

/** The name, as a button where there is something inside. */
function areaName(
  data: Payload,
  lang: Lang,
  code: string,
  chooseArea: (code: string) => void,
): Cell {
  const text = fullName(data, code, lang);
  if (!areasInside(data, code)) return text;
  return h(
    "button",
    {
      type: "button",
      class: "link",
      "data-area": code,
      "aria-label": `${say("openArea", lang)} ${text}`,
      click: () => chooseArea(code),
    },
    text,
  );
}
