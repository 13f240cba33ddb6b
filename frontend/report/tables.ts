// Tables of figures, plain or opened on request.
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { say } from "./text";

export type Cell = string | Node;

/** The same figures as a table that opens on request. */
export function asTable(head: string[], rows: string[][], lang: Lang): HTMLElement {
  const summary = h("summary", {}, say("asTable", lang));
  return h("details", { class: "as-table" }, summary, plainTable(head, rows));
}

/** A small table whose first column names the row; columns but those of `texts` are numbers. */
export function plainTable(
  head: string[],
  rows: Cell[][],
  caption?: string,
  texts: number[] = [],
): HTMLElement {
  const kind = (at: number): string => (at && !texts.includes(at) ? "num" : "");
  const cell = (content: Cell, at: number): HTMLElement =>
    at ? h("td", { class: kind(at) }, content) : h("th", { scope: "row" }, content);
  const titles = head.map((text, at) => h("th", { scope: "col", class: kind(at) }, text));
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption ?? head.join(", ") },
    h(
      "table",
      {},
      caption ? h("caption", {}, caption) : null,
      h("thead", {}, h("tr", {}, ...titles)),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map(cell)))),
    ),
  );
}
