// Share of people by number of deprivations.
import type { Num } from "../../shared/areas";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { percent, whole } from "../../shared/numbers";
import { bars } from "../charts";
import type { Payload } from "../payload";
import { asTable } from "../tables";
import { say } from "../text";

export interface DeprivationShare {
  /** How many indicators a household fails. */
  number: number;
  share: Num;
  people: Num;
}

/** Shares from no deprivation on; the empty tail is left off. */
export function deprivationShares({ total }: Payload): DeprivationShare[] {
  const { people, deprivations } = total;
  const last = deprivations.reduce<number>((seen, share, at) => ((share ?? 0) > 0 ? at : seen), 0);
  return deprivations.slice(0, last + 1).map((share, number) => ({
    number,
    share,
    people: share === null || people === null ? null : share * people,
  }));
}

/** The section's body. */
export function distribution(data: Payload, lang: Lang): HTMLElement {
  const rows = deprivationShares(data).map(({ number, share, people }) => ({
    label: String(number),
    value: share,
    people: whole(people, lang),
    share: percent(share, lang),
  }));
  const summary = rows.map(({ label, share }) => `${label}: ${share}`).join("; ");
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("distributionNote", lang)),
    bars(
      rows.map(({ label, value, people, share }) => ({
        label,
        value,
        text: `${people} (${share})`,
      })),
      `${say("distributionNote", lang)}: ${summary}`,
      lang,
    ),
    asTable(
      [say("number", lang), say("peopleCol", lang), say("share", lang)],
      rows.map(({ label, people, share }) => [label, people, share]),
      lang,
    ),
  );
}
