// The share of people who are poor in every group of households.
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { index, percent, whole } from "../../shared/numbers";
import { hueOf } from "../../shared/palette";
import { bars } from "../charts";
import type { Payload } from "../payload";
import { asTable } from "../tables";
import { say } from "../text";

/** The section's body. */
export function groups(data: Payload, lang: Lang): HTMLElement {
  const all = data.groups.flatMap((group, at) =>
    group.rows.map((row) => ({
      name: `${group[lang]}: ${valueName(row.value, lang)}`,
      row,
      hue: hueOf(at),
    })),
  );
  const summary = all.map(({ name, row }) => `${name} ${percent(row.H, lang)}`).join("; ");
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
      `${say("groupsNote", lang)}: ${summary}`,
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

/** A value of a group: yes and no in words, empty as not known, others as they are. */
export function valueName(value: string, lang: Lang): string {
  if (value === "") return say("unknown", lang);
  return value === "yes" || value === "no" ? say(value, lang) : value;
}
