// Target groups: both years' rules, every group, and the areas inside the chosen area.
import { plainTable } from "./charts";
import { h } from "./dom";
import type { Linked, RuleDocument, TargetGroup } from "./linked_payload";
import { areasInside, fullName, showGroup, trail } from "./map";
import { whole } from "./numbers";
import { type Lang, type Num, type Payload, placesWithin } from "./payload";
import { groupCount, groupName, type Unit } from "./target_counts";
import { say } from "./text";

interface State {
  scope: string;
  group: number;
}
let state: State | null = null;

/** The section's body; choosing an area redraws it. */
export function targets(data: Payload, linked: Linked, lang: Lang): HTMLElement {
  state ??= { scope: data.meta.scope.code, group: firstGroup(linked) };
  const body = h("div", { class: "targets" });
  const draw = (focus?: string): void => {
    body.replaceChildren(
      ...parts(data, linked, lang, (next, focused) => {
        state = { ...state!, ...next };
        draw(focused);
      }),
    );
    if (focus) body.querySelector<HTMLElement>(focus)?.focus();
  };
  draw();
  return h("div", {}, h("p", { class: "hint" }, say("targetsNote", lang)), body);
}

type Go = (next: Partial<State>, focus?: string) => void;

function parts(data: Payload, linked: Linked, lang: Lang, go: Go): HTMLElement[] {
  const scope = state!.scope;
  return [
    trail(
      data,
      lang,
      scope,
      (code) => go({ scope: code }, ".sub-areas"),
      `${say("back", lang)} (${say("targets", lang)})`,
    ),
    h("h3", {}, `${say("twoRules", lang)} · ${fullName(data, scope, lang)}`),
    years(data, linked, lang, scope),
    h("h3", {}, `${say("targets", lang)} · ${fullName(data, scope, lang)}`),
    table(data, linked, lang, scope),
    published(data, linked, lang),
    h("h3", {}, `${say("subareas", lang)} · ${fullName(data, scope, lang)}`),
    inside(data, linked, lang, scope, go),
  ].filter((part): part is HTMLElement => part !== null);
}

/** The first group whose rule is not a target's own: those stand beside it anyhow. */
function firstGroup(linked: Linked): number {
  const rules = targetGroups(linked).map((item) => item.group.rule);
  return Math.max(
    0,
    linked.groups.findIndex((group) => !rules.includes(group.rule)),
  );
}

interface Target {
  document: RuleDocument;
  group: TargetGroup;
  at: number;
}

function targetGroups(linked: Linked): Target[] {
  return linked.documents.flatMap((document) => {
    const at = linked.groups.findIndex(
      (group) => group.document === document.name && group.name === document.target,
    );
    return at < 0 ? [] : [{ document, group: linked.groups[at]!, at }];
  });
}

function years(data: Payload, linked: Linked, lang: Lang, scope: string): HTMLElement {
  const found = targetGroups(linked).map((item) => ({
    ...item,
    people: groupCount(data, linked, scope, item.at, "people"),
    homes: groupCount(data, linked, scope, item.at, "households"),
  }));
  const [first, last] = [found[0], found[found.length - 1]];
  const change =
    first && last && first !== last && first.people !== null && last.people !== null
      ? last.people - first.people
      : null;
  return h(
    "div",
    {},
    h(
      "dl",
      { class: "figures" },
      ...found.map((item) =>
        h(
          "div",
          { class: "figure big" },
          h("dt", {}, `${say("ruleOf", lang)} ${item.document.fiscal_year}`),
          h(
            "dd",
            {},
            h("span", { class: "value" }, `${whole(item.people, lang)} ${say("people", lang)}`),
            h(
              "span",
              { class: "note" },
              `${whole(item.homes, lang)} ${say("householdsCol", lang).toLowerCase()} · ${item.group[lang]}`,
            ),
          ),
        ),
      ),
    ),
    surplus(data, linked, lang, scope),
    change === null
      ? null
      : h(
          "p",
          {},
          `${say("ruleChange", lang)} `,
          h("strong", {}, `${change > 0 ? "+" : ""}${whole(change, lang)} ${say("people", lang)}`),
        ),
  );
}

/** Why the target differs from the poor people of the headline, where it does. */
function surplus(data: Payload, linked: Linked, lang: Lang, scope: string): HTMLElement | null {
  const fails = targetGroups(linked).find((item) => item.group.rule === "fails_mpi");
  const people = fails ? groupCount(data, linked, scope, fails.at, "people") : null,
    poor = data.total.poor_people;
  if (scope !== data.meta.scope.code || people === null || poor === null || people <= poor)
    return null;
  return h(
    "p",
    { class: "hint" },
    say("surplus", lang)
      .replace("{poor}", whole(poor, lang))
      .replace("{n}", whole(people - poor, lang))
      .replace("{year}", String(fails!.document.fiscal_year)),
  );
}

function table(data: Payload, linked: Linked, lang: Lang, scope: string): HTMLElement {
  const stated = scope === "nat" && linked.groups.some((group) => group.stated.length);
  const head = [
    say("group", lang),
    say("people", lang),
    say("household", lang),
    ...(stated ? [say("statedCol", lang), say("source", lang)] : []),
  ];
  const year = (group: TargetGroup): string =>
    String(
      linked.documents.find((item) => item.name === group.document)?.fiscal_year ?? group.document,
    );
  const rows = linked.groups.map((group, at) => [
    h(
      "span",
      {},
      groupName(group, lang),
      group.unofficial ? h("span", { class: "mark" }, ` (${say("unofficial", lang)})`) : null,
      h(
        "span",
        { class: "code" },
        `${say("ruleOf", lang)} ${year(group)} · ${say(group.unit === "person" ? "byPerson" : "byHousehold", lang)}${group.note ? ` · ${group.note[lang]}` : ""}`,
      ),
      h(
        "button",
        {
          type: "button",
          class: "small",
          "aria-label": `${say("onMap", lang)}: ${groupName(group, lang)}`,
          click: () => showGroup(at),
        },
        say("onMap", lang),
      ),
    ),
    whole(groupCount(data, linked, scope, at, "people"), lang),
    whole(groupCount(data, linked, scope, at, "households"), lang),
    ...(stated
      ? [figures(group, lang), group.stated.map((item) => item.source[lang]).join("\n") || "–"]
      : []),
  ]);
  return plainTable(head, rows, `${say("targets", lang)} ${fullName(data, scope, lang)}`);
}

function figures(group: TargetGroup, lang: Lang): string {
  return (
    group.stated
      .map((item) =>
        [
          item.people === null ? "" : `${whole(item.people, lang)} ${say("people", lang)}`,
          item.households === null
            ? ""
            : `${whole(item.households, lang)} ${say("household", lang)}`,
        ]
          .filter(Boolean)
          .join(", "),
      )
      .join("\n") || "–"
  );
}

/** What was published of this area, or why nothing stands beside the groups. */
function published(data: Payload, linked: Linked, lang: Lang): HTMLElement | null {
  if (data.meta.scope.code === "nat" || !linked.groups.length) return null;
  const rows = data.meta.stated.map((row) => [
    `${row.title[lang]} (${row.unit[lang]})`,
    whole(row.stated, lang),
    whole(row.computed, lang),
    row.source[lang],
  ]);
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("noStated", lang)),
    rows.length
      ? plainTable(
          [
            say("measure", lang),
            say("statedCol", lang),
            say("computed", lang),
            say("source", lang),
          ],
          rows,
          say("statedHere", lang),
          [3],
        )
      : null,
  );
}

function inside(data: Payload, linked: Linked, lang: Lang, scope: string, go: Go): HTMLElement {
  const level = areasInside(data, scope);
  const years = targetGroups(linked),
    chosen = state!.group;
  const columns = [
    { at: chosen, unit: "people" as Unit },
    { at: chosen, unit: "households" as Unit },
    ...years.map((item) => ({ at: item.at, unit: "people" as Unit })),
  ];
  const of = (place: number, at: number, unit: Unit): Num =>
    level ? (linked.levels[level]?.[unit][at]?.[place] ?? null) : null;
  const places = level ? placesWithin(data, level, scope) : [];
  places.sort((a, b) => (of(b, chosen, "people") ?? -1) - (of(a, chosen, "people") ?? -1));
  const codes = level ? data.levels[level]!.code : [];
  const rows: (string | Node)[][] = places.map((place) => [
    name(data, lang, codes[place]!, go),
    ...columns.map(({ at, unit }) => whole(of(place, at, unit), lang)),
  ]);
  const rest = columns.map(({ at, unit }) => {
    const whole_ = groupCount(data, linked, scope, at, unit),
      values = places.map((place) => of(place, at, unit));
    return whole_ === null
      ? null
      : whole_ - values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  });
  const isListed =
    level !== "village" || (data.levels.village?.code.length ?? 0) >= data.meta.villages;
  if (isListed && places.length && rest.some((value) => value !== null && value > 0))
    rows.push([say("unknownArea", lang), ...rest.map((value) => whole(value, lang))]);
  return h(
    "div",
    { class: "sub-areas", tabindex: -1 },
    h(
      "div",
      { class: "controls" },
      h(
        "label",
        { class: "field" },
        h("span", {}, say("chosenGroup", lang)),
        h(
          "select",
          {
            id: "target-group",
            change: (event) =>
              go({ group: Number((event.target as HTMLSelectElement).value) }, "#target-group"),
          },
          ...linked.groups.map((group, at) =>
            h("option", { value: at, selected: at === chosen }, groupName(group, lang)),
          ),
        ),
      ),
    ),
    rows.length
      ? plainTable(
          [
            level ? say(level, lang) : say("area", lang),
            `${say("chosenGroup", lang)} (${say("people", lang)})`,
            `${say("chosenGroup", lang)} (${say("household", lang)})`,
            ...years.map(
              (item) =>
                `${say("ruleOf", lang)} ${item.document.fiscal_year} (${say("people", lang)})`,
            ),
          ],
          rows,
          `${say("subareas", lang)} ${fullName(data, scope, lang)}`,
        )
      : h("p", {}, say("noData", lang)),
  );
}

function name(data: Payload, lang: Lang, code: string, go: Go): string | Node {
  const text = fullName(data, code, lang);
  if (!areasInside(data, code)) return text;
  return h(
    "button",
    {
      type: "button",
      class: "link",
      "data-area": code,
      "aria-label": `${say("openArea", lang)} ${text}`,
      click: () => go({ scope: code }, ".sub-areas"),
    },
    text,
  );
}
