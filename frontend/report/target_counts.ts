// Counts of target groups by area, and what groups are called.
import type { Linked, TargetGroup } from "./linked_payload";
import { areaOf, type Lang, type Num, type Payload } from "./payload";

export type Unit = "people" | "households";

/** Number and title of a group, as lists and choices show it. */
export function groupName(group: TargetGroup, lang: Lang): string {
  return /^\d/.test(group.name) ? `${group.name} ${group[lang]}` : group[lang];
}

/** People or households of a group in an area; the report's own scope is everybody in the store. */
export function groupCount(
  data: Payload,
  linked: Linked,
  code: string,
  group: number,
  unit: Unit,
): Num {
  if (code === data.meta.scope.code) return linked.levels.country?.[unit][group]?.[0] ?? null;
  const area = areaOf(data, code);
  return area ? (linked.levels[area.level]?.[unit][group]?.[area.at] ?? null) : null;
}
