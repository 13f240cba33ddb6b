// Two sets over each other: who is in both, who in one alone, of everybody or of one district.
import { HUES, plainTable } from "./charts";
import { h } from "./dom";
import { type Linked, type Overlap, PARTS, type Part, type Parts } from "./linked_payload";
import { fullName } from "./map";
import { whole } from "./numbers";
import type { Lang, Payload } from "./payload";
import { say } from "./text";

const ALL = "nat";
const HUE: Partial<Record<Part, string>> = {
  only_a: HUES[0]!,
  both: HUES[2]!,
  only_b: HUES[1]!,
  unmatched: HUES[5]!,
};
const NONE: Parts = { all: 0, both: 0, only_a: 0, only_b: 0, neither: 0, unmatched: 0 };
let area = ALL;

/** The section's body: a choice of area, then a figure and a table for each pair of sets. */
export function overlaps(data: Payload, linked: Linked, lang: Lang): HTMLElement {
  const codes = [...new Set(linked.overlaps.flatMap((item) => Object.keys(item.people)))]
    .filter((code) => /^\d{4}$/.test(code))
    .sort();
  const body = h("div", { class: "pairs" });
  const draw = (): void => body.replaceChildren(...linked.overlaps.map((item) => pair(item, lang)));
  const pick = h(
    "select",
    {
      id: "overlap-area",
      change: (event) => {
        area = (event.target as HTMLSelectElement).value;
        draw();
      },
    },
    h(
      "option",
      { value: ALL, selected: area === ALL },
      `${say("wholeArea", lang)} (${fullName(data, data.meta.scope.code, lang)})`,
    ),
    ...codes.map((code) =>
      h("option", { value: code, selected: area === code }, fullName(data, code, lang)),
    ),
  );
  draw();
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("overlapsNote", lang)),
    h(
      "div",
      { class: "controls" },
      h("label", { class: "field" }, h("span", {}, say("area", lang)), pick),
    ),
    body,
  );
}

function pair(item: Overlap, lang: Lang): HTMLElement {
  const people = item.people[area] ?? NONE,
    homes = item.households[area] ?? NONE;
  const name = (part: Part): string =>
    part === "only_a"
      ? `${say("onlyA", lang)}: ${item.a[lang]}`
      : part === "only_b"
        ? `${say("onlyA", lang)}: ${item.b[lang]}`
        : say(part, lang);
  const title = `${item.a[lang]} × ${item.b[lang]}`;
  return h(
    "div",
    { class: "pair" },
    h("h3", {}, title),
    h("p", { class: "hint" }, item.use[lang]),
    bar(people, name, title, lang),
    plainTable(
      [say("part", lang), say("people", lang), say("household", lang)],
      [
        ...PARTS.map((part) => [
          label(part, name(part)),
          whole(people[part], lang),
          whole(homes[part], lang),
        ]),
        [say("all", lang), whole(people.all, lang), whole(homes.all, lang)],
      ],
      title,
    ),
  );
}

function label(part: Part, text: string): HTMLElement {
  const hue = HUE[part];
  return h(
    "span",
    {},
    hue ? h("span", { class: "swatch", style: `background:${hue}` }) : null,
    text,
  );
}

/** One bar of the people in at least one set. */
function bar(people: Parts, name: (part: Part) => string, title: string, lang: Lang): HTMLElement {
  const shown = (["only_a", "both", "only_b"] as Part[]).filter((part) => people[part] > 0);
  const words = shown.map((part) => `${name(part)}: ${whole(people[part], lang)}`).join("; ");
  return h(
    "div",
    {
      class: "set-bar",
      role: "img",
      "aria-label": `${title}. ${words || say("noData", lang)}. ${say("barsWithout", lang)}`,
    },
    ...shown.map((part) =>
      h("span", {
        style: `flex-grow:${people[part]};background:${HUE[part]}`,
        title: `${name(part)}: ${whole(people[part], lang)}`,
      }),
    ),
  );
}
