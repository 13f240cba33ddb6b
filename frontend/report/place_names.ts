// What areas are called: names with the word for their level, as signs write them.
import type { Level } from "../shared/areas";
import type { Bilingual, Lang } from "../shared/language";
import { itemAt } from "../shared/lists";
import type { Household } from "./linked_payload";
import { areaOf, type Payload, tableOf } from "./payload";

const BANGKOK = "10";

/** Name of an area with the word for its level; a code that no level holds stands as it is. */
export function fullName(data: Payload, code: string, lang: Lang): string {
  const { scope } = data.meta;
  const area = areaOf(data, code);
  if (!area) return code === scope.code ? scope[lang] : code;
  const name = itemAt(tableOf(data, area.level)[lang], area.at);
  return withLevel(name, area.level, code.startsWith(BANGKOK), lang);
}

function withLevel(name: string, level: Level, isBangkok: boolean, lang: Lang): string {
  if (level === "region" || level === "village") return name;
  if (lang === "en") {
    const words = { province: "Province", district: "District", subdistrict: "Subdistrict" };
    return isBangkok && level === "province" ? name : `${name} ${words[level]}`;
  }
  const words = isBangkok
    ? { province: "", district: "เขต", subdistrict: "แขวง" }
    : { province: "จังหวัด", district: "อำเภอ", subdistrict: "ตำบล" };
  return words[level] + name;
}

/** Village, subdistrict and district of a household; levels that it lacks are left out. */
export function householdPlace(place: Household["place"], lang: Lang): string {
  const parts: [Bilingual | undefined, string, string][] = [
    [place.village, "", ""],
    [place.subdistrict, "ต.", " Subdistrict"],
    [place.district, "อ.", " District"],
  ];
  return parts
    .flatMap(([name, th, en]) => (name ? [lang === "th" ? th + name.th : name.en + en] : []))
    .join(lang === "th" ? " " : ", ");
}
