// The areas that a view draws: their names, figures and classes.
import { type ClassBreak, classOf, quantileClasses } from "../../shared/classes";
import type { Lang } from "../../shared/language";
import { itemAt } from "../../shared/lists";
import { type Payload, placesWithin, tableOf } from "../payload";
import { fullName } from "../place_names";
import { format, type View, valueAt } from "./view";

export interface MapArea {
  code: string;
  name: string;
  /** The figure in words. */
  figure: string;
  /** The full name with the figure. */
  words: string;
  /** Null for an area without data. */
  class: ClassBreak | null;
  isChosen: boolean;
}

/** The areas of a view in the order of the payload, and the classes of their figures. */
export function areasOf(
  data: Payload,
  lang: Lang,
  view: View,
): { areas: MapArea[]; classes: ClassBreak[] } {
  const table = tableOf(data, view.level);
  const places = placesWithin(data, view.level, view.scope);
  const classes = quantileClasses(places.map((place) => valueAt(data, view, place)));
  const areas = places.map((place) => {
    const code = itemAt(table.code, place);
    const value = valueAt(data, view, place);
    const figure = format(view.measure, value, lang);
    return {
      code,
      figure,
      name: itemAt(table[lang], place),
      words: `${fullName(data, code, lang)}: ${figure}`,
      class: classOf(value, classes),
      isChosen: code === view.chosen,
    };
  });
  return { areas, classes };
}
