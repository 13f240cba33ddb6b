// Which sources there are and how fresh, and how their rows became people: numbers, findings, weights.
import { HUES, plainTable } from "./charts";
import { h } from "./dom";
import type { HeldSource, Linked, Weight } from "./linked_payload";
import { day, whole } from "./numbers";
import { type Lang, type Payload, placesWithin } from "./payload";
import { say, type Word } from "./text";

/** Every source that was taken in: agency, rows, freshness, coverage. */
export function registers(data: Payload, linked: Linked, lang: Lang): HTMLElement {
  const districts = placesWithin(data, "district", data.meta.scope.code).length;
  const head: Word[] = ["source", "agency", "rows", "freshOn", "cycle", "state", "coverage"];
  return h(
    "div",
    {},
    h("p", { class: "hint" }, `${say("registersNote", lang)} ${day(linked.on, lang)}`),
    plainTable(
      head.map((word) => say(word, lang)),
      linked.sources.map((item) => [
        h("span", {}, item[lang], h("span", { class: "code" }, item.purpose[lang])),
        item.agency[lang],
        whole(item.rows, lang),
        day(item.fresh_on, lang),
        item.max_age_days === null ? say("never", lang) : whole(item.max_age_days, lang),
        freshness(item, lang),
        item.districts
          ? `${whole(item.districts, lang)} ${say("of", lang)} ${whole(Math.max(districts, item.districts), lang)}`
          : "–",
      ]),
      say("registers", lang),
      [1, 3, 5],
    ),
    linked.absent.length
      ? h(
          "p",
          { class: "hint" },
          `${say("absent", lang)}: ${linked.absent.map((item) => item[lang]).join(", ")}`,
        )
      : null,
  );
}

function freshness(item: HeldSource, lang: Lang): HTMLElement {
  if (item.is_expired === null) return h("span", { class: "none" }, say("noData", lang));
  return h(
    "span",
    { class: item.is_expired ? "expired" : "" },
    say(item.is_expired ? "expired" : "fresh", lang),
  );
}

/** People each once, what linked them, what was found on the way, and the model's weights. */
export function linkage(linked: Linked, lang: Lang): HTMLElement {
  const { linkage: found } = linked;
  const figure = (word: Word, value: number, note = ""): HTMLElement =>
    h(
      "div",
      { class: "figure" },
      h("dt", {}, say(word, lang)),
      h(
        "dd",
        {},
        h("span", { class: "value" }, whole(value, lang)),
        note ? h("span", { class: "note" }, note) : null,
      ),
    );
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("linkageNote", lang)),
    h(
      "dl",
      { class: "figures" },
      figure(
        "persons",
        found.persons,
        `${say("householdsCol", lang)} ${whole(found.households, lang)}`,
      ),
      figure("inSurvey", found.in_survey),
      figure("registersOnly", found.registers_only, say("registersOnlyNote", lang)),
      figure("withoutId", found.without_id, `${say("alone", lang)} ${whole(found.alone, lang)}`),
      figure("linkedByModel", found.linked),
      figure("review", found.review),
    ),
    h("h3", {}, say("findings", lang)),
    found.findings.length
      ? plainTable(
          [say("finding", lang), say("count", lang), say("action", lang)],
          found.findings.map((item) => [
            item.message[lang],
            whole(item.count, lang),
            item.action[lang],
          ]),
          say("findings", lang),
          [2],
        )
      : h("p", {}, say("noFindings", lang)),
    h("h3", {}, say("weights", lang)),
    h("p", { class: "hint" }, say("weightsNote", lang)),
    h(
      "details",
      { class: "as-table" },
      h(
        "summary",
        {},
        `${say("weights", lang)} (${say("startValue", lang)} ${signed(found.start, lang)})`,
      ),
      ...weightTables(found.weights, lang),
    ),
  );
}

function weightTables(weights: Weight[], lang: Lang): HTMLElement[] {
  const most = Math.max(1, ...weights.map((item) => Math.abs(item.weight)));
  const names = [...new Set(weights.map((item) => item.comparison[lang]))];
  return names.map((name) =>
    plainTable(
      [say("level_", lang), say("weight", lang), ""].slice(0, 2),
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
  const wide = (50 * Math.abs(weight)) / most;
  const left = weight < 0 ? 50 - wide : 50;
  return h(
    "span",
    { class: "weight-bar", "aria-hidden": "true" },
    h("span", { style: `left:${left}%;width:${wide}%;background:${HUES[weight < 0 ? 1 : 0]}` }),
  );
}

function signed(value: number, lang: Lang): string {
  return new Intl.NumberFormat(lang === "th" ? "th-TH-u-nu-latn" : "en-GB", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  }).format(value);
}
