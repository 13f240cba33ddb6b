// What the page knows beyond the survey: registers, linkage, target groups, overlaps, households.
import type { Both, Level, Num } from "./payload";

export interface HeldSource extends Both {
  name: string;
  agency: Both;
  purpose: Both;
  rows: number;
  fresh_on: string | null;
  max_age_days: Num;
  is_expired: boolean | null;
  districts: number;
}
export interface Weight extends Both {
  comparison: Both;
  weight: number;
}
export interface Linkage {
  persons: number;
  in_survey: number;
  registers_only: number;
  without_id: number;
  linked: number;
  alone: number;
  review: number;
  households: number;
  findings: { code: string; count: number; message: Both; action: Both }[];
  start: number;
  weights: Weight[];
}
export interface RuleDocument extends Both {
  name: string;
  fiscal_year: number;
  round_be: Num;
  target: string | null;
}
export interface TargetGroup extends Both {
  document: string;
  name: string;
  unit: "person" | "household";
  rule: string;
  note: Both | null;
  unofficial: boolean;
  stated: { people: Num; households: Num; source: Both }[];
}
/** Columns by group, in the order of `groups`; each in the order of the level's areas. */
export interface TargetLevel {
  people: Num[][];
  households: Num[][];
}
export const PARTS = ["both", "only_a", "only_b", "neither", "unmatched"] as const;
export type Part = (typeof PARTS)[number];
export type Parts = Record<Part | "all", number>;
export interface Overlap {
  a: Both;
  b: Both;
  use: Both;
  people: Record<string, Parts>;
  households: Record<string, Parts>;
}

export interface Answer {
  title: Both;
  value: string | number | boolean | null;
  label: Both | null;
}
export interface Origin extends Both {
  agency: Both;
  as_of: string | null;
}
export interface HomeGroup extends Both {
  document: string;
  name: string;
  unofficial: boolean;
  values: Answer[];
}
export interface HomeIndicator extends Both {
  item: string | null;
  state: "deprived" | "missing";
  is_asked: boolean;
  answers: Answer[];
  value: Num;
  line: Num;
  origin: Origin | null;
}
export interface HomeMember {
  name: string;
  has_citizen_id: boolean;
  sex: Both | null;
  age_years: Num;
  relation: Both | null;
  in_survey: boolean;
  is_unmatched: boolean;
  groups: HomeGroup[];
  records: { origin: Origin; facts: Both[]; how: Both; probability: Num; answers: Answer[] }[];
}
export interface Home {
  code: string;
  house_number: string | null;
  place: Partial<Record<Level, Both>>;
  people: number;
  in_survey: boolean;
  surveyed_on: string | null;
  fails: boolean | null;
  score: Num;
  dimensions: Both[];
  all_dimensions: number;
  indicators: HomeIndicator[];
  passed: number;
  not_applicable: number;
  members: HomeMember[];
  groups: HomeGroup[];
  doubts: { text: Both; action: Both; origin: Origin | null }[];
  ways_out: Both[][];
  more_ways: number;
  priority: Num;
  terms: (Both & { value: number })[];
}
export interface Linked {
  on: string;
  round: string;
  sources: HeldSource[];
  absent: Both[];
  linkage: Linkage;
  documents: RuleDocument[];
  groups: TargetGroup[];
  levels: Partial<Record<Level | "country", TargetLevel>>;
  overlaps: Overlap[];
  households: Home[];
}
