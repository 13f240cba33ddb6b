// The sections of the report, top to bottom, each from the embedded data.
import { asTable, bars, HUES, plainTable } from "./charts";
import { h } from "./dom";
import { fullName } from "./map";
import { date, index, indexChange, percent, points, round, whole } from "./numbers";
import type { Both, Lang, Level, Num, Payload } from "./payload";
import { ruleName, ruleText, say, type Word } from "./text";

/** Poor people, households, H, A, M0 and the rule in words. */
export function headline(data: Payload, lang: Lang): HTMLElement {
  const { total, meta } = data;
  const figure = (word: Word, value: string, note: string, big = false): HTMLElement =>
    h(
      "div",
      { class: big ? "figure big" : "figure" },
      h("dt", {}, say(word, lang)),
      h("dd", {}, h("span", { class: "value" }, value), h("span", { class: "note" }, note)),
    );
  const interval = total.interval
    ? ` · 95% ${say("interval", lang)} ${percent(total.interval[0], lang)} – ${percent(total.interval[1], lang)}`
    : "";
  const outOf = (value: Num, unit: Word): string =>
    `${say("of", lang)} ${whole(value, lang)} ${lang === "th" && unit === "householdsCol" ? "ครัวเรือน" : say(unit, lang).toLowerCase()}`;
  return h(
    "div",
    {},
    h(
      "p",
      { class: "rule" },
      h("strong", {}, `${say("rule", lang)}: `),
      ruleText(meta.rule, meta.k, lang),
    ),
    h(
      "dl",
      { class: "figures" },
      figure("poorPeople", whole(total.poor_people, lang), outOf(total.people, "people"), true),
      figure(
        "poorHouseholds",
        whole(total.poor_households, lang),
        outOf(total.households, "householdsCol"),
        true,
      ),
      figure("H", percent(total.H, lang), say("H_", lang) + interval),
      figure("A", percent(total.A, lang), say("A_", lang)),
      figure("M0", index(total.M0, lang), say("M0_", lang)),
    ),
    h(
      "p",
      { class: "hint" },
      `${say("vulnerable", lang)} ${percent(total.vulnerable, lang)} (${say("scoreFrom", lang)} ${meta.bands.vulnerable} ${say("upTo", lang)} ${meta.bands.poor}) · `,
      `${say("severe", lang)} ${percent(total.severe, lang)} (${say("scoreFrom", lang)} ${meta.bands.severe} ${say("atLeast", lang)}) · ${say("bandsNote", lang)}`,
    ),
  );
}

/** The places and lacks with most people, and what to do with them. */
export function whereToStart(data: Payload, lang: Lang): HTMLElement {
  const level = (["district", "subdistrict", "province"] as Level[]).find(
    (each) => (data.levels[each]?.code.length ?? 0) > 1,
  );
  const table = level ? data.levels[level]! : null;
  const all = data.total.poor_people;
  const places = table
    ? table.code
        .map((code, at) => ({ code, poor: table.poor_people[at] ?? null }))
        .filter((item) => item.poor)
        .sort((a, b) => b.poor! - a.poor!)
        .slice(0, 5)
    : [];
  const together = places.slice(0, 3).reduce((sum, item) => sum + item.poor!, 0);
  const share = all ? percent(together / all, lang, 0) : say("noData", lang);
  const sentence =
    lang === "th"
      ? `สามแห่งแรกมี ${share} ${say("shareOfPoor", lang)}`
      : `The first three hold ${share} ${say("shareOfPoor", lang)}`;
  const lacks = lackRows(data).slice(0, 5);
  return h(
    "div",
    { class: "columns" },
    h(
      "div",
      {},
      h("h3", {}, say("startPlaces", lang)),
      h(
        "ol",
        {},
        ...places.map((item) =>
          h(
            "li",
            {},
            `${fullName(data, item.code, lang)} `,
            h("b", {}, `${whole(item.poor, lang)} ${say("people", lang)}`),
          ),
        ),
      ),
      places.length > 3 ? h("p", { class: "hint" }, sentence) : null,
    ),
    h(
      "div",
      {},
      h("h3", {}, say("startWhy", lang)),
      h(
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
      ),
    ),
    h(
      "div",
      {},
      h("h3", {}, say("startNext", lang)),
      h(
        "ol",
        {},
        ...(["step1", "step2", "step3"] as Word[]).map((word) => h("li", {}, say(word, lang))),
      ),
    ),
  );
}

interface Lack {
  item: Payload["indicators"][number];
  at: number;
  hdk: Num;
  count: Num;
}

function lackRows(data: Payload): Lack[] {
  const { people, hdk } = data.total;
  return data.indicators
    .map((item, at) => {
      const share = hdk[at] ?? null;
      return {
        item,
        at,
        hdk: share,
        count: share === null || people === null ? null : share * people,
      };
    })
    .sort((a, b) => (b.hdk ?? -1) - (a.hdk ?? -1));
}

/** Bars of people deprived by indicator, and each dimension's part of M0. */
export function whatHoldsBack(data: Payload, lang: Lang): HTMLElement {
  const hue = (dimension: string): string =>
    HUES[data.dimensions.findIndex((item) => item.name === dimension) % HUES.length]!;
  const title = (dimension: string): string =>
    data.dimensions.find((item) => item.name === dimension)?.[lang] ?? dimension;
  const lacks = lackRows(data);
  const byDimension = data.dimensions
    .map((item, at) => ({ item, part: data.total.dimensions[at] ?? null }))
    .sort((a, b) => (b.part ?? -1) - (a.part ?? -1));
  const rows = lacks.map((lack) => [
    lack.item[lang],
    title(lack.item.dimension),
    whole(lack.count, lang),
    percent(lack.hdk, lang),
    percent(data.total.hd[lack.at] ?? null, lang),
    percent(data.total.pctb[lack.at] ?? null, lang),
    lack.item.applies?.[lang] ?? "–",
  ]);
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("whyNote", lang)),
    h("h3", {}, say("byIndicator", lang)),
    h(
      "ul",
      { class: "keys" },
      ...data.dimensions.map((item) =>
        h(
          "li",
          {},
          h("span", { class: "swatch", style: `background:${hue(item.name)}` }),
          item[lang],
        ),
      ),
    ),
    bars(
      lacks.map((lack) => ({
        label: lack.item[lang],
        value: lack.count,
        text: `${whole(lack.count, lang)} (${percent(lack.hdk, lang)})`,
        hue: hue(lack.item.dimension),
        note: `${say("dimension", lang)}: ${title(lack.item.dimension)}`,
      })),
      `${say("byIndicator", lang)}. ${lacks
        .slice(0, 3)
        .map((lack) => `${lack.item[lang]}: ${whole(lack.count, lang)}`)
        .join("; ")}`,
      lang,
    ),
    asTable(
      (
        [
          "indicator",
          "dimension",
          "deprivedPoor",
          "share",
          "deprivedAll",
          "contribution",
          "applies",
        ] as Word[]
      ).map((word) => say(word, lang)),
      rows,
      lang,
    ),
    h("h3", {}, say("byDimension", lang)),
    bars(
      byDimension.map(({ item, part }) => ({
        label: item[lang],
        value: part,
        text: percent(part, lang, 1),
        hue: hue(item.name),
      })),
      `${say("byDimension", lang)}. ${byDimension.map(({ item, part }) => `${item[lang]}: ${percent(part, lang, 1)}`).join("; ")}`,
      lang,
    ),
    asTable(
      [say("dimension", lang), say("contribution", lang)],
      byDimension.map(({ item, part }) => [item[lang], percent(part, lang, 1)]),
      lang,
    ),
  );
}

/** All rules that the estimates hold, the report's own first. */
export function otherRules(data: Payload, lang: Lang): HTMLElement {
  const several = new Set(data.rules.map((row) => row.wgts)).size > 1;
  const name = (row: Payload["rules"][number]): string =>
    `${ruleName(row.rule, row.k, lang)}${several ? ` [${row.wgts}]` : ""}${row.main ? ` ★ ${say("used", lang)}` : ""}`;
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("rulesNote", lang)),
    bars(
      data.rules.map((row) => ({
        label: name(row),
        value: row.H,
        text: percent(row.H, lang),
        hue: row.main ? HUES[0]! : HUES[5]!,
        note: ruleText(row.rule, row.k, lang),
      })),
      `${say("rules", lang)}: ${data.rules.map((row) => `${name(row)} ${percent(row.H, lang)}`).join("; ")}`,
      lang,
    ),
    plainTable(
      [say("rule", lang), say("poorPeople", lang), say("poorHouseholds", lang), "H", "A", "M0"],
      data.rules.map((row) => [
        name(row),
        whole(row.poor_people, lang),
        whole(row.poor_households, lang),
        percent(row.H, lang),
        percent(row.A, lang),
        index(row.M0, lang),
      ]),
      say("rules", lang),
    ),
  );
}

/** Share of people by number of deprivations; the empty tail is left off. */
export function distribution(data: Payload, lang: Lang): HTMLElement {
  const shares = data.total.deprivations;
  const last = shares.reduce<number>((found, value, at) => ((value ?? 0) > 0 ? at : found), 0);
  const { people } = data.total;
  const kept = shares
    .slice(0, last + 1)
    .map((value, at) => ({
      at: String(at),
      value,
      count: value === null || people === null ? null : value * people,
    }));
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("distributionNote", lang)),
    bars(
      kept.map(({ at, value, count }) => ({
        label: at,
        value,
        text: `${whole(count, lang)} (${percent(value, lang)})`,
      })),
      `${say("distributionNote", lang)}: ${kept.map(({ at, value }) => `${at}: ${percent(value, lang)}`).join("; ")}`,
      lang,
    ),
    asTable(
      [say("number", lang), say("peopleCol", lang), say("share", lang)],
      kept.map(({ at, value, count }) => [at, whole(count, lang), percent(value, lang)]),
      lang,
    ),
  );
}

/** H of every group. */
export function groups(data: Payload, lang: Lang): HTMLElement {
  const label = (value: string): string =>
    value === "yes"
      ? say("yes", lang)
      : value === "no"
        ? say("no", lang)
        : value === ""
          ? say("unknown", lang)
          : value;
  const all = data.groups.flatMap((group) =>
    group.rows.map((row) => ({
      name: `${group[lang]}: ${label(row.value)}`,
      row,
      hue: HUES[data.groups.indexOf(group) % HUES.length]!,
    })),
  );
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("groupsNote", lang)),
    bars(
      all.map(({ name, row, hue }) => ({
        label: name,
        value: row.H,
        text: percent(row.H, lang),
        hue,
        note: `${whole(row.poor_people, lang)} ${say("people", lang)}`,
      })),
      `${say("groupsNote", lang)}: ${all.map(({ name, row }) => `${name} ${percent(row.H, lang)}`).join("; ")}`,
      lang,
    ),
    asTable(
      [say("group", lang), say("peopleCol", lang), say("poorPeople", lang), "H", "A", "M0"],
      all.map(({ name, row }) => [
        name,
        whole(row.people, lang),
        whole(row.poor_people, lang),
        percent(row.H, lang),
        percent(row.A, lang),
        index(row.M0, lang),
      ]),
      lang,
    ),
  );
}

/** Two rounds side by side, and who entered and left poverty when known. */
export function change(data: Payload, lang: Lang): HTMLElement {
  const { total, meta } = data,
    before = data.before!;
  const minus = (now: Num, then: Num): Num => (now === null || then === null ? null : now - then);
  const signed = (value: Num): string =>
    (value !== null && value > 0 ? "+" : "") + whole(value, lang);
  const rows = [
    [
      say("poorPeople", lang),
      whole(before.poor_people, lang),
      whole(total.poor_people, lang),
      signed(minus(total.poor_people, before.poor_people)),
    ],
    [
      say("H", lang),
      percent(before.H, lang),
      percent(total.H, lang),
      points(minus(total.H, before.H), lang),
    ],
    [
      say("A", lang),
      percent(before.A, lang),
      percent(total.A, lang),
      points(minus(total.A, before.A), lang),
    ],
    [
      say("M0", lang),
      index(before.M0, lang),
      index(total.M0, lang),
      indexChange(minus(total.M0, before.M0), lang),
    ],
  ];
  const heads = [
    `${say("before", lang)} ${round(meta.before ?? "", lang)}`,
    `${say("now", lang)} ${round(meta.round, lang)}`,
    say("difference", lang),
  ];
  const lacks = data.indicators
    .map((item, at) => ({ item, then: before.hdk[at] ?? null, now: total.hdk[at] ?? null }))
    .sort((a, b) => Math.abs(minus(b.now, b.then) ?? 0) - Math.abs(minus(a.now, a.then) ?? 0));
  const { flows } = meta;
  const flowRows: [Word, Num][] = flows
    ? [
        ["exited", flows.exited],
        ["entered", flows.entered],
        ["stayedPoor", flows.stayed_poor],
        ["stayedNot", flows.stayed_not_poor],
        ["only0", flows.only_t0],
        ["only1", flows.only_t1],
      ]
    : [];
  return h(
    "div",
    {},
    plainTable([say("measure", lang), ...heads], rows, say("change", lang)),
    flows
      ? plainTable(
          [say("flows", lang), say("householdsCol", lang)],
          flowRows.map(([word, value]) => [say(word, lang), whole(value, lang)]),
          `${say("flows", lang)} ${flows.t0} – ${flows.t1}`,
        )
      : null,
    h("h3", {}, say("deprivedPoor", lang)),
    plainTable(
      [say("indicator", lang), ...heads],
      lacks.map(({ item, then, now }) => [
        item[lang],
        percent(then, lang),
        percent(now, lang),
        points(minus(now, then), lang),
      ]),
      say("byIndicator", lang),
    ),
  );
}

/** Definitions, missing answers, stated figures, and what made the numbers. */
export function notes(data: Payload, lang: Lang): HTMLElement {
  const { meta } = data;
  const entry = (term: string, text: string): HTMLElement =>
    h("div", {}, h("dt", {}, term), h("dd", {}, text));
  const both = (title: Both): string => title[lang];
  return h(
    "div",
    {},
    h("h3", {}, say("definitions", lang)),
    h(
      "dl",
      { class: "notes" },
      entry(say("rule", lang), ruleText(meta.rule, meta.k, lang)),
      entry("H", say("H_", lang)),
      entry("A", say("A_", lang)),
      entry("M0", say("M0_", lang)),
      entry(
        say("missing", lang),
        `${say(meta.missing as Word, lang)} · ${say("notApplicable", lang)}`,
      ),
      entry(say("noData", lang), say("nullNote", lang)),
      entry(say("householdsCol", lang), say("everyMember", lang)),
      data.unlocated === null
        ? null
        : entry(
            say("unlocated", lang),
            `${whole(data.unlocated, lang)} · ${say("unlocatedNote", lang)}`,
          ),
    ),
    meta.stated.length ? h("h3", {}, say("stated", lang)) : null,
    meta.stated.length
      ? plainTable(
          [
            say("measure", lang),
            say("statedCol", lang),
            say("computed", lang),
            say("source", lang),
          ],
          meta.stated.map((row) => [
            `${both(row.title)} (${both(row.unit)})`,
            whole(row.stated, lang),
            whole(row.computed, lang),
            both(row.source),
          ]),
          say("stated", lang),
        )
      : null,
    h("h3", {}, say("sources", lang)),
    h(
      "dl",
      { class: "notes" },
      entry(
        say("instrument", lang),
        `${both(meta.instrument)} (${meta.instrument.name}, SHA-256 ${meta.instrument.hash.slice(0, 16)})`,
      ),
      entry(say("version", lang), meta.code_version),
      entry(say("madeAt", lang), date(meta.made_at, lang)),
    ),
    meta.tables.length
      ? plainTable(
          [say("table", lang), say("rows", lang), say("madeAt", lang), say("inputs", lang)],
          meta.tables.map((table) => [
            table.name,
            whole(table.rows, lang),
            date(table.made_at, lang),
            Object.entries(table.inputs)
              .map(([name, hash]) => `${name} ${hash.slice(0, 16)}`)
              .join("\n") || "–",
          ]),
          say("sources", lang),
        )
      : null,
  );
}
