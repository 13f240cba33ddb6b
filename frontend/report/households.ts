// The first households in order of priority: for each, why, from what, what is doubtful, what would
// change it.
import { dayOf } from "../shared/dates";
import { h } from "../shared/elements";
import type { Bilingual, Lang } from "../shared/language";
import { whole } from "../shared/numbers";
import { answersText, groupList, originLine } from "./household_answers";
import { memberLine } from "./household_members";
import type { Household, HouseholdIndicator, LinkedData } from "./linked_payload";
import { plainTable } from "./tables";
import { say } from "./text";

/** Places of the cards that stand open. */
const open = new Set<number>([0]);

/** Cards that open and close; which are open survives a change of language. */
export function households(linked: LinkedData, lang: Lang): HTMLElement {
  const cards = linked.households.map((household, at) => card(household, at, lang));
  const setAll = (isOpen: boolean): void => {
    for (const item of cards) item.open = isOpen;
  };
  return h(
    "div",
    { class: "homes" },
    h("p", { class: "hint" }, say("homesNote", lang)),
    h(
      "div",
      { class: "controls tabs" },
      h("button", { type: "button", click: () => setAll(true) }, say("openAll", lang)),
      h("button", { type: "button", click: () => setAll(false) }, say("closeAll", lang)),
    ),
    ...cards,
  );
}

/** Everything of one household; `toggle` remembers whether it is open. */
function card(household: Household, at: number, lang: Lang): HTMLDetailsElement {
  const details = h(
    "details",
    {
      class: "home",
      open: open.has(at),
      toggle: () => {
        if (details.open) open.add(at);
        else open.delete(at);
      },
    },
    summary(household, at, lang),
    h("div", { class: "home-body" }, ...body(household, at, lang)),
  );
  return details;
}

function summary(household: Household, at: number, lang: Lang): HTMLElement {
  const dimensions = household.dimensions.map((item) => item[lang]).join(", ");
  const priority = `${whole(household.priority, lang)} ${say("ofThousand", lang)}`;
  return h(
    "summary",
    {},
    h("h3", {}, `${at + 1}. ${household.address[lang]}`),
    h(
      "span",
      { class: "badges" },
      badge(`${say("priority", lang)} ${priority}`),
      badge(verdict(household, lang), household.fails ? "bad" : ""),
      dimensions ? badge(`${say("failingDimensions", lang)}: ${dimensions}`) : null,
      badge(`${whole(household.people, lang)} ${say("people", lang)}`),
    ),
  );
}

const badge = (text: string, kind = ""): HTMLElement =>
  h("span", { class: `badge ${kind}`.trim() }, text);

/** Whether the household fails, or that nobody can say. */
export function verdict({ fails }: Household, lang: Lang): string {
  if (fails === null) return say("notMeasured", lang);
  return say(fails ? "failsIt" : "passesIt", lang);
}

function body(household: Household, at: number, lang: Lang): HTMLElement[] {
  const surveyed = household.in_survey
    ? `${say("surveyedOn", lang)} ${dayOf(household.surveyed_on, lang)}`
    : say("notSurveyed", lang);
  const groups = household.groups.length
    ? [h("h4", {}, say("homeGroups", lang)), groupList(household.groups, lang)]
    : [];
  return [
    h("p", { class: "hint" }, `${say("houseCode", lang)} ${household.code} · ${surveyed}`),
    h("h4", {}, say("whyFails", lang)),
    ...indicators(household, lang),
    h("h4", {}, say("waysOut", lang)),
    waysOut(household, lang),
    h("h4", {}, say("who", lang)),
    h("ol", { class: "members" }, ...household.members.map((item) => memberLine(item, lang))),
    ...groups,
    h("h4", {}, say("doubts", lang)),
    doubts(household, lang),
    h("h4", {}, say("terms", lang)),
    terms(household, at, lang),
  ];
}

/** What the priority is the sum of. */
function terms(household: Household, at: number, lang: Lang): HTMLElement {
  return plainTable(
    [say("measure", lang), say("priority", lang)],
    [
      ...household.terms.map((item) => [item[lang], whole(item.value, lang)]),
      [say("all", lang), whole(household.priority, lang)],
    ],
    `${say("terms", lang)} ${at + 1}`,
  );
}

/** Indicators that fail or lack an answer; those that nobody was asked stay out. */
export function toExplain({ indicators }: Household): HouseholdIndicator[] {
  return indicators.filter((item) => item.state === "deprived" || item.is_asked);
}

function indicators(household: Household, lang: Lang): HTMLElement[] {
  const items = toExplain(household);
  const [first] = items;
  const hasOneOrigin = new Set(items.map((item) => JSON.stringify(item.origin))).size === 1;
  const passed = `${whole(household.passed, lang)} ${say("passedWord", lang)}`;
  const apart = `${whole(household.not_applicable, lang)} ${say("notApplicableWord", lang)}`;
  const others = `${say("othersPass", lang)}: ${passed}, ${apart}`;
  return [
    h("ul", { class: "reasons" }, ...items.map((item) => indicator(item, !hasOneOrigin, lang))),
    ...(first && hasOneOrigin ? [h("p", { class: "origin" }, originLine(first.origin, lang))] : []),
    ...(household.fails === null && !first ? [] : [h("p", { class: "hint" }, others)]),
  ];
}

function indicator(item: HouseholdIndicator, hasOrigin: boolean, lang: Lang): HTMLElement {
  const missing = item.state === "missing" ? ` (${say("missingAnswer", lang)})` : "";
  return h(
    "li",
    { class: item.state },
    h("strong", {}, item[lang] + missing),
    line(item, lang),
    h("span", { class: "answers" }, answersText(item.answers, lang)),
    hasOrigin ? originLine(item.origin, lang) : null,
  );
}

/** The value and the line that it is under, where both are numbers. */
function line({ value, line }: HouseholdIndicator, lang: Lang): HTMLElement | null {
  if (value === null || line === null) return null;
  const text = say("lineIs", lang)
    .replace("{value}", whole(value, lang))
    .replace("{line}", whole(line, lang));
  return h("span", { class: "answers" }, text);
}

function doubts(household: Household, lang: Lang): HTMLElement {
  if (!household.doubts.length) return h("p", {}, say("noDoubts", lang));
  return h(
    "ul",
    { class: "reasons" },
    ...household.doubts.map((item) =>
      h(
        "li",
        {},
        h("span", {}, item.text[lang]),
        h("span", { class: "answers" }, `${say("action", lang)}: ${item.action[lang]}`),
        originLine(item.origin, lang),
      ),
    ),
  );
}

function waysOut(household: Household, lang: Lang): HTMLElement {
  if (!household.ways_out.length) return h("p", {}, "–");
  const names = (way: Bilingual[]): string => way.map((item) => item[lang]).join(" + ");
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("wayOut", lang)),
    h(
      "ul",
      {},
      ...household.ways_out.map((way, at) =>
        h("li", {}, `${at ? `${say("orWay", lang)} ` : ""}${names(way)}`),
      ),
    ),
    household.more_ways
      ? h(
          "p",
          { class: "hint" },
          say("moreWays", lang).replace("{n}", whole(household.more_ways, lang)),
        )
      : null,
  );
}
