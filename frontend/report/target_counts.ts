// Counts of target groups by area, and what groups are called.
import type { Num } from "../shared/areas";
import type { Lang } from "../shared/language";
import { whole } from "../shared/numbers";
import type { LinkedData, RuleDocument, TargetGroup } from "./linked_payload";
import { areaOf, type Payload } from "./payload";
import { say } from "./text";

export type Unit = "people" | "households";

/** The group that a year's rule makes its target, and its place among the groups. */
export interface Target {
  document: RuleDocument;
  group: TargetGroup;
  at: number;
}

/** Number and title of a group, as lists and choices show it. */
export function groupName(group: { name: string } & Record<Lang, string>, lang: Lang): string {
  return /^\d/.test(group.name) ? `${group.name} ${group[lang]}` : group[lang];
}

/** People or households of a group in an area; the report's own scope is everybody in the store. */
export function groupCount(
  data: Payload,
  linked: LinkedData,
  code: string,
  group: number,
  unit: Unit,
): Num {
  if (code === data.meta.scope.code) return linked.levels.country?.[unit][group]?.[0] ?? null;
  const area = areaOf(data, code);
  return area ? (linked.levels[area.level]?.[unit][group]?.[area.at] ?? null) : null;
}

/** The target of every year's rule that has one. */
export function targetsOf(linked: LinkedData): Target[] {
  return linked.documents.flatMap((document) => {
    const at = linked.groups.findIndex(
      (group) => group.document === document.name && group.name === document.target,
    );
    const group = linked.groups[at];
    return group ? [{ document, group, at }] : [];
  });
}

/** The place of the first group whose rule is not a target's own: those stand beside it anyhow. */
export function firstGroup(linked: LinkedData): number {
  const rules = targetsOf(linked).map((target) => target.group.rule);
  return Math.max(
    0,
    linked.groups.findIndex((group) => !rules.includes(group.rule)),
  );
}

/** The fiscal year of a group's rule; the name of its document when that is not known. */
export function yearOf(linked: LinkedData, group: TargetGroup): string {
  const document = linked.documents.find((item) => item.name === group.document);
  return String(document?.fiscal_year ?? group.document);
}

/** People and households that were published of a group, a line for each publication. */
export function statedText(group: TargetGroup, lang: Lang): string {
  const count = (value: Num, word: "people" | "household"): string =>
    value === null ? "" : `${whole(value, lang)} ${say(word, lang)}`;
  const lines = group.stated.map(({ people, households }) =>
    [count(people, "people"), count(households, "household")].filter(Boolean).join(", "),
  );
  return lines.join("\n") || "–";
}
