// Which areas a ranking lists, in which order, and the figures of each.
import { LEVELS, type Level, type Num } from "../shared/areas";
import type { Lang } from "../shared/language";
import { itemAt } from "../shared/lists";
import { index, percent, points, whole } from "../shared/numbers";
import { type LevelTable, type Payload, tableOf } from "./payload";
import type { Word } from "./text";

export interface Column {
  key: string;
  title: Word;
  /** The figure of the area at a place. */
  value: (place: number) => Num;
  text: (value: Num) => string;
}
export interface Order {
  /** A column's key, or `name`. */
  sort: string;
  isUp: boolean;
}

/** Levels that can be ranked: those with areas, regions and provinces when there are several. */
export function rankedLevels(data: Payload): Level[] {
  return LEVELS.filter((level) => {
    const areas = data.levels[level]?.code.length ?? 0;
    return areas > (level === "region" || level === "province" ? 1 : 0);
  });
}

/** The columns of a level; the change of H only where the earlier round is known. */
export function columnsOf(data: Payload, level: Level, lang: Lang): Column[] {
  const table = tableOf(data, level);
  const column = (
    key: "poor_people" | "people" | "poor_households" | "H" | "A" | "M0",
    title: Word,
    written: (value: Num, lang: Lang) => string,
  ): Column => ({
    key,
    title,
    value: (place) => table[key][place] ?? null,
    text: (value) => written(value, lang),
  });
  return [
    column("poor_people", "poorPeople", whole),
    column("people", "peopleCol", whole),
    column("poor_households", "poorHouseholds", whole),
    column("H", "H", percent),
    column("A", "A", percent),
    column("M0", "M0", index),
    ...changeColumn(table, lang),
  ];
}

function changeColumn(table: LevelTable, lang: Lang): Column[] {
  const { H, beforeH } = table;
  if (!beforeH) return [];
  const change = (place: number): Num => {
    const now = H[place] ?? null;
    const earlier = beforeH[place] ?? null;
    return now === null || earlier === null ? null : now - earlier;
  };
  return [{ key: "change", title: "changeH", value: change, text: (value) => points(value, lang) }];
}

/** Places of the areas whose code or name holds a text, in either language; all for no text. */
export function matching(table: LevelTable, text: string): number[] {
  const wanted = text.trim().toLowerCase();
  const has = (name: string | undefined): boolean => name?.toLowerCase().includes(wanted) ?? false;
  return table.code
    .map((_, place) => place)
    .filter((place) => [table.code, table.th, table.en].some((names) => has(names[place])));
}

/** Places in order: by name, or by a column with areas without data last either way. */
export function inOrder(
  places: readonly number[],
  table: LevelTable,
  columns: readonly Column[],
  { sort, isUp }: Order,
  lang: Lang,
): number[] {
  const column = columns.find(({ key }) => key === sort);
  if (column) {
    return [...places].sort((a, b) => byValue(column.value(a), column.value(b), isUp));
  }
  const collator = new Intl.Collator(lang);
  const byName = (a: number, b: number): number =>
    collator.compare(itemAt(table[lang], a), itemAt(table[lang], b));
  return [...places].sort((a, b) => (isUp ? byName(a, b) : -byName(a, b)));
}

function byValue(a: Num, b: Num, isUp: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return isUp ? a - b : b - a;
}

/** Codes of the areas around a subdistrict or village; of the province when there are several. */
export function parentCodes(data: Payload, code: string, level: Level): string[] {
  const codes = level === "village" ? [code.slice(0, 6), code.slice(0, 4)] : [code.slice(0, 4)];
  const provinces = data.levels.province?.code.length ?? 0;
  return provinces > 1 ? [...codes, code.slice(0, 2)] : codes;
}
