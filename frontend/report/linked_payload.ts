// What the page knows beyond the survey: registers, linkage, target groups, overlaps, households.
import type { Level, Num } from "../shared/areas";
import type { Bilingual } from "../shared/language";

export interface Source extends Bilingual {
  name: string;
  agency: Bilingual;
  purpose: Bilingual;
  rows: number;
  fresh_on: string | null;
  max_age_days: Num;
  is_expired: boolean | null;
  districts: number;
}
export interface Weight extends Bilingual {
  comparison: Bilingual;
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
  findings: { code: string; count: number; message: Bilingual; action: Bilingual }[];
  start: number;
  weights: Weight[];
}
export interface RuleDocument extends Bilingual {
  name: string;
  fiscal_year: number;
  round_be: Num;
  target: string | null;
}
export interface TargetGroup extends Bilingual {
  document: string;
  name: string;
  unit: "person" | "household";
  rule: string;
  note: Bilingual | null;
  unofficial: boolean;
  stated: { people: Num; households: Num; source: Bilingual }[];
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
  a: Bilingual;
  b: Bilingual;
  use: Bilingual;
  people: Record<string, Parts>;
  households: Record<string, Parts>;
}

export interface Answer {
  title: Bilingual;
  value: string | number | boolean | null;
  label: Bilingual | null;
}
export interface Origin extends Bilingual {
  agency: Bilingual;
  as_of: string | null;
}
export interface HouseholdGroup extends Bilingual {
  document: string;
  name: string;
  unofficial: boolean;
  values: Answer[];
}
export interface HouseholdIndicator extends Bilingual {
  item: string | null;
  state: "deprived" | "missing";
  is_asked: boolean;
  answers: Answer[];
  value: Num;
  line: Num;
  origin: Origin | null;
}
export interface Member {
  name: string;
  has_citizen_id: boolean;
  sex: Bilingual | null;
  age_years: Num;
  relation: Bilingual | null;
  in_survey: boolean;
  is_unmatched: boolean;
  groups: HouseholdGroup[];
  records: {
    origin: Origin;
    facts: Bilingual[];
    how: Bilingual;
    probability: Num;
    answers: Answer[];
  }[];
}
export interface Household {
  code: string;
  address: Bilingual;
  people: number;
  in_survey: boolean;
  surveyed_on: string | null;
  fails: boolean | null;
  score: Num;
  dimensions: Bilingual[];
  all_dimensions: number;
  indicators: HouseholdIndicator[];
  passed: number;
  not_applicable: number;
  members: Member[];
  groups: HouseholdGroup[];
  doubts: { text: Bilingual; action: Bilingual; origin: Origin | null }[];
  ways_out: Bilingual[][];
  more_ways: number;
  priority: Num;
  terms: (Bilingual & { value: number })[];
}
export interface LinkedData {
  on: string;
  round: string;
  sources: Source[];
  absent: Bilingual[];
  linkage: Linkage;
  documents: RuleDocument[];
  groups: TargetGroup[];
  levels: Partial<Record<Level | "country", TargetLevel>>;
  overlaps: Overlap[];
  households: Household[];
}
