// What the map shows, and at which level.
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import type { Payload } from "../payload";
import { say, type Word } from "../text";
import { type Go, levelsBelow, measuresOf, type View } from "./view";

/** Two choices; each shows another view and keeps the focus. */
export function controls(data: Payload, lang: Lang, view: View, go: Go): HTMLElement {
  const levels = levelsBelow(data, view.scope);
  return h(
    "div",
    { class: "controls" },
    choice("show", "map-shown", lang, measuresOf(data, lang), view.measure, (measure) =>
      go({ ...view, measure }, "#map-shown"),
    ),
    choice(
      "level",
      "map-level",
      lang,
      levels.map((level) => [level, say(level, lang)]),
      view.level,
      (level) => go({ ...view, level, chosen: null }, "#map-level"),
    ),
  );
}

function choice<K extends string>(
  label: Word,
  id: string,
  lang: Lang,
  options: readonly [K, string][],
  value: K,
  act: (value: K) => void,
): HTMLElement {
  const select = h(
    "select",
    {
      id,
      change: () => {
        const [key] = options[select.selectedIndex] ?? [];
        if (key) act(key);
      },
    },
    ...options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)),
  );
  return h("label", { class: "field" }, h("span", {}, say(label, lang)), select);
}
