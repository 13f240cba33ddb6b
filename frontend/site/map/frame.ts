// The places of a map in its island: buttons, the stage with its tip, a card, a status, and what
// is below.
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { say } from "../words";

export interface Frame {
  bar: HTMLElement;
  /** Where the map or the schematic is drawn. */
  stage: HTMLElement;
  status: HTMLElement;
  below: HTMLElement;
  tip: Tip;
  card: Card;
}
/** A text beside the pointer. */
export interface Tip {
  show(at: { x: number; y: number }, text: string): void;
  hide(): void;
}
/** What was touched or chosen, and the way on from it. */
export interface Card {
  show(text: string, link: string | null): void;
  hide(): void;
}
const TIP_MARGIN = 4;

/** The places, put into the element in place of what it held. */
export function frameIn(root: HTMLElement, lang: Lang): Frame {
  const stage = h("div", { class: "map-frame" });
  const tip = h("div", { class: "map-tip", "aria-hidden": "true", hidden: true });
  const card = h("div", { class: "map-card", hidden: true });
  const below = h("div", { class: "map-below" });
  const status = h("p", { class: "map-status", role: "status" });
  const bar = h("div", { class: "map-bar" });
  root.replaceChildren(bar, h("div", { class: "map-stage" }, stage, tip), card, status, below);
  return { bar, stage, status, below, tip: tipOver(stage, tip), card: cardOf(card, lang) };
}

function tipOver(stage: HTMLElement, tip: HTMLElement): Tip {
  return {
    show({ x, y }, text) {
      tip.hidden = false;
      tip.textContent = text;
      const most = stage.clientWidth - tip.offsetWidth - TIP_MARGIN;
      const left = Math.max(TIP_MARGIN, Math.min(x + 14, most));
      const top = Math.max(TIP_MARGIN, y - tip.offsetHeight - 10);
      tip.style.transform = `translate(${left}px, ${top}px)`;
    },
    hide() {
      tip.hidden = true;
    },
  };
}

function cardOf(card: HTMLElement, lang: Lang): Card {
  return {
    show(text, link) {
      card.replaceChildren(h("span", {}, text));
      if (link)
        card.append(h("a", { class: "btn btn-primary btn-sm", href: link }, say("open", lang)));
      card.hidden = false;
    },
    hide() {
      card.hidden = true;
    },
  };
}
