// Where poverty is: a choropleth of the given boundaries, or labelled tiles; drill down by choosing.
import { classOf, type Klass, quantiles } from "./classes";
import { h, s } from "./dom";
import { index, percent, whole } from "./numbers";
import {
  areaOf,
  DIGITS,
  type Lang,
  LEVELS,
  type Level,
  type Num,
  type Payload,
  placesWithin,
} from "./payload";
import { groupCount, groupName } from "./target_counts";
import { say, type Word } from "./text";

type Shown = "H" | "poor_people" | "M0" | `d${number}` | `g${number}`;
interface View {
  scope: string;
  level: Level;
  shown: Shown;
  chosen: string | null;
}
let view: View | null = null;
let redraw: (() => void) | null = null;

/** Name of an area with the word for its level, as signs write it. */
export function fullName(data: Payload, code: string, lang: Lang): string {
  const area = areaOf(data, code);
  const name = area
    ? data.levels[area.level]![lang][area.at]!
    : code === data.meta.scope.code
      ? data.meta.scope[lang]
      : code;
  if (!area || area.level === "region" || area.level === "village") return name;
  const city = code.startsWith("10");
  if (lang === "th") {
    const word = {
      province: city ? "" : "จังหวัด",
      district: city ? "เขต" : "อำเภอ",
      subdistrict: city ? "แขวง" : "ตำบล",
    }[area.level];
    return word + name;
  }
  return `${name} ${{ province: city ? "" : "Province", district: "District", subdistrict: "Subdistrict" }[area.level]}`.trim();
}

/** The whole section: controls, map or tiles, legend, and the card of the chosen area. */
export function mapSection(data: Payload, lang: Lang): HTMLElement {
  const root = data.meta.scope.code;
  view ??= {
    scope: root,
    level: levelsBelow(data, root)[0] ?? "province",
    shown: "H",
    chosen: null,
  };
  const holder = h("div", { class: "where" });
  const draw = (focus?: string): void => {
    holder.replaceChildren(
      ...parts(data, lang, view!, (next, focused) => {
        view = next;
        draw(focused);
      }),
    );
    if (focus) holder.querySelector<HTMLElement>(focus)?.focus();
  };
  redraw = () => draw("#map-shown");
  draw();
  return holder;
}

/** Show the people of a target group on the map, and go there. */
export function showGroup(group: number): void {
  if (!view || !redraw) return;
  view = { ...view, shown: `g${group}` };
  document.getElementById("where")?.scrollIntoView();
  redraw();
}

/** The level of the areas inside an area, if any; villages are the last. */
export function areasInside(data: Payload, scope: string): Level | null {
  return levelsBelow(data, scope)[0] ?? null;
}

type Go = (view: View, focus?: string) => void;

function levelsBelow(data: Payload, scope: string): Level[] {
  const digits = scope === "nat" ? -1 : scope.startsWith("R") ? 0 : scope.length;
  return LEVELS.filter(
    (level) =>
      level !== "region" && DIGITS[level] > digits && placesWithin(data, level, scope).length > 0,
  )
    .filter((level) => level !== "village" || digits >= 4)
    .slice(0, 2);
}

function parts(data: Payload, lang: Lang, at: View, go: Go): HTMLElement[] {
  const places = placesWithin(data, at.level, at.scope);
  const table = data.levels[at.level]!;
  const classes = quantiles(places.map((place) => valueAt(data, at, place)));
  const known = data.shapes
    ? shapesOf(
        data,
        at,
        places.map((place) => table.code[place]!),
      )
    : new Map<string, number[][]>();
  const isMap = known.size > 0;
  const children = [
    controls(data, lang, at, go),
    trail(data, lang, at.scope, (code) =>
      go(
        { ...at, scope: code, level: levelsBelow(data, code)[0]!, chosen: null },
        ".map-area[tabindex='0']",
      ),
    ),
    isMap
      ? null
      : h(
          "p",
          { class: "schematic" },
          h("strong", {}, say("schematic", lang)),
          " · ",
          say(data.shapes ? "notInFile" : "schematicWhy", lang),
        ),
    h("p", { class: "hint" }, say("mapHelp", lang)),
    h(
      "div",
      { class: "map-and-card" },
      h(
        "div",
        {},
        isMap
          ? drawMap(data, lang, at, places, known, classes, go)
          : tiles(data, lang, at, places, classes, go),
        legend(
          lang,
          at,
          classes,
          places.filter((place) => valueAt(data, at, place) === null).length,
        ),
      ),
      card(data, lang, at.chosen ?? at.scope, at.shown),
    ),
    isMap ? missing(data, lang, at.level) : null,
  ];
  return children.filter((child): child is HTMLElement => child !== null);
}

function valueAt(data: Payload, at: View, place: number): Num {
  const table = data.levels[at.level]!;
  if (at.shown.startsWith("g"))
    return data.linked?.levels[at.level]?.people[Number(at.shown.slice(1))]?.[place] ?? null;
  if (!at.shown.startsWith("d"))
    return table[at.shown as "H" | "M0" | "poor_people"][place] ?? null;
  return ratio(
    table.deprived[Number(at.shown.slice(1))]![place] ?? null,
    table.people[place] ?? null,
  );
}

const ratio = (part: Num, all: Num): Num => (part === null || !all ? null : part / all);

function format(shown: Shown, value: Num, lang: Lang): string {
  if (shown === "poor_people" || shown.startsWith("g")) return whole(value, lang);
  return shown === "M0" ? index(value, lang) : percent(value, lang);
}

function controls(data: Payload, lang: Lang, at: View, go: Go): HTMLElement {
  const shown: [Shown, string][] = [
    ["H", say("H", lang)],
    ["poor_people", say("poorPeople", lang)],
    ["M0", say("M0", lang)],
    ...(data.linked?.groups ?? []).map((group, place): [Shown, string] => [
      `g${place}`,
      `${say("targetPeople", lang)}: ${groupName(group, lang)}`,
    ]),
    ...data.indicators.map((item, place): [Shown, string] => [
      `d${place}`,
      `${say("deprivedPoor", lang)}: ${item[lang]}`,
    ]),
  ];
  const pick = (
    label: Word,
    id: string,
    options: [string, string][],
    value: string,
    act: (value: string) => void,
  ): HTMLElement =>
    h(
      "label",
      { class: "field" },
      h("span", {}, say(label, lang)),
      h(
        "select",
        { id, change: (event) => act((event.target as HTMLSelectElement).value) },
        ...options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)),
      ),
    );
  return h(
    "div",
    { class: "controls" },
    pick("show", "map-shown", shown, at.shown, (value) =>
      go({ ...at, shown: value as Shown }, "#map-shown"),
    ),
    pick(
      "level",
      "map-level",
      levelsBelow(data, at.scope).map((level) => [level, say(level, lang)]),
      at.level,
      (value) => go({ ...at, level: value as Level, chosen: null }, "#map-level"),
    ),
  );
}

/** The areas from the report's scope down to `scope`; choosing one goes back up to it. */
export function trail(
  data: Payload,
  lang: Lang,
  scope: string,
  go: (code: string) => void,
  label = say("back", lang),
): HTMLElement {
  const root = data.meta.scope.code;
  const codes = [root];
  for (const digits of [2, 4, 6]) {
    const code = scope.slice(0, digits);
    if (
      scope !== root &&
      /^\d+$/.test(code) &&
      code.length === digits &&
      code !== root &&
      !(root.length > digits && root !== "nat")
    )
      codes.push(code);
  }
  return h(
    "nav",
    { class: "trail", "aria-label": label },
    h(
      "ol",
      {},
      ...codes.map((code) =>
        h(
          "li",
          {},
          code === scope
            ? h("span", { "aria-current": "location" }, fullName(data, code, lang))
            : h("button", { type: "button", click: () => go(code) }, fullName(data, code, lang)),
        ),
      ),
    ),
  );
}

function choose(data: Payload, at: View, code: string, go: Go): void {
  const below = levelsBelow(data, code);
  if (below.length && at.level !== "village" && below[0] !== "village")
    go({ ...at, scope: code, level: below[0]!, chosen: null }, ".map-area[tabindex='0']");
  else if (below[0] === "village" && at.level === "subdistrict")
    go({ ...at, chosen: code }, `[data-code='${code}']`);
  else go({ ...at, chosen: code }, `[data-code='${code}']`);
}

function words(data: Payload, lang: Lang, at: View, place: number): string {
  const code = data.levels[at.level]!.code[place]!;
  return `${fullName(data, code, lang)}: ${format(at.shown, valueAt(data, at, place), lang)}`;
}

/** Keys of a group of areas with one tab stop: arrows move, Enter or space chooses. */
function keys(areas: Element[], act: (at: number) => void): (event: Event) => void {
  return (event) => {
    const { key } = event as KeyboardEvent;
    const now = areas.indexOf(event.target as Element);
    if (now < 0) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    if (key === "Enter" || key === " ") {
      event.preventDefault();
      act(now);
      return;
    }
    if (step === undefined) return;
    event.preventDefault();
    const next = (now + step + areas.length) % areas.length;
    areas[now]!.setAttribute("tabindex", "-1");
    areas[next]!.setAttribute("tabindex", "0");
    (areas[next] as HTMLElement).focus();
  };
}

/** Paths of the areas of a level, or of the finer areas inside each where the level has none. */
function shapesOf(data: Payload, at: View, codes: string[]): Map<string, number[][]> {
  const levels = data.shapes!.levels,
    found = new Map<string, number[][]>();
  const own = levels[at.level];
  if (own) {
    for (const code of codes) if (own[code]) found.set(code, own[code]!);
    return found;
  }
  const finer = LEVELS.find((level) => DIGITS[level] > DIGITS[at.level] && levels[level]);
  if (!finer) return found;
  for (const [code, rings] of Object.entries(levels[finer]!)) {
    const parent = code.slice(0, DIGITS[at.level]);
    if (codes.includes(parent)) found.set(parent, [...(found.get(parent) ?? []), ...rings]);
  }
  return found;
}

function drawMap(
  data: Payload,
  lang: Lang,
  at: View,
  places: number[],
  shapes: Map<string, number[][]>,
  classes: Klass[],
  go: Go,
): HTMLElement {
  const table = data.levels[at.level]!,
    grid = data.shapes!.grid;
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const paths: [number, string][] = [];
  let middle = 0,
    seen = 0;
  for (const rings of shapes.values())
    for (const ring of rings) {
      middle += ring[1]!;
      seen += 1;
    }
  const squeeze = Math.cos(((middle / Math.max(1, seen) / grid) * Math.PI) / 180);
  for (const place of places) {
    const rings = shapes.get(table.code[place]!);
    if (!rings) continue;
    let path = "";
    for (const ring of rings) {
      let x = 0,
        y = 0;
      for (let step = 0; step < ring.length; step += 2) {
        x += ring[step]!;
        y += ring[step + 1]!;
        const [px, py] = [(x / grid) * squeeze * 1000, (-y / grid) * 1000];
        box.left = Math.min(box.left, px);
        box.right = Math.max(box.right, px);
        box.top = Math.min(box.top, py);
        box.bottom = Math.max(box.bottom, py);
        path += `${step ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
      }
      path += "Z";
    }
    paths.push([place, path]);
  }
  const wide = box.right - box.left,
    high = box.bottom - box.top;
  const dissolved = !data.shapes!.levels[at.level];
  const areas = paths.map(([place, path], order) => {
    const klass = classOf(valueAt(data, at, place), classes),
      code = table.code[place]!;
    const fill = klass ? klass.shade : "url(#hatch)";
    return s(
      "path",
      {
        d: path,
        fill,
        "fill-rule": "evenodd",
        class: `map-area${code === at.chosen ? " chosen" : ""}`,
        role: "button",
        "data-code": code,
        stroke: dissolved ? (klass ? klass.shade : "#7b8794") : null,
        tabindex: order ? -1 : 0,
        "aria-label": words(data, lang, at, place),
        click: () => choose(data, at, code, go),
      },
      s("title", {}, words(data, lang, at, place)),
    );
  });
  const labels =
    paths.length > 40
      ? []
      : paths
          .map(([place]) =>
            mapLabel(
              table[lang][place]!,
              shapes.get(table.code[place]!)!,
              grid,
              squeeze,
              Math.max(wide, high),
              classOf(valueAt(data, at, place), classes),
            ),
          )
          .filter((label) => label !== null);
  const margin = Math.max(wide, high) * 0.01;
  const svg = s(
    "svg",
    {
      viewBox: `${box.left - margin} ${box.top - margin} ${wide + 2 * margin} ${high + 2 * margin}`,
      role: "group",
      "aria-label": `${say("where", lang)}: ${fullName(data, at.scope, lang)}, ${say(at.level, lang)}`,
      class: "map",
      keydown: keys(areas, (now) => choose(data, at, table.code[paths[now]![0]]!, go)),
    },
    hatch(Math.max(wide, high) / 90),
    ...areas,
    ...labels,
  );
  return h("div", { class: "map-frame" }, svg as unknown as HTMLElement);
}

function mapLabel(
  name: string,
  rings: number[][],
  grid: number,
  squeeze: number,
  size: number,
  klass: Klass | null,
): SVGElement | null {
  const largest = rings
    .map((ring) => {
      let x = 0,
        y = 0,
        left = Infinity,
        right = -Infinity,
        low = Infinity,
        up = -Infinity;
      for (let step = 0; step < ring.length; step += 2) {
        x += ring[step]!;
        y += ring[step + 1]!;
        left = Math.min(left, x);
        right = Math.max(right, x);
        low = Math.min(low, y);
        up = Math.max(up, y);
      }
      return {
        x: (left + right) / 2,
        y: (low + up) / 2,
        area: (right - left) * (up - low),
        wide: ((right - left) / grid) * squeeze * 1000,
      };
    })
    .sort((a, b) => b.area - a.area)[0]!;
  // A name much wider than its area would cover the neighbours' names; the card and title tell it.
  if (name.length * (size / 48) * 0.5 > largest.wide * 1.15) return null;
  const dark = klass?.ink === "#ffffff";
  return s(
    "text",
    {
      x: (largest.x / grid) * squeeze * 1000,
      y: (-largest.y / grid) * 1000,
      "font-size": size / 48,
      class: dark ? "map-name on-dark" : "map-name",
      "aria-hidden": "true",
    },
    name,
  );
}

function hatch(step: number): SVGElement {
  return s(
    "defs",
    {},
    s(
      "pattern",
      {
        id: "hatch",
        width: step,
        height: step,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      },
      s("rect", { width: step, height: step, fill: "#ffffff" }),
      s("rect", { width: step / 3, height: step, fill: "#7b8794" }),
    ),
  );
}

function tiles(
  data: Payload,
  lang: Lang,
  at: View,
  places: number[],
  classes: Klass[],
  go: Go,
): HTMLElement {
  const table = data.levels[at.level]!;
  const buttons = places.map((place, order) => {
    const klass = classOf(valueAt(data, at, place), classes),
      code = table.code[place]!;
    return h(
      "button",
      {
        type: "button",
        class: `tile map-area${klass ? "" : " hatched"}${code === at.chosen ? " chosen" : ""}`,
        "data-code": code,
        style: klass ? `background:${klass.shade};color:${klass.ink}` : null,
        tabindex: order ? -1 : 0,
        click: () => choose(data, at, code, go),
      },
      h("span", { class: "tile-name" }, table[lang][place]!),
      h("span", { class: "tile-value" }, format(at.shown, valueAt(data, at, place), lang)),
    );
  });
  return h(
    "div",
    {
      class: "tiles",
      role: "group",
      "aria-label": say("schematic", lang),
      keydown: keys(buttons, (now) => choose(data, at, table.code[places[now]!]!, go)),
    },
    ...buttons,
  );
}

function legend(lang: Lang, at: View, classes: Klass[], empty: number): HTMLElement {
  const row = (swatch: HTMLElement, text: string, count: number): HTMLElement =>
    h(
      "li",
      {},
      swatch,
      h("span", {}, text),
      h("span", { class: "muted" }, `${whole(count, lang)} ${say("areas", lang)}`),
    );
  return h(
    "figure",
    { class: "legend" },
    h("figcaption", {}, h("strong", {}, say("legend", lang)), ` · ${say("method", lang)}`),
    h(
      "ul",
      {},
      ...classes.map((item) =>
        row(
          h("span", { class: "swatch", style: `background:${item.shade}` }),
          item.from === item.to
            ? format(at.shown, item.from, lang)
            : `${format(at.shown, item.from, lang)} – ${format(at.shown, item.to, lang)}`,
          item.count,
        ),
      ),
      row(
        h("span", { class: "swatch hatched" }),
        `${say("noData", lang)} (${say("hatched", lang)})`,
        empty,
      ),
    ),
  );
}

function card(data: Payload, lang: Lang, code: string, shown: Shown): HTMLElement {
  const area = areaOf(data, code);
  const table = area && data.levels[area.level]!;
  const pick = (
    name: "people" | "poor_people" | "poor_households" | "households" | "H" | "A" | "M0",
  ): Num => (table ? (table[name][area.at] ?? null) : data.total[name]);
  const people = pick("people");
  const lacks = data.indicators
    .map((item, at) => {
      const share = data.total.hdk[at] ?? null;
      const count = table
        ? (table.deprived[at]![area.at] ?? null)
        : share !== null && people !== null
          ? Math.round(share * people)
          : null;
      return { item, count };
    })
    .filter((lack) => lack.count !== null && lack.count > 0)
    .sort((a, b) => b.count! - a.count!)
    .slice(0, 5);
  const line = (name: Word, text: string): HTMLElement =>
    h("div", {}, h("dt", {}, say(name, lang)), h("dd", {}, text));
  return h(
    "aside",
    { class: "card", "aria-live": "polite", "aria-label": fullName(data, code, lang) },
    h("h3", {}, fullName(data, code, lang)),
    h(
      "dl",
      {},
      ...groupLines(data, lang, code, shown),
      line("poorPeople", whole(pick("poor_people"), lang)),
      line("peopleCol", whole(people, lang)),
      line("poorHouseholds", whole(pick("poor_households"), lang)),
      line("H", percent(pick("H"), lang)),
      line("A", percent(pick("A"), lang)),
      line("M0", index(pick("M0"), lang)),
    ),
    lacks.length ? h("h4", {}, say("topLacks", lang)) : null,
    lacks.length
      ? h(
          "ol",
          {},
          ...lacks.map((lack) =>
            h(
              "li",
              {},
              `${lack.item[lang]} `,
              h("b", {}, `${whole(lack.count, lang)} ${say("people", lang)}`),
            ),
          ),
        )
      : null,
  );
}

/** People and households of the target group that the map shows. */
function groupLines(data: Payload, lang: Lang, code: string, shown: Shown): HTMLElement[] {
  const { linked } = data,
    at = Number(shown.slice(1));
  if (!linked || !shown.startsWith("g")) return [];
  const name = groupName(linked.groups[at]!, lang);
  return (["people", "households"] as const).map((unit) =>
    h(
      "div",
      {},
      h("dt", {}, `${name} (${say(unit === "people" ? "people" : "household", lang)})`),
      h("dd", {}, whole(groupCount(data, linked, code, at, unit), lang)),
    ),
  );
}

function missing(data: Payload, lang: Lang, level: Level): HTMLElement | null {
  const found = data.matches[level];
  if (!found || (!found.without_boundary.length && !found.without_data.length)) return null;
  const list = (word: Word, codes: string[]): HTMLElement | null =>
    codes.length === 0
      ? null
      : h(
          "details",
          {},
          h("summary", {}, `${say(word, lang)}: ${whole(codes.length, lang)}`),
          h(
            "p",
            {},
            codes
              .map((code) =>
                `${code} ${areaOf(data, code) ? fullName(data, code, lang) : ""}`.trim(),
              )
              .join(", "),
          ),
        );
  return h(
    "div",
    { class: "missing" },
    list("noBorder", found.without_boundary),
    list("noRows", found.without_data),
  );
}
