// Keys of a group of areas with one tab stop.
import { itemAt } from "../../shared/lists";

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** Where an arrow key leads from `now` of `count`, round at the ends; null for other keys. */
export function placeAfter(key: string, now: number, count: number): number | null {
  const step = STEPS[key];
  return step === undefined ? null : (now + step + count) % count;
}

/** A listener: arrows move the focus and the tab stop, Enter or space chooses. */
export function areaKeys(
  areas: readonly (HTMLElement | SVGElement)[],
  choose: (place: number) => void,
): (event: Event) => void {
  return (event) => {
    const { key } = event as KeyboardEvent;
    const now = areas.indexOf(event.target as HTMLElement);
    if (now < 0) return;
    const next = placeAfter(key, now, areas.length);
    if (key !== "Enter" && key !== " " && next === null) return;
    event.preventDefault();
    if (next === null) {
      choose(now);
      return;
    }
    itemAt(areas, now).setAttribute("tabindex", "-1");
    itemAt(areas, next).setAttribute("tabindex", "0");
    itemAt(areas, next).focus();
  };
}
