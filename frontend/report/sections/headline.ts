// Poor people, households, H, A, M0 and the rule in words.
import type { Num } from "../../shared/areas";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { index, percent, whole } from "../../shared/numbers";
import { figureBox } from "../figures";
import type { Payload } from "../payload";
import { ruleText } from "../rule_text";
import { say, type Word } from "../text";

/** The section's body. */
export function headline(data: Payload, lang: Lang): HTMLElement {
  const { total, meta } = data;
  const { poor_people, people, poor_households, households } = total;
  const figure = (word: Word, value: string, note: string, isBig = false): HTMLElement =>
    figureBox(say(word, lang), value, note, isBig);
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
      figure("poorPeople", whole(poor_people, lang), outOf(people, "people", lang), true),
      figure(
        "poorHouseholds",
        whole(poor_households, lang),
        outOf(households, "householdsCol", lang),
        true,
      ),
      figure("H", percent(total.H, lang), say("H_", lang) + intervalText(total.interval, lang)),
      figure("A", percent(total.A, lang), say("A_", lang)),
      figure("M0", index(total.M0, lang), say("M0_", lang)),
    ),
    h("p", { class: "hint" }, bandsText(data, lang)),
  );
}

function outOf(value: Num, unit: "people" | "householdsCol", lang: Lang): string {
  return `${say("of", lang)} ${whole(value, lang)} ${say(unit, lang).toLowerCase()}`;
}

function intervalText(interval: [Num, Num] | null, lang: Lang): string {
  if (!interval) return "";
  const [low, high] = interval;
  return ` · 95% ${say("interval", lang)} ${percent(low, lang)} – ${percent(high, lang)}`;
}

/** The bands of the weighted score, whatever the rule. */
function bandsText({ total, meta }: Payload, lang: Lang): string {
  const { vulnerable, poor, severe } = meta.bands;
  const from = say("scoreFrom", lang);
  return [
    `${say("vulnerable", lang)} ${percent(total.vulnerable, lang)}` +
      ` (${from} ${vulnerable} ${say("upTo", lang)} ${poor})`,
    `${say("severe", lang)} ${percent(total.severe, lang)}` +
      ` (${from} ${severe} ${say("atLeast", lang)})`,
    say("bandsNote", lang),
  ].join(" · ");
}
