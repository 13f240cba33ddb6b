// Two rounds side by side, and who entered and left poverty when known.
import type { Num } from "../../shared/areas";
import { roundOf } from "../../shared/dates";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { index, indexChange, percent, points, whole, wholeChange } from "../../shared/numbers";
import type { Flows, Payload, Summary } from "../payload";
import { plainTable } from "../tables";
import { say, type Word } from "../text";

/** The difference of two figures; null when either is. */
export function minus(now: Num, earlier: Num): Num {
  return now === null || earlier === null ? null : now - earlier;
}

/** Indicators whose share changed most, either way, first; those without a change last. */
export function changesOf(
  data: Payload,
  before: Summary,
): { item: Payload["indicators"][number]; now: Num; earlier: Num; change: Num }[] {
  return data.indicators
    .map((item, at) => {
      const now = data.total.hdk[at] ?? null;
      const earlier = before.hdk[at] ?? null;
      return { item, now, earlier, change: minus(now, earlier) };
    })
    .sort((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0));
}

/** The section's body. */
export function change(data: Payload, before: Summary, lang: Lang): HTMLElement {
  const { meta } = data;
  const heads = [
    `${say("before", lang)} ${roundOf(meta.before ?? "", lang)}`,
    `${say("now", lang)} ${roundOf(meta.round, lang)}`,
    say("difference", lang),
  ];
  return h(
    "div",
    {},
    plainTable(
      [say("measure", lang), ...heads],
      measureRows(data.total, before, lang),
      say("change", lang),
    ),
    meta.flows ? flowTable(meta.flows, lang) : null,
    h("h3", {}, say("deprivedPoor", lang)),
    plainTable(
      [say("indicator", lang), ...heads],
      changesOf(data, before).map((row) => [
        row.item[lang],
        percent(row.earlier, lang),
        percent(row.now, lang),
        points(row.change, lang),
      ]),
      say("byIndicator", lang),
    ),
  );
}

type Written = (value: Num, lang: Lang) => string;

function measureRows(total: Summary, before: Summary, lang: Lang): string[][] {
  const measures: [Word, "poor_people" | "H" | "A" | "M0", Written, Written][] = [
    ["poorPeople", "poor_people", whole, wholeChange],
    ["H", "H", percent, points],
    ["A", "A", percent, points],
    ["M0", "M0", index, indexChange],
  ];
  return measures.map(([word, name, value, difference]) => [
    say(word, lang),
    value(before[name], lang),
    value(total[name], lang),
    difference(minus(total[name], before[name]), lang),
  ]);
}

function flowTable(flows: Flows, lang: Lang): HTMLElement {
  const rows: [Word, Num][] = [
    ["exited", flows.exited],
    ["entered", flows.entered],
    ["stayedPoor", flows.stayed_poor],
    ["stayedNot", flows.stayed_not_poor],
    ["only0", flows.only_t0],
    ["only1", flows.only_t1],
  ];
  return plainTable(
    [say("flows", lang), say("householdsCol", lang)],
    rows.map(([word, value]) => [say(word, lang), whole(value, lang)]),
    `${say("flows", lang)} ${flows.t0} – ${flows.t1}`,
  );
}
