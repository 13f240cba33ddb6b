// Target groups: both years' rules, every group, and the areas inside the chosen area.
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { whole, wholeChange } from "../shared/numbers";
import { figureBox } from "./figures";
import type { LinkedData, TargetGroup } from "./linked_payload";
import { showGroup } from "./map/section";
import type { Payload } from "./payload";
import { fullName } from "./place_names";
import { statedTable } from "./stated_figures";
import { type Cell, plainTable } from "./tables";
import { targetAreas } from "./target_areas";
import { firstGroup, groupCount, groupName, statedText, targetsOf, yearOf } from "./target_counts";
import { say } from "./text";
import { trail } from "./trail";

interface State {
  scope: string;
  group: number;
}
type Go = (next: Partial<State>, focus: string) => void;
const AREAS = ".sub-areas";
const SOURCE_COLUMN = 3;
let current: State | null = null;

/** The section's body; choosing an area redraws it. */
export function targets(data: Payload, linked: LinkedData, lang: Lang): HTMLElement {
  const body = h("div", { class: "targets" });
  const show = (state: State, focus?: string): void => {
    current = state;
    const go: Go = (next, focused) => show({ ...state, ...next }, focused);
    body.replaceChildren(...contents(data, linked, lang, state, go));
    if (focus) body.querySelector<HTMLElement>(focus)?.focus();
  };
  show(current ?? { scope: data.meta.scope.code, group: firstGroup(linked) });
  return h("div", {}, h("p", { class: "hint" }, say("targetsNote", lang)), body);
}

function contents(
  data: Payload,
  linked: LinkedData,
  lang: Lang,
  { scope, group }: State,
  go: Go,
): HTMLElement[] {
  const place = fullName(data, scope, lang);
  const into = (code: string): void => go({ scope: code }, AREAS);
  const choose = (at: number): void => go({ group: at }, "#target-group");
  const up = `${say("back", lang)} (${say("targets", lang)})`;
  return [
    trail(data, lang, scope, into, up),
    h("h3", {}, `${say("twoRules", lang)} · ${place}`),
    years(data, linked, lang, scope),
    h("h3", {}, `${say("targets", lang)} · ${place}`),
    groupTable(data, linked, lang, scope),
    published(data, linked, lang),
    h("h3", {}, `${say("subareas", lang)} · ${place}`),
    targetAreas(data, linked, lang, scope, group, choose, into),
  ].filter((part) => part !== null);
}

/** The target of each year's rule, and by how much the last differs from the first. */
function years(data: Payload, linked: LinkedData, lang: Lang, scope: string): HTMLElement {
  const counted = targetsOf(linked).map((target) => ({
    ...target,
    people: groupCount(data, linked, scope, target.at, "people"),
    households: groupCount(data, linked, scope, target.at, "households"),
  }));
  const boxes = counted.map(({ document, group, people, households }) => {
    const count = `${whole(households, lang)} ${say("householdsCol", lang).toLowerCase()}`;
    return figureBox(
      `${say("ruleOf", lang)} ${document.fiscal_year}`,
      `${whole(people, lang)} ${say("people", lang)}`,
      `${count} · ${group[lang]}`,
      true,
    );
  });
  const change = lastMinusFirst(counted.map(({ people }) => people));
  return h(
    "div",
    {},
    h("dl", { class: "figures" }, ...boxes),
    surplus(data, linked, lang, scope),
    change === null
      ? null
      : h(
          "p",
          {},
          `${say("ruleChange", lang)} `,
          h("strong", {}, `${wholeChange(change, lang)} ${say("people", lang)}`),
        ),
  );
}

/** The last figure less the first; null for fewer than two, or where either is missing. */
export function lastMinusFirst(figures: readonly (number | null)[]): number | null {
  const [first, last] = [figures.at(0) ?? null, figures.at(-1) ?? null];
  return figures.length < 2 || first === null || last === null ? null : last - first;
}

/** Why the target differs from the poor people of the headline, where it does. */
function surplus(data: Payload, linked: LinkedData, lang: Lang, scope: string): HTMLElement | null {
  const failing = targetsOf(linked).find((target) => target.group.rule === "fails_mpi");
  if (!failing || scope !== data.meta.scope.code) return null;
  const people = groupCount(data, linked, scope, failing.at, "people");
  const poor = data.total.poor_people;
  if (people === null || poor === null || people <= poor) return null;
  const text = say("surplus", lang)
    .replace("{poor}", whole(poor, lang))
    .replace("{n}", whole(people - poor, lang))
    .replace("{year}", String(failing.document.fiscal_year));
  return h("p", { class: "hint" }, text);
}

/** Every group with its people and households; of the country also what was published. */
function groupTable(data: Payload, linked: LinkedData, lang: Lang, scope: string): HTMLElement {
  const hasStated = scope === "nat" && linked.groups.some((group) => group.stated.length);
  const sources = (group: TargetGroup): string =>
    group.stated.map((item) => item.source[lang]).join("\n") || "–";
  const rows: Cell[][] = linked.groups.map((group, at) => [
    groupTitle(linked, lang, group, at),
    whole(groupCount(data, linked, scope, at, "people"), lang),
    whole(groupCount(data, linked, scope, at, "households"), lang),
    ...(hasStated ? [statedText(group, lang), sources(group)] : []),
  ]);
  const heads = [
    say("group", lang),
    say("people", lang),
    say("household", lang),
    ...(hasStated ? [say("statedCol", lang), say("source", lang)] : []),
  ];
  return plainTable(heads, rows, `${say("targets", lang)} ${fullName(data, scope, lang)}`);
}

/** The group's name, what its rule is, and the way to the map. */
function groupTitle(linked: LinkedData, lang: Lang, group: TargetGroup, at: number): HTMLElement {
  const name = groupName(group, lang);
  const rule = [
    `${say("ruleOf", lang)} ${yearOf(linked, group)}`,
    say(group.unit === "person" ? "byPerson" : "byHousehold", lang),
    ...(group.note ? [group.note[lang]] : []),
  ];
  return h(
    "span",
    {},
    name,
    group.unofficial ? h("span", { class: "mark" }, ` (${say("unofficial", lang)})`) : null,
    h("span", { class: "code" }, rule.join(" · ")),
    h(
      "button",
      {
        type: "button",
        class: "small",
        "aria-label": `${say("onMap", lang)}: ${name}`,
        click: () => showGroup(at),
      },
      say("onMap", lang),
    ),
  );
}

/** What was published of this area, or why nothing stands beside the groups. */
function published(data: Payload, linked: LinkedData, lang: Lang): HTMLElement | null {
  if (data.meta.scope.code === "nat" || !linked.groups.length) return null;
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("noStated", lang)),
    statedTable(data, lang, say("statedHere", lang), [SOURCE_COLUMN]),
  );
}
