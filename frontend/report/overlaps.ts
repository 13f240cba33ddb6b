// Two sets over each other: who is in both, who in one alone, of everybody or of one district.
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { whole } from "../shared/numbers";
import { BLUE, GREEN, GREY, ORANGE } from "../shared/palette";
import { type LinkedData, type Overlap, PARTS, type Part, type Parts } from "./linked_payload";
import type { Payload } from "./payload";
import { fullName } from "./place_names";
import { plainTable } from "./tables";
import { say } from "./text";

const EVERYWHERE = "nat";
const HUE: Partial<Record<Part, string>> = {
  only_a: BLUE,
  both: GREEN,
  only_b: ORANGE,
  unmatched: GREY,
};
const IN_BAR: readonly Part[] = ["only_a", "both", "only_b"];
const NONE: Parts = { all: 0, both: 0, only_a: 0, only_b: 0, neither: 0, unmatched: 0 };
let area = EVERYWHERE;

/** Districts that some overlap knows, in the order of their codes. */
export function districtsOf(overlaps: readonly Overlap[]): string[] {
  const codes = new Set(overlaps.flatMap((item) => Object.keys(item.people)));
  return [...codes].filter((code) => /^\d{4}$/.test(code)).sort();
}

/** The parts that the bar shows: those of people in at least one set, where there are any. */
export function barParts(people: Parts): { part: Part; people: number }[] {
  return IN_BAR.map((part) => ({ part, people: people[part] })).filter((item) => item.people > 0);
}

/** The name of a part of an overlap. */
export function partName(item: Overlap, part: Part, lang: Lang): string {
  if (part === "only_a") return `${say("onlyA", lang)}: ${item.a[lang]}`;
  if (part === "only_b") return `${say("onlyA", lang)}: ${item.b[lang]}`;
  return say(part, lang);
}

/** The section's body: a choice of area, then a figure and a table for each pair of sets. */
export function overlaps(data: Payload, linked: LinkedData, lang: Lang): HTMLElement {
  const body = h("div", { class: "pairs" });
  const draw = (): void => body.replaceChildren(...linked.overlaps.map((item) => pair(item, lang)));
  const everything = fullName(data, data.meta.scope.code, lang);
  const option = (code: string, text: string): HTMLElement =>
    h("option", { value: code, selected: area === code }, text);
  const pick = h(
    "select",
    {
      id: "overlap-area",
      change: () => {
        area = pick.value;
        draw();
      },
    },
    option(EVERYWHERE, `${say("wholeArea", lang)} (${everything})`),
    ...districtsOf(linked.overlaps).map((code) => option(code, fullName(data, code, lang))),
  );
  draw();
  const field = h("label", { class: "field" }, h("span", {}, say("area", lang)), pick);
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("overlapsNote", lang)),
    h("div", { class: "controls" }, field),
    body,
  );
}

function pair(item: Overlap, lang: Lang): HTMLElement {
  const people = item.people[area] ?? NONE;
  const households = item.households[area] ?? NONE;
  const title = `${item.a[lang]} × ${item.b[lang]}`;
  const rows = PARTS.map((part) => [
    label(part, partName(item, part, lang)),
    whole(people[part], lang),
    whole(households[part], lang),
  ]);
  return h(
    "div",
    { class: "pair" },
    h("h3", {}, title),
    h("p", { class: "hint" }, item.use[lang]),
    bar(item, people, title, lang),
    plainTable(
      [say("part", lang), say("people", lang), say("household", lang)],
      [...rows, [say("all", lang), whole(people.all, lang), whole(households.all, lang)]],
      title,
    ),
  );
}

function label(part: Part, text: string): HTMLElement {
  const hue = HUE[part];
  const swatch = hue ? h("span", { class: "swatch", style: `background:${hue}` }) : null;
  return h("span", {}, swatch, text);
}

/** One bar of the people in at least one set. */
function bar(item: Overlap, people: Parts, title: string, lang: Lang): HTMLElement {
  const parts = barParts(people).map((shown) => ({
    ...shown,
    words: `${partName(item, shown.part, lang)}: ${whole(shown.people, lang)}`,
  }));
  const words = parts.map((shown) => shown.words).join("; ") || say("noData", lang);
  return h(
    "div",
    {
      class: "set-bar",
      role: "img",
      "aria-label": `${title}. ${words}. ${say("barsWithout", lang)}`,
    },
    ...parts.map((shown) =>
      h("span", {
        style: `flex-grow:${shown.people};background:${HUE[shown.part]}`,
        title: shown.words,
      }),
    ),
  );
}
