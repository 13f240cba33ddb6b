// Areas ranked: one table for every level, sortable, searchable, a page of rows at a time.
import type { Level } from "../shared/areas";
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { itemAt } from "../shared/lists";
import { whole } from "../shared/numbers";
import { type Payload, tableOf } from "./payload";
import { fullName } from "./place_names";
import {
  type Column,
  columnsOf,
  inOrder,
  matching,
  type Order,
  parentCodes,
  rankedLevels,
} from "./ranking_rows";
import { say } from "./text";

interface State extends Order {
  level: Level;
  search: string;
  rows: number;
}
/** Draw the table of another state, and move the focus to what a selector finds in it. */
type Show = (next: Partial<State>, focus?: string) => void;
const PAGE = 25;
const MORE = 100;
let current: State | null = null;

/** The section's body; a change redraws the table and keeps the focus. */
export function ranking(data: Payload, lang: Lang): HTMLElement {
  const levels = rankedLevels(data);
  let state: State = current ?? {
    level: levels.includes("district") ? "district" : itemAt(levels, 0),
    sort: "poor_people",
    isUp: false,
    search: "",
    rows: PAGE,
  };
  const body = h("div", { "aria-live": "off" });
  const show: Show = (next, focus) => {
    state = { ...state, ...next };
    current = state;
    body.replaceChildren(...contents(data, lang, state, show));
    if (focus) body.querySelector<HTMLElement>(focus)?.focus();
  };
  const search = h("input", {
    type: "search",
    value: state.search,
    input: () => show({ search: search.value, rows: PAGE }),
  });
  show({});
  return h(
    "div",
    {},
    h(
      "div",
      { class: "controls" },
      tabsOf(levels, state.level, lang, show),
      h("label", { class: "field" }, h("span", {}, say("search", lang)), search),
    ),
    body,
  );
}

function tabsOf(levels: readonly Level[], chosen: Level, lang: Lang, show: Show): HTMLElement {
  const tabs = levels.map((level) => {
    const tab = h(
      "button",
      {
        type: "button",
        "data-level": level,
        "aria-pressed": String(level === chosen),
        click: () => {
          for (const each of tabs) each.setAttribute("aria-pressed", String(each === tab));
          show({ level, rows: PAGE });
        },
      },
      say(level, lang),
    );
    return tab;
  });
  return h("div", { class: "tabs", role: "group", "aria-label": say("level", lang) }, ...tabs);
}

function contents(data: Payload, lang: Lang, state: State, show: Show): HTMLElement[] {
  const table = tableOf(data, state.level);
  const columns = columnsOf(data, state.level, lang);
  const places = inOrder(matching(table, state.search), table, columns, state, lang);
  const hasParents = state.level === "subdistrict" || state.level === "village";
  const row = (place: number): HTMLElement => {
    const code = itemAt(table.code, place);
    const parents = parentCodes(data, code, state.level).map((each) => fullName(data, each, lang));
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, itemAt(table[lang], place), h("span", { class: "code" }, code)),
      hasParents ? h("td", {}, parents.join(lang === "th" ? " " : ", ")) : null,
      ...columns.map((column) => cell(column, place)),
    );
  };
  const more = h(
    "button",
    { type: "button", class: "more", click: () => show({ rows: state.rows + MORE }, ".more") },
    say("more", lang),
  );
  return [
    h("p", { class: "hint", role: "status" }, countText(data, lang, state.level, places.length)),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": say("ranked", lang) },
      h(
        "table",
        { class: "ranking" },
        h("thead", {}, heads(columns, hasParents, state, lang, show)),
        h("tbody", {}, ...places.slice(0, state.rows).map(row)),
      ),
    ),
    ...(places.length > state.rows ? [more] : []),
  ];
}

function cell(column: Column, place: number): HTMLElement {
  const value = column.value(place);
  return h("td", { class: value === null ? "num none" : "num" }, column.text(value));
}

function heads(
  columns: readonly Column[],
  hasParents: boolean,
  order: Order,
  lang: Lang,
  show: Show,
): HTMLElement {
  return h(
    "tr",
    {},
    head("name", say("area", lang), false, order, show),
    hasParents ? h("th", { scope: "col" }, say("inside", lang)) : null,
    ...columns.map(({ key, title }) => head(key, say(title, lang), true, order, show)),
  );
}

/** A head that sorts: numbers first from the highest, names from the first; again the other way. */
function head(
  key: string,
  title: string,
  isNumber: boolean,
  { sort, isUp }: Order,
  show: Show,
): HTMLElement {
  const isSorted = sort === key;
  const direction = isUp ? "ascending" : "descending";
  const arrow = isUp ? " ↑" : " ↓";
  const act = (): void =>
    show({ sort: key, isUp: isSorted ? !isUp : !isNumber }, `[data-sort='${key}']`);
  return h(
    "th",
    {
      scope: "col",
      class: isNumber ? "num" : "",
      "aria-sort": isSorted ? direction : "none",
    },
    h(
      "button",
      { type: "button", "data-sort": key, click: act },
      title,
      h("span", { class: "arrow", "aria-hidden": "true" }, isSorted ? arrow : ""),
    ),
  );
}

/** How many areas match, and of how many villages the report lists only a part. */
function countText(data: Payload, lang: Lang, level: Level, count: number): string {
  const text = `${say("found", lang)} ${whole(count, lang)}`;
  const listed = data.levels.village?.code.length ?? 0;
  const { villages } = data.meta;
  if (level !== "village" || villages <= listed) return text;
  const part = `${whole(listed, lang)} ${say("of", lang)} ${whole(villages, lang)}`;
  return `${text} · ${say("cut", lang)} ${part}`;
}
