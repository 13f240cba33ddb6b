// Areas ranked: one table for every level, sortable, searchable, a page of rows at a time.
import { h } from "./dom";
import { fullName } from "./map";
import { index, percent, points, whole } from "./numbers";
import { type Lang, LEVELS, type Level, type Num, type Payload } from "./payload";
import { say, type Word } from "./text";

type Column = {
  key: string;
  title: Word;
  value: (at: number) => Num;
  text: (value: Num) => string;
};
interface State {
  level: Level;
  sort: string;
  up: boolean;
  find: string;
  rows: number;
}
let state: State | null = null;
const PAGE = 25;

/** The section's body; a change redraws the table and keeps the focus. */
export function ranking(data: Payload, lang: Lang): HTMLElement {
  const levels = LEVELS.filter(
    (level) => data.levels[level] && data.levels[level]!.code.length > (level === "region" ? 1 : 0),
  ).filter((level) => level !== "province" || data.levels.province!.code.length > 1);
  state ??= {
    level: levels.includes("district") ? "district" : levels[0]!,
    sort: "poor_people",
    up: false,
    find: "",
    rows: PAGE,
  };
  const body = h("div", { "aria-live": "off" });
  const draw = (focus?: string): void => {
    body.replaceChildren(...drawTable(data, lang, draw));
    if (focus) body.querySelector<HTMLElement>(focus)?.focus();
  };
  const tabs = h(
    "div",
    { class: "tabs", role: "group", "aria-label": say("level", lang) },
    ...levels.map((level) =>
      h(
        "button",
        {
          type: "button",
          "data-level": level,
          "aria-pressed": String(level === state!.level),
          click: (event) => {
            state = { ...state!, level, rows: PAGE };
            for (const tab of tabs.children)
              tab.setAttribute("aria-pressed", String(tab === event.currentTarget));
            draw();
          },
        },
        say(level, lang),
      ),
    ),
  );
  const find = h("input", {
    type: "search",
    value: state.find,
    input: (event) => {
      state = { ...state!, find: (event.target as HTMLInputElement).value, rows: PAGE };
      draw();
    },
  });
  draw();
  return h(
    "div",
    {},
    h(
      "div",
      { class: "controls" },
      tabs,
      h("label", { class: "field" }, h("span", {}, say("search", lang)), find),
    ),
    body,
  );
}

function columns(data: Payload, lang: Lang): Column[] {
  const table = data.levels[state!.level]!;
  const counts = (["poor_people", "people", "poor_households"] as const).map(
    (key): Column => ({
      key,
      title: (
        {
          poor_people: "poorPeople",
          people: "peopleCol",
          poor_households: "poorHouseholds",
        } as const
      )[key],
      value: (at) => table[key][at] ?? null,
      text: (value) => whole(value, lang),
    }),
  );
  const ratios = (["H", "A", "M0"] as const).map(
    (key): Column => ({
      key,
      title: key,
      value: (at) => table[key][at] ?? null,
      text: (value) => (key === "M0" ? index(value, lang) : percent(value, lang)),
    }),
  );
  const before = table.beforeH;
  const change: Column[] = before
    ? [
        {
          key: "change",
          title: "changeH",
          text: (value) => points(value, lang),
          value: (at) => {
            const [now, then] = [table.H[at] ?? null, before[at] ?? null];
            return now === null || then === null ? null : now - then;
          },
        },
      ]
    : [];
  return [...counts, ...ratios, ...change];
}

function drawTable(data: Payload, lang: Lang, draw: (focus?: string) => void): HTMLElement[] {
  const now = state!,
    table = data.levels[now.level]!,
    shown = columns(data, lang);
  const wanted = now.find.trim().toLowerCase();
  const found = table.code
    .map((_, at) => at)
    .filter(
      (at) =>
        !wanted ||
        [table.code[at]!, table.th[at]!, table.en[at]!].some((text) =>
          text.toLowerCase().includes(wanted),
        ),
    );
  const by = shown.find((column) => column.key === now.sort) ?? null;
  const collator = new Intl.Collator(lang);
  found.sort((a, b) =>
    by
      ? compare(by.value(a), by.value(b), now.up)
      : (now.up ? 1 : -1) * collator.compare(table[lang][a]!, table[lang][b]!),
  );
  const head = (key: string, title: string, num: boolean): HTMLElement => {
    const sorted = now.sort === key;
    return h(
      "th",
      {
        scope: "col",
        class: num ? "num" : "",
        "aria-sort": sorted ? (now.up ? "ascending" : "descending") : "none",
      },
      h(
        "button",
        {
          type: "button",
          "data-sort": key,
          click: () => {
            state = { ...now, sort: key, up: sorted ? !now.up : !num };
            draw(`[data-sort='${key}']`);
          },
        },
        title,
        h("span", { class: "arrow", "aria-hidden": "true" }, sorted ? (now.up ? " ↑" : " ↓") : ""),
      ),
    );
  };
  const inside = now.level === "subdistrict" || now.level === "village";
  const row = (at: number): HTMLElement =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, table[lang][at]!, h("span", { class: "code" }, table.code[at]!)),
      inside ? h("td", {}, parents(data, table.code[at]!, now.level, lang)) : null,
      ...shown.map((column) => {
        const value = column.value(at);
        return h("td", { class: value === null ? "num none" : "num" }, column.text(value));
      }),
    );
  const listed = data.levels.village?.code.length ?? 0;
  return [
    h(
      "p",
      { class: "hint", role: "status" },
      `${say("found", lang)} ${whole(found.length, lang)}`,
      now.level === "village" && data.meta.villages > listed
        ? ` · ${say("cut", lang)} ${whole(listed, lang)} ${say("of", lang)} ${whole(data.meta.villages, lang)}`
        : "",
    ),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": say("ranked", lang) },
      h(
        "table",
        { class: "ranking" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            head("name", say("area", lang), false),
            inside ? h("th", { scope: "col" }, say("inside", lang)) : null,
            ...shown.map((column) => head(column.key, say(column.title, lang), true)),
          ),
        ),
        h("tbody", {}, ...found.slice(0, now.rows).map(row)),
      ),
    ),
    ...(found.length > now.rows
      ? [
          h(
            "button",
            {
              type: "button",
              class: "more",
              click: () => {
                state = { ...now, rows: now.rows + 100 };
                draw(".more");
              },
            },
            say("more", lang),
          ),
        ]
      : []),
  ];
}

/** No data sorts last either way. */
function compare(a: Num, b: Num, up: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return up ? a - b : b - a;
}

function parents(data: Payload, code: string, level: Level, lang: Lang): string {
  const codes = level === "village" ? [code.slice(0, 6), code.slice(0, 4)] : [code.slice(0, 4)];
  if ((data.levels.province?.code.length ?? 0) > 1) codes.push(code.slice(0, 2));
  return codes.map((each) => fullName(data, each, lang)).join(lang === "th" ? " " : ", ");
}
