// Definitions, missing answers, stated figures, and what made the numbers.
import { momentOf } from "../../shared/dates";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { whole } from "../../shared/numbers";
import type { Payload, StoredTable } from "../payload";
import { ruleText } from "../rule_text";
import { statedTable } from "../stated_figures";
import { plainTable } from "../tables";
import { isWord, say } from "../text";

const HASH_DIGITS = 16;
const shortHash = (hash: string): string => hash.slice(0, HASH_DIGITS);

/** The section's body. */
export function notes(data: Payload, lang: Lang): HTMLElement {
  const { meta } = data;
  const stated = statedTable(data, lang, say("stated", lang));
  const { name, hash } = meta.instrument;
  return h(
    "div",
    {},
    h("h3", {}, say("definitions", lang)),
    definitions(data, lang),
    stated && h("h3", {}, say("stated", lang)),
    stated,
    h("h3", {}, say("sources", lang)),
    h(
      "dl",
      { class: "notes" },
      entry(
        say("instrument", lang),
        `${meta.instrument[lang]} (${name}, SHA-256 ${shortHash(hash)})`,
      ),
      entry(say("version", lang), meta.code_version),
      entry(say("madeAt", lang), momentOf(meta.made_at, lang)),
    ),
    meta.tables.length ? tablesUsed(meta.tables, lang) : null,
  );
}

function definitions(data: Payload, lang: Lang): HTMLElement {
  const { rule, k, missing } = data.meta;
  const { unlocated } = data;
  const missingText = isWord(missing) ? say(missing, lang) : missing;
  return h(
    "dl",
    { class: "notes" },
    entry(say("rule", lang), ruleText(rule, k, lang)),
    entry("H", say("H_", lang)),
    entry("A", say("A_", lang)),
    entry("M0", say("M0_", lang)),
    entry(say("missing", lang), `${missingText} · ${say("notApplicable", lang)}`),
    entry(say("noData", lang), say("nullNote", lang)),
    entry(say("householdsCol", lang), say("everyMember", lang)),
    unlocated === null
      ? null
      : entry(say("unlocated", lang), `${whole(unlocated, lang)} · ${say("unlocatedNote", lang)}`),
  );
}

function entry(term: string, text: string): HTMLElement {
  return h("div", {}, h("dt", {}, term), h("dd", {}, text));
}

function tablesUsed(tables: readonly StoredTable[], lang: Lang): HTMLElement {
  const inputs = (table: StoredTable): string =>
    Object.entries(table.inputs)
      .map(([name, hash]) => `${name} ${shortHash(hash)}`)
      .join("\n");
  return plainTable(
    [say("table", lang), say("rows", lang), say("madeAt", lang), say("inputs", lang)],
    tables.map((table) => [
      table.name,
      whole(table.rows, lang),
      momentOf(table.made_at, lang),
      inputs(table) || "–",
    ]),
    say("sources", lang),
  );
}
