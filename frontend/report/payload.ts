// The data that the Python side embeds in the page. Null means no data, never zero.
import type { Linked } from "./linked_payload";

export type Num = number | null;
export type Lang = "th" | "en";
export interface Both {
  th: string;
  en: string;
}
export type Level = "region" | "province" | "district" | "subdistrict" | "village";
export const LEVELS: Level[] = ["region", "province", "district", "subdistrict", "village"];
export const DIGITS: Record<Level, number> = {
  region: 0,
  province: 2,
  district: 4,
  subdistrict: 6,
  village: 8,
};

export interface LevelTable {
  code: string[];
  th: string[];
  en: string[];
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
export interface Source {
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
    instrument: Both & { name: string; hash: string };
    rule: string;
    k: string;
    missing: string;
    bands: { vulnerable: string; poor: string; severe: string };
    round: string;
    before: string | null;
    rounds: string[];
    scope: Both & { code: string; level: string };
    synthetic: boolean;
    made_at: string;
    code_version: string;
    households: Num;
    people: Num;
    tables: Source[];
    stated: { title: Both; stated: number; computed: Num; source: Both; unit: Both }[];
    flows: Flows | null;
    villages: number;
  };
  dimensions: (Both & { name: string })[];
  indicators: (Both & {
    name: string;
    dimension: string;
    item: string | null;
    applies: Both | null;
  })[];
  total: Summary;
  before: Summary | null;
  rules: (Counts & { rule: string; k: string; wgts: string; main: boolean })[];
  groups: (Both & { name: string; rows: (Counts & { value: string })[] })[];
  levels: Partial<Record<Level, LevelTable>>;
  shapes: { grid: number; levels: Partial<Record<Level, Record<string, number[][]>>> } | null;
  unlocated: Num;
  linked: Linked | null;
  matches: Partial<
    Record<Level, { matched: number; without_boundary: string[]; without_data: string[] }>
  >;
}

/** One area: its level and its place in that level's columns. */
export interface Area {
  level: Level;
  at: number;
}

/** Whether `code` lies in `scope` (a code prefix, a region, or the country). */
export function isWithin(table: LevelTable, at: number, scope: string): boolean {
  if (scope === "nat" || scope === "") return true;
  return scope.startsWith("R") ? table.region[at] === scope : table.code[at]!.startsWith(scope);
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
