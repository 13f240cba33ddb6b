// Which sources there are and how fresh, and how their rows became people: numbers, findings and
// weights.
import { dayOf } from "../shared/dates";
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { weight as signed, whole } from "../shared/numbers";
import { BLUE, ORANGE } from "../shared/palette";
import { figureBox } from "./figures";
import type { Linkage, LinkedData, Source, Weight } from "./linked_payload";
import { type Payload, placesWithin } from "./payload";
import { plainTable } from "./tables";
import { say, type Word } from "./text";

/** Every source that was taken in: agency, rows, freshness, coverage. */
export function registers(data: Payload, linked: LinkedData, lang: Lang): HTMLElement {
  const districts = placesWithin(data, "district", data.meta.scope.code).length;
  const head: Word[] = ["source", "agency", "rows", "freshOn", "cycle", "state", "coverage"];
  return h(
    "div",
    {},
    h("p", { class: "hint" }, `${say("registersNote", lang)} ${dayOf(linked.on, lang)}`),
    plainTable(
      head.map((word) => say(word, lang)),
      linked.sources.map((item) => [
        h("span", {}, item[lang], h("span", { class: "code" }, item.purpose[lang])),
        item.agency[lang],
        whole(item.rows, lang),
        dayOf(item.fresh_on, lang),
        item.max_age_days === null ? say("never", lang) : whole(item.max_age_days, lang),
        freshness(item, lang),
        coverage(item.districts, districts, lang),
      ]),
      say("registers", lang),
      [1, 3, 5],
    ),
    linked.absent.length ? h("p", { class: "hint" }, absentText(linked, lang)) : null,
  );
}

function absentText(linked: LinkedData, lang: Lang): string {
  const titles = linked.absent.map((item) => item[lang]);
  return `${say("absent", lang)}: ${titles.join(", ")}`;
}

/** Districts that a source covers, of those that the report has. */
export function coverage(covered: number, known: number, lang: Lang): string {
  if (!covered) return "–";
  const all = Math.max(known, covered);
  return `${whole(covered, lang)} ${say("of", lang)} ${whole(all, lang)}`;
}

function freshness(item: Source, lang: Lang): HTMLElement {
  if (item.is_expired === null) return h("span", { class: "none" }, say("noData", lang));
  return h(
    "span",
    { class: item.is_expired ? "expired" : "" },
    say(item.is_expired ? "expired" : "fresh", lang),
  );
}

/** People each once, what linked them, what was found on the way, and the model's weights. */
export function linkage({ linkage }: LinkedData, lang: Lang): HTMLElement {
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("linkageNote", lang)),
    personFigures(linkage, lang),
    h("h3", {}, say("findings", lang)),
    findings(linkage, lang),
    h("h3", {}, say("weights", lang)),
    h("p", { class: "hint" }, say("weightsNote", lang)),
    h(
      "details",
      { class: "as-table" },
      h(
        "summary",
        {},
        `${say("weights", lang)} (${say("startValue", lang)} ${signed(linkage.start, lang)})`,
      ),
      ...weightTables(linkage.weights, lang),
    ),
  );
}

function personFigures(linkage: Linkage, lang: Lang): HTMLElement {
  const households = `${say("householdsCol", lang)} ${whole(linkage.households, lang)}`;
  const alone = `${say("alone", lang)} ${whole(linkage.alone, lang)}`;
  const figures: [Word, number, string][] = [
    ["persons", linkage.persons, households],
    ["inSurvey", linkage.in_survey, ""],
    ["registersOnly", linkage.registers_only, say("registersOnlyNote", lang)],
    ["withoutId", linkage.without_id, alone],
    ["linkedByModel", linkage.linked, ""],
    ["review", linkage.review, ""],
  ];
  const boxes = figures.map(([word, value, note]) =>
    figureBox(say(word, lang), whole(value, lang), note),
  );
  return h("dl", { class: "figures" }, ...boxes);
}

function findings(linkage: Linkage, lang: Lang): HTMLElement {
  if (!linkage.findings.length) return h("p", {}, say("noFindings", lang));
  return plainTable(
    [say("finding", lang), say("count", lang), say("action", lang)],
    linkage.findings.map((item) => [
      item.message[lang],
      whole(item.count, lang),
      item.action[lang],
    ]),
    say("findings", lang),
    [2],
  );
}

function weightTables(weights: Weight[], lang: Lang): HTMLElement[] {
  const most = Math.max(1, ...weights.map((item) => Math.abs(item.weight)));
  const names = [...new Set(weights.map((item) => item.comparison[lang]))];
  return names.map((name) =>
    plainTable(
      [say("level_", lang), say("weight", lang)],
      weights
        .filter((item) => item.comparison[lang] === name)
        .map((item) => [
          item[lang],
          h("span", { class: "weighed" }, signed(item.weight, lang), weightBar(item.weight, most)),
        ]),
      name,
    ),
  );
}

/** A bar to the right of the middle for positive weights, to the left for negative ones. */
function weightBar(weight: number, most: number): HTMLElement {
  const { left, width } = weightBarPlace(weight, most);
  const hue = weight < 0 ? ORANGE : BLUE;
  const bar = h("span", { style: `left:${left}%;width:${width}%;background:${hue}` });
  return h("span", { class: "weight-bar", "aria-hidden": "true" }, bar);
}

/** Where a weight's bar begins and how wide it is, in per cent; `most` fills a half. */
export function weightBarPlace(weight: number, most: number): { left: number; width: number } {
  const width = (50 * Math.abs(weight)) / most;
  return { left: weight < 0 ? 50 - width : 50, width };
}
