// The first households in order of priority: for each, why, from what, what is doubtful, what would change it.
import { plainTable } from "./charts";
import { h } from "./dom";
import type {
  Answer,
  Home,
  HomeGroup,
  HomeIndicator,
  HomeMember,
  Linked,
  Origin,
} from "./linked_payload";
import { day, percent, whole } from "./numbers";
import type { Both, Lang, Level } from "./payload";
import { say } from "./text";

const open = new Set<number>([0]);

/** Cards that open and close; which are open survives a change of language. */
export function homes(linked: Linked, lang: Lang): HTMLElement {
  const cards = linked.households.map((home, at) => card(home, at, lang));
  const all = (isOpen: boolean): void => {
    for (const item of cards) item.open = isOpen;
  };
  return h(
    "div",
    { class: "homes" },
    h("p", { class: "hint" }, say("homesNote", lang)),
    h(
      "div",
      { class: "controls tabs" },
      h("button", { type: "button", click: () => all(true) }, say("openAll", lang)),
      h("button", { type: "button", click: () => all(false) }, say("closeAll", lang)),
    ),
    ...cards,
  );
}

/** Everything of one home; `toggle` remembers it. */
function card(home: Home, at: number, lang: Lang): HTMLDetailsElement {
  const verdict =
    home.fails === null ? say("notMeasured", lang) : say(home.fails ? "failsIt" : "passesIt", lang);
  const dimensions = home.dimensions.map((item) => item[lang]).join(", ");
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
    h(
      "summary",
      {},
      h(
        "h3",
        {},
        `${at + 1}. ${say("house", lang)} ${home.house_number ?? "–"} ${place(home, lang)}`,
      ),
      h(
        "span",
        { class: "badges" },
        badge(`${say("priority", lang)} ${whole(home.priority, lang)} ${say("ofThousand", lang)}`),
        badge(verdict, home.fails ? "bad" : ""),
        dimensions ? badge(`${say("failingDimensions", lang)}: ${dimensions}`) : null,
        badge(`${whole(home.people, lang)} ${say("people", lang)}`),
      ),
    ),
    h(
      "div",
      { class: "home-body" },
      h(
        "p",
        { class: "hint" },
        `${say("houseCode", lang)} ${home.code} · ${home.in_survey ? `${say("surveyedOn", lang)} ${day(home.surveyed_on, lang)}` : say("notSurveyed", lang)}`,
      ),
      h("h4", {}, say("whyFails", lang)),
      ...indicators(home, lang),
      h("h4", {}, say("waysOut", lang)),
      waysOut(home, lang),
      h("h4", {}, say("who", lang)),
      h("ol", { class: "members" }, ...home.members.map((item) => member(item, lang))),
      ...(home.groups.length
        ? [h("h4", {}, say("homeGroups", lang)), groupList(home.groups, lang)]
        : []),
      h("h4", {}, say("doubts", lang)),
      doubts(home, lang),
      h("h4", {}, say("terms", lang)),
      plainTable(
        [say("measure", lang), say("priority", lang)],
        [
          ...home.terms.map((item) => [item[lang], whole(item.value, lang)]),
          [say("all", lang), whole(home.priority, lang)],
        ],
        `${say("terms", lang)} ${at + 1}`,
      ),
    ),
  );
  return details;
}

const badge = (text: string, kind = ""): HTMLElement =>
  h("span", { class: `badge ${kind}`.trim() }, text);

function place(home: Home, lang: Lang): string {
  const words: Record<string, [string, string]> = {
    village: ["", ""],
    subdistrict: ["ต.", " Subdistrict"],
    district: ["อ.", " District"],
    province: ["จ.", " Province"],
  };
  return (["village", "subdistrict", "district"] as Level[])
    .filter((level) => home.place[level])
    .map((level) => {
      const name = home.place[level]![lang];
      return lang === "th" ? `${words[level]![0]}${name}` : `${name}${words[level]![1]}`;
    })
    .join(lang === "th" ? " " : ", ");
}

/** Where something comes from: source, agency and day. */
function origin(from: Origin | null, lang: Lang): HTMLElement | null {
  return (
    from &&
    h(
      "span",
      { class: "code" },
      `${say("source", lang)}: ${from[lang]} · ${from.agency[lang]} · ${say("freshOn", lang)} ${day(from.as_of, lang)}`,
    )
  );
}

function value(answer: Answer, lang: Lang): string {
  if (answer.label) return answer.label[lang];
  if (answer.value === null) return say("missingAnswer", lang);
  if (typeof answer.value === "boolean") return say(answer.value ? "yes" : "no", lang);
  return typeof answer.value === "number" ? whole(answer.value, lang) : answer.value;
}

const told = (answers: Answer[], lang: Lang): string =>
  answers.map((item) => `${item.title[lang]}: ${value(item, lang)}`).join("; ");

/** Indicators that fail or lack an answer; those that nobody was asked stay out. */
function indicators(home: Home, lang: Lang): HTMLElement[] {
  const shown = home.indicators.filter((item) => item.state === "deprived" || item.is_asked);
  const from = [...new Set(shown.map((item) => JSON.stringify(item.origin)))];
  const isOne = from.length === 1;
  const rest = `${say("othersPass", lang)}: ${whole(home.passed, lang)} ${say("passedWord", lang)}, ${whole(home.not_applicable, lang)} ${say("notApplicableWord", lang)}`;
  return [
    h(
      "ul",
      { class: "reasons" },
      ...shown.map((item) =>
        h(
          "li",
          { class: item.state },
          h(
            "strong",
            {},
            `${item[lang]}${item.state === "missing" ? ` (${say("missingAnswer", lang)})` : ""}`,
          ),
          line(item, lang),
          h("span", { class: "answers" }, told(item.answers, lang)),
          isOne ? null : origin(item.origin, lang),
        ),
      ),
    ),
    ...(isOne ? [h("p", { class: "origin" }, origin(shown[0]!.origin, lang))] : []),
    ...(home.fails === null && !shown.length ? [] : [h("p", { class: "hint" }, rest)]),
  ];
}

function line(item: HomeIndicator, lang: Lang): HTMLElement | null {
  if (item.value === null || item.line === null) return null;
  return h(
    "span",
    { class: "answers" },
    say("lineIs", lang)
      .replace("{value}", whole(item.value, lang))
      .replace("{line}", whole(item.line, lang)),
  );
}

function member(item: HomeMember, lang: Lang): HTMLElement {
  const known = [
    item.relation?.[lang],
    item.sex?.[lang],
    item.age_years === null ? null : say("aged", lang).replace("{n}", whole(item.age_years, lang)),
    say(item.has_citizen_id ? "hasId" : "noId", lang),
    item.in_survey ? null : say("onlyRegisters", lang),
    item.is_unmatched ? say("unmatched", lang) : null,
  ];
  return h(
    "li",
    {},
    h("strong", {}, item.name || `(${say("noName", lang)})`),
    ` ${known.filter(Boolean).join(", ")}`,
    item.records.length
      ? h(
          "ul",
          { class: "records" },
          ...item.records.map((record) =>
            h(
              "li",
              {},
              h(
                "span",
                {},
                record.facts.map((fact) => fact[lang]).join(", ") || record.origin[lang],
              ),
              record.answers.length
                ? h("span", { class: "answers" }, told(record.answers, lang))
                : null,
              origin(record.origin, lang),
              h(
                "span",
                { class: "code" },
                `${say("linkedBy", lang)} ${record.how[lang]}${record.probability === null ? "" : ` ${percent(record.probability, lang, 0)}`}`,
              ),
            ),
          ),
        )
      : h("span", { class: "code" }, say("noRegister", lang)),
    item.groups.length ? h("span", { class: "code" }, say("personGroups", lang)) : null,
    item.groups.length ? groupList(item.groups, lang) : null,
  );
}

/** Groups with the values that put somebody there; groups of the same values share a line. */
function groupList(groups: HomeGroup[], lang: Lang): HTMLElement {
  const lines = new Map<string, string[]>();
  for (const group of groups) {
    const why = told(group.values, lang);
    const name = `${/^\d/.test(group.name) ? `${group.name} ` : ""}${group[lang]}${group.unofficial ? ` (${say("unofficial", lang)})` : ""}`;
    lines.set(why, [...(lines.get(why) ?? []), name]);
  }
  return h(
    "ul",
    { class: "group-list" },
    ...[...lines].map(([why, names]) =>
      h(
        "li",
        {},
        h("span", {}, names.join(" · ")),
        why ? h("span", { class: "answers" }, `${say("because", lang)} ${why}`) : null,
      ),
    ),
  );
}

function doubts(home: Home, lang: Lang): HTMLElement {
  if (!home.doubts.length) return h("p", {}, say("noDoubts", lang));
  return h(
    "ul",
    { class: "reasons" },
    ...home.doubts.map((item) =>
      h(
        "li",
        {},
        h("span", {}, item.text[lang]),
        h("span", { class: "answers" }, `${say("action", lang)}: ${item.action[lang]}`),
        origin(item.origin, lang),
      ),
    ),
  );
}

function waysOut(home: Home, lang: Lang): HTMLElement {
  if (!home.ways_out.length) return h("p", {}, "–");
  const names = (way: Both[]): string => way.map((item) => item[lang]).join(" + ");
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("wayOut", lang)),
    h(
      "ul",
      {},
      ...home.ways_out.map((way, at) =>
        h("li", {}, `${at ? `${say("orWay", lang)} ` : ""}${names(way)}`),
      ),
    ),
    home.more_ways
      ? h("p", { class: "hint" }, say("moreWays", lang).replace("{n}", whole(home.more_ways, lang)))
      : null,
  );
}
