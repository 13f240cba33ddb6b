// The sections of the report, top to bottom: those that the data can fill.
import type { Lang } from "../shared/language";
import { households } from "./households";
import { mapSection } from "./map/section";
import { overlaps } from "./overlaps";
import type { Payload } from "./payload";
import { ranking } from "./ranking";
import { linkage, registers } from "./registers";
import { change } from "./sections/change";
import { distribution } from "./sections/distribution";
import { groups } from "./sections/groups";
import { headline } from "./sections/headline";
import { whatHoldsBack } from "./sections/lacking";
import { notes } from "./sections/notes";
import { otherRules } from "./sections/rules";
import { whereToStart } from "./sections/start";
import { targets } from "./targets";
import type { Word } from "./text";

/** A section; its identifier is the word of its title too. */
export interface Section {
  id: Word;
  body: () => HTMLElement;
}

/** Every section that the data has something for. */
export function sectionsOf(data: Payload, lang: Lang): Section[] {
  const { linked, before } = data;
  const sections: (Section | null)[] = [
    { id: "headline", body: () => headline(data, lang) },
    { id: "start", body: () => whereToStart(data, lang) },
    linked && { id: "targets", body: () => targets(data, linked, lang) },
    linked && { id: "homes", body: () => households(linked, lang) },
    { id: "why", body: () => whatHoldsBack(data, lang) },
    { id: "where", body: () => mapSection(data, lang) },
    { id: "ranked", body: () => ranking(data, lang) },
    linked && { id: "overlaps", body: () => overlaps(data, linked, lang) },
    before && { id: "change", body: () => change(data, before, lang) },
    data.groups.length ? { id: "groups", body: () => groups(data, lang) } : null,
    { id: "distribution", body: () => distribution(data, lang) },
    { id: "rules", body: () => otherRules(data, lang) },
    linked && { id: "registers", body: () => registers(data, linked, lang) },
    linked && { id: "linkage", body: () => linkage(linked, lang) },
    { id: "notes", body: () => notes(data, lang) },
  ];
  return sections.filter((section) => section !== null);
}
