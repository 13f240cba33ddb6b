// A figure of a row of figures: its name, its value in large type, and a note.
import { h } from "../shared/elements";

/** A term and its value; `isBig` gives it twice the room. */
export function figureBox(name: string, value: string, note = "", isBig = false): HTMLElement {
  return h(
    "div",
    { class: isBig ? "figure big" : "figure" },
    h("dt", {}, name),
    h(
      "dd",
      {},
      h("span", { class: "value" }, value),
      note ? h("span", { class: "note" }, note) : null,
    ),
  );
}
