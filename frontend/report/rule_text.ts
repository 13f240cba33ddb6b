// Identification rules in words; a rule without words stands by its name.
import type { Bilingual, Lang } from "../shared/language";

/** When a rule calls somebody poor. */
export function ruleText(rule: string, k: string, lang: Lang): string {
  const texts: Record<string, Bilingual> = {
    any_dimension: {
      th: "จนเมื่อครัวเรือนตกเกณฑ์อย่างน้อยหนึ่งมิติ (มิติหนึ่งตกเมื่อมีตัวชี้วัดใดในมิตินั้นตกเกณฑ์)",
      en:
        "Poor when the household fails at least one dimension " +
        "(a dimension fails when any of its indicators fails)",
    },
    union: {
      th: "จนเมื่อครัวเรือนตกเกณฑ์ตัวชี้วัดใดก็ได้",
      en: "Poor when the household fails any indicator",
    },
    intersection: {
      th: "จนเมื่อครัวเรือนตกเกณฑ์ทุกตัวชี้วัด",
      en: "Poor when the household fails every indicator",
    },
    dimensions: {
      th: `จนเมื่อครัวเรือนตกเกณฑ์ ${k} มิติขึ้นไป`,
      en: `Poor when the household fails ${k} or more dimensions`,
    },
    k: {
      th: `จนเมื่อคะแนนความขัดสนถ่วงน้ำหนักตั้งแต่ ${k} ขึ้นไป (k = ${k})`,
      en: `Poor when the weighted deprivation score is ${k} or more (k = ${k})`,
    },
  };
  return texts[rule]?.[lang] ?? rule;
}

/** A short name of a rule. */
export function ruleName(rule: string, k: string, lang: Lang): string {
  const names: Record<string, Bilingual> = {
    any_dimension: { th: "ตก 1 มิติขึ้นไป (TPMAP)", en: "1+ dimension (TPMAP)" },
    union: { th: "ตกข้อใดก็ได้", en: "Any indicator" },
    intersection: { th: "ตกทุกข้อ", en: "Every indicator" },
    dimensions: { th: `ตก ${k} มิติขึ้นไป`, en: `${k}+ dimensions` },
    k: { th: `คะแนน ${k} ขึ้นไป`, en: `Score ${k}+` },
  };
  return names[rule]?.[lang] ?? rule;
}
