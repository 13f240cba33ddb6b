// One member of a household: who it is, what registers say, and in which groups.
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { percent, whole } from "../shared/numbers";
import { answersText, groupList, originLine } from "./household_answers";
import type { Member } from "./linked_payload";
import { say } from "./text";

/** Relation, sex, age, number, and whether registers or nobody else know the person. */
export function memberFacts(member: Member, lang: Lang): string {
  const age = member.age_years;
  const facts = [
    member.relation?.[lang],
    member.sex?.[lang],
    age === null ? null : say("aged", lang).replace("{n}", whole(age, lang)),
    say(member.has_citizen_id ? "hasId" : "noId", lang),
    member.in_survey ? null : say("onlyRegisters", lang),
    member.is_unmatched ? say("unmatched", lang) : null,
  ];
  return facts.filter(Boolean).join(", ");
}

/** The member's line of the list. */
export function memberLine(member: Member, lang: Lang): HTMLElement {
  const records = member.records.map((record) => recordLine(record, lang));
  const groups = member.groups.length
    ? [h("span", { class: "code" }, say("personGroups", lang)), groupList(member.groups, lang)]
    : [];
  return h(
    "li",
    {},
    h("strong", {}, member.name || `(${say("noName", lang)})`),
    ` ${memberFacts(member, lang)}`,
    records.length
      ? h("ul", { class: "records" }, ...records)
      : h("span", { class: "code" }, say("noRegister", lang)),
    ...groups,
  );
}

/** What one register says of the person, and how its row was linked. */
function recordLine(record: Member["records"][number], lang: Lang): HTMLElement {
  const { facts, origin, answers, how, probability } = record;
  const certainty = probability === null ? "" : ` ${percent(probability, lang, 0)}`;
  return h(
    "li",
    {},
    h("span", {}, facts.map((fact) => fact[lang]).join(", ") || origin[lang]),
    answers.length ? h("span", { class: "answers" }, answersText(answers, lang)) : null,
    originLine(origin, lang),
    h("span", { class: "code" }, `${say("linkedBy", lang)} ${how[lang]}${certainty}`),
  );
}
