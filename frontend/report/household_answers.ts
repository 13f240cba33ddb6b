// Answers and where they come from, and the groups that they put somebody in.
import { dayOf } from "../shared/dates";
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { whole } from "../shared/numbers";
import type { Answer, HouseholdGroup, Origin } from "./linked_payload";
import { groupName } from "./target_counts";
import { say } from "./text";

/** An answer as a person reads it: its label, else yes or no, else the number or text. */
export function answerText({ label, value }: Answer, lang: Lang): string {
  if (label) return label[lang];
  if (value === null) return say("missingAnswer", lang);
  if (typeof value === "boolean") return say(value ? "yes" : "no", lang);
  return typeof value === "number" ? whole(value, lang) : value;
}

/** Questions with their answers on one line. */
export function answersText(answers: readonly Answer[], lang: Lang): string {
  return answers.map((item) => `${item.title[lang]}: ${answerText(item, lang)}`).join("; ");
}

/** Where something comes from: source, agency and day. */
export function originLine(origin: Origin | null, lang: Lang): HTMLElement | null {
  if (!origin) return null;
  const day = `${say("freshOn", lang)} ${dayOf(origin.as_of, lang)}`;
  const text = [`${say("source", lang)}: ${origin[lang]}`, origin.agency[lang], day];
  return h("span", { class: "code" }, text.join(" · "));
}

/** Names of groups by the answers behind them, in the order of the first group of each. */
export function groupsByAnswers(
  groups: readonly HouseholdGroup[],
  lang: Lang,
): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const group of groups) {
    const why = answersText(group.values, lang);
    const mark = group.unofficial ? ` (${say("unofficial", lang)})` : "";
    lines.set(why, [...(lines.get(why) ?? []), groupName(group, lang) + mark]);
  }
  return lines;
}

/** Groups with the values that put somebody there; groups of the same values share a line. */
export function groupList(groups: readonly HouseholdGroup[], lang: Lang): HTMLElement {
  const lines = [...groupsByAnswers(groups, lang)].map(([why, names]) =>
    h(
      "li",
      {},
      h("span", {}, names.join(" · ")),
      why ? h("span", { class: "answers" }, `${say("because", lang)} ${why}`) : null,
    ),
  );
  return h("ul", { class: "group-list" }, ...lines);
}
