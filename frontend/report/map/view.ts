// What the report's map shows: of which area, at which level, which measure, and what comes next.
import { DIGITS, LEVELS, type Level, type Num } from "../../shared/areas";
import type { Lang } from "../../shared/language";
import { itemAt } from "../../shared/lists";
import { index, percent, whole } from "../../shared/numbers";
import { type Payload, placesWithin, tableOf } from "../payload";
import { groupName } from "../target_counts";
import { say } from "../text";

/** A ratio or count, `d` and the place of an indicator, or `g` and the place of a target group. */
export type Measure = "H" | "poor_people" | "M0" | `d${number}` | `g${number}`;
export interface View {
  scope: string;
  level: Level;
  measure: Measure;
  chosen: string | null;
}
/** Show another view, and move the focus to what a selector finds in it. */
export type Go = (view: View, focus?: string) => void;
export const FIRST_AREA = ".map-area[tabindex='0']";
const VILLAGES_FROM_DIGITS = 4;
const LEVELS_OFFERED = 2;

/** Levels that the map of an area offers, coarsest first: at most two, villages in a district. */
export function levelsBelow(data: Payload, scope: string): Level[] {
  const digits = digitsOf(scope);
  return LEVELS.filter((level) => level !== "region" && DIGITS[level] > digits)
    .filter((level) => placesWithin(data, level, scope).length > 0)
    .filter((level) => level !== "village" || digits >= VILLAGES_FROM_DIGITS)
    .slice(0, LEVELS_OFFERED);
}

function digitsOf(scope: string): number {
  if (scope === "nat") return -1;
  return scope.startsWith("R") ? 0 : scope.length;
}

/** The level of the areas inside an area, if any; villages are the last. */
export function areasInside(data: Payload, scope: string): Level | null {
  return levelsBelow(data, scope)[0] ?? null;
}

/** The view of an area's insides; null when there is nothing inside. */
export function viewOf(data: Payload, scope: string, measure: Measure): View | null {
  const level = areasInside(data, scope);
  return level && { scope, level, measure, chosen: null };
}

/** The view after an area was chosen: its insides, or its card where only villages are left. */
export function afterChoice(data: Payload, view: View, code: string): View {
  const inside = view.level === "village" ? null : viewOf(data, code, view.measure);
  return inside && inside.level !== "village" ? inside : { ...view, chosen: code };
}

/** The measure's value of the area at a place of the view's level. */
export function valueAt(data: Payload, view: View, place: number): Num {
  const { level, measure } = view;
  const table = tableOf(data, level);
  const at = Number(measure.slice(1));
  if (measure === "H" || measure === "M0" || measure === "poor_people")
    return table[measure][place] ?? null;
  if (measure.startsWith("g")) return data.linked?.levels[level]?.people[at]?.[place] ?? null;
  const part = table.deprived[at]?.[place] ?? null;
  const all = table.people[place] ?? null;
  return part === null || !all ? null : part / all;
}

/** A value as the measure writes it: counts whole, indices with four decimals, else per cent. */
export function format(measure: Measure, value: Num, lang: Lang): string {
  if (measure === "poor_people" || measure.startsWith("g")) return whole(value, lang);
  return measure === "M0" ? index(value, lang) : percent(value, lang);
}

/** Every measure that can be chosen, with its name. */
export function measuresOf(data: Payload, lang: Lang): [Measure, string][] {
  const groups = data.linked?.groups ?? [];
  return [
    ["H", say("H", lang)],
    ["poor_people", say("poorPeople", lang)],
    ["M0", say("M0", lang)],
    ...groups.map((group, place): [Measure, string] => [
      `g${place}`,
      `${say("targetPeople", lang)}: ${groupName(group, lang)}`,
    ]),
    ...data.indicators.map((item, place): [Measure, string] => [
      `d${place}`,
      `${say("deprivedPoor", lang)}: ${item[lang]}`,
    ]),
  ];
}

/** Codes of the areas at some places of a level. */
export function codesAt(data: Payload, level: Level, places: readonly number[]): string[] {
  const { code } = tableOf(data, level);
  return places.map((place) => itemAt(code, place));
}
