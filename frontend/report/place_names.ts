// What areas are called: names with the word for their level, as signs write them.
import type { Lang } from "../shared/language";
import { itemAt } from "../shared/lists";
import { areaOf, type Payload, tableOf } from "./payload";

/** Name of an area with the word for its level; a code that no level holds stands as it is. */
export function fullName(data: Payload, code: string, lang: Lang): string {
  const { scope } = data.meta;
  const area = areaOf(data, code);
  if (!area) return code === scope.code ? scope.full[lang] : code;
  return itemAt(tableOf(data, area.level).full[lang], area.at);
}
