// All rules that the estimates hold, side by side, the report's own first.
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { index, percent, whole } from "../../shared/numbers";
import { BLUE, GREY } from "../../shared/palette";
import { bars } from "../charts";
import type { Payload } from "../payload";
import { ruleName, ruleText } from "../rule_text";
import { plainTable } from "../tables";
import { say } from "../text";

type RuleRow = Payload["rules"][number];

/** The section's body. */
export function otherRules(data: Payload, lang: Lang): HTMLElement {
  const hasSeveralWeights = new Set(data.rules.map((row) => row.wgts)).size > 1;
  const name = ({ rule, k, wgts, main }: RuleRow): string =>
    ruleName(rule, k, lang) +
    (hasSeveralWeights ? ` [${wgts}]` : "") +
    (main ? ` ★ ${say("used", lang)}` : "");
  const summary = data.rules.map((row) => `${name(row)} ${percent(row.H, lang)}`).join("; ");
  return h(
    "div",
    {},
    h("p", { class: "hint" }, say("rulesNote", lang)),
    bars(
      data.rules.map((row) => ({
        label: name(row),
        value: row.H,
        text: percent(row.H, lang),
        hue: row.main ? BLUE : GREY,
        note: ruleText(row.rule, row.k, lang),
      })),
      `${say("rules", lang)}: ${summary}`,
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
