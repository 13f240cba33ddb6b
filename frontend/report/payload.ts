// The data that the Python side embeds in the page. Null means no data, never zero.
import { LEVELS, type Level, type Num } from "../shared/areas";
import type { Bilingual, Lang } from "../shared/language";
import { itemAt } from "../shared/lists";
import type { LinkedData } from "./linked_payload";

export interface LevelTable {
  code: string[];
  th: string[];
  en: string[];
  /** The names with the word for the level. */
  full: Record<Lang, string[]>;
  region: string[];
  people: Num[];
  households: Num[];
  poor_people: Num[];
  poor_households: Num[];
  H: Num[];
  A: Num[];
  M0: Num[];
  deprived: Num[][];
  beforeH: Num[] | null;
}
export interface Counts {
  people: Num;
  households: Num;
  poor_people: Num;
  poor_households: Num;
  H: Num;
  A: Num;
  M0: Num;
}
export interface Summary extends Counts {
  vulnerable: Num;
  severe: Num;
  interval: [Num, Num] | null;
  hd: Num[];
  hdk: Num[];
  pctb: Num[];
  dimensions: Num[];
  deprivations: Num[];
}
export interface StoredTable {
  name: string;
  rows: number;
  inputs: Record<string, string>;
  made_at: string;
  instrument_hash: string;
  synthetic: boolean;
}
export interface Flows {
  t0: string;
  t1: string;
  stayed_poor: number;
  entered: number;
  exited: number;
  stayed_not_poor: number;
  only_t0: Num;
  only_t1: Num;
}
export interface Payload {
  meta: {
    instrument: Bilingual & { name: string; hash: string };
    rule: string;
    k: string;
    missing: string;
    bands: { vulnerable: string; poor: string; severe: string };
    round: string;
    before: string | null;
    rounds: string[];
    scope: Bilingual & { code: string; level: string; full: Bilingual };
    synthetic: boolean;
    made_at: string;
    code_version: string;
    households: Num;
    people: Num;
    tables: StoredTable[];
    stated: {
      title: Bilingual;
      stated: number;
      computed: Num;
      source: Bilingual;
      unit: Bilingual;
    }[];
    flows: Flows | null;
    villages: number;
  };
  dimensions: (Bilingual & { name: string })[];
  indicators: (Bilingual & {
    name: string;
    dimension: string;
    item: string | null;
    applies: Bilingual | null;
  })[];
  total: Summary;
  before: Summary | null;
  rules: (Counts & { rule: string; k: string; wgts: string; main: boolean })[];
  groups: (Bilingual & { name: string; rows: (Counts & { value: string })[] })[];
  levels: Partial<Record<Level, LevelTable>>;
  shapes: { grid: number; levels: Partial<Record<Level, Record<string, number[][]>>> } | null;
  unlocated: Num;
  linked: LinkedData | null;
  matches: Partial<
    Record<Level, { matched: number; without_boundary: string[]; without_data: string[] }>
  >;
}

/** One area: its level and its place in that level's columns. */
export interface Area {
  level: Level;
  at: number;
}

/** The columns of a level that the payload is known to hold. Errors: an Error when it does not. */
export function tableOf(data: Payload, level: Level): LevelTable {
  const table = data.levels[level];
  if (!table) throw new Error(`the report holds no ${level}`);
  return table;
}

/** Whether the area at a place lies in `scope` (a code prefix, a region, or the country). */
export function isWithin(table: LevelTable, at: number, scope: string): boolean {
  if (scope === "nat" || scope === "") return true;
  return scope.startsWith("R")
    ? table.region[at] === scope
    : itemAt(table.code, at).startsWith(scope);
}

/** The area of a code, when a level holds it. */
export function areaOf(data: Payload, code: string): Area | null {
  for (const level of LEVELS) {
    const at = data.levels[level]?.code.indexOf(code) ?? -1;
    if (at >= 0) return { level, at };
  }
  return null;
}

/** Places of a level inside a scope. */
export function placesWithin(data: Payload, level: Level, scope: string): number[] {
  const table = data.levels[level];
  return table ? table.code.map((_, at) => at).filter((at) => isWithin(table, at, scope)) : [];
}
