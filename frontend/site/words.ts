// Texts of the site's program in Thai and English; pages bring their own texts with their HTML.
import type { Bilingual, Lang } from "../shared/language";
import { NO_DATA } from "../shared/numbers";

export const WORDS = {
  noData: NO_DATA,
  suppressed: { th: "ปกปิดเพื่อคุ้มครองบุคคล", en: "withheld to protect people" },
  areas: { th: "พื้นที่", en: "areas" },
  to: { th: "ถึง", en: "to" },
  legend: { th: "คำอธิบายสี", en: "Legend" },
  quantile: {
    th: "แบ่งช่วงแบบควอนไทล์: แต่ละช่วงมีจำนวนพื้นที่ใกล้เคียงกัน",
    en: "Classes by quantiles: about as many areas in each class",
  },
  equal: { th: "แบ่งช่วงเท่ากัน: ทุกช่วงกว้างเท่ากัน", en: "Equal intervals: every class is equally wide" },
  jenks: {
    th: "แบ่งช่วงตามธรรมชาติ (Jenks): ค่าในช่วงเดียวกันใกล้กันที่สุด",
    en: "Natural breaks (Jenks): values within a class are as close as can be",
  },
  source: { th: "ขอบเขต", en: "Boundaries" },
  madeAt: { th: "ข้อมูลเมื่อ", en: "Data of" },
  loading: { th: "กำลังอ่านข้อมูลแผนที่", en: "Reading the map's data" },
  drawn: { th: "วาดแผนที่แล้ว", en: "The map is drawn" },
  failed: {
    th: "อ่านข้อมูลแผนที่ไม่สำเร็จ ลองโหลดหน้านี้ใหม่ หรือใช้ตารางแทน",
    en: "The map's data could not be read. Load the page again, or use the table.",
  },
  empty: {
    th: "ไม่มีพื้นที่ที่จะแสดง เลือกพื้นที่หรือระดับอื่น",
    en: "There is no area to show. Choose another area or level.",
  },
  schematic: { th: "แผนผัง ไม่ใช่แผนที่จริง", en: "Schematic, not a map" },
  schematicWhy: {
    th: "ไม่มีขอบเขตของระดับนี้ ช่องเรียงตามรหัสพื้นที่ ตำแหน่งและขนาดไม่มีความหมาย",
    en:
      "There are no boundaries of this level. Boxes follow the area codes; place and size mean " +
      "nothing.",
  },
  schematicNoDrawing: {
    th: "เบราว์เซอร์นี้วาดแผนที่ไม่ได้ ช่องเรียงตามรหัสพื้นที่ ตำแหน่งและขนาดไม่มีความหมาย",
    en: "This browser cannot draw maps. Boxes follow the area codes; place and size mean nothing.",
  },
  withoutBoundary: { th: "พื้นที่ที่ไม่มีขอบเขตในแผนที่", en: "Areas that have no boundary on the map" },
  list: { th: "รายชื่อพื้นที่และค่า", en: "Areas and their values" },
  open: { th: "เปิด", en: "Open" },
  map: { th: "แผนที่", en: "Map" },
  mapHelp: {
    th: "คลิกพื้นที่เพื่อดูระดับถัดไป แป้นพิมพ์: ใช้รายชื่อพื้นที่ข้างแผนที่ ลูกศรเลื่อน + และ - ย่อขยาย",
    en:
      "Choose an area to see the next level. Keyboard: use the list beside the map; arrows " +
      "move it, + and - zoom.",
  },
  whole: { th: "เห็นทั้งพื้นที่", en: "Show the whole area" },
  zoomIn: { th: "ขยาย", en: "Zoom in" },
  zoomOut: { th: "ย่อ", en: "Zoom out" },
  ctrlScroll: {
    th: "กด Ctrl ค้างแล้วเลื่อนล้อเมาส์เพื่อย่อขยายแผนที่",
    en: "Hold Ctrl and scroll to zoom the map",
  },
  cmdScroll: { th: "กด ⌘ ค้างแล้วเลื่อนเพื่อย่อขยายแผนที่", en: "Hold ⌘ and scroll to zoom the map" },
  twoFingers: { th: "ใช้สองนิ้วเลื่อนแผนที่", en: "Use two fingers to move the map" },
  showPoints: { th: "แสดงตำแหน่งครัวเรือน", en: "Show households" },
  hidePoints: { th: "ซ่อนตำแหน่งครัวเรือน", en: "Hide households" },
  pointsShown: { th: "แสดงครัวเรือน", en: "Households shown:" },
  pointsCapped: {
    th: "แสดงได้บางส่วนเท่านั้น เลือกพื้นที่ที่เล็กลงเพื่อเห็นครบ",
    en: "Only a part is shown. Choose a smaller area to see all.",
  },
  pointsNone: { th: "ไม่มีครัวเรือนที่มีพิกัดในพื้นที่นี้", en: "No household with a position in this area" },
  pointsFailed: {
    th: "อ่านตำแหน่งครัวเรือนไม่สำเร็จ หรือไม่มีสิทธิ์ดู",
    en: "Households could not be read, or you may not see them",
  },
  cluster: { th: "ครัวเรือนในกลุ่มนี้ คลิกเพื่อขยาย", en: "households here; choose to zoom in" },
  position: { th: "ตำแหน่งครัวเรือน", en: "Position of the household" },
  chartFailed: {
    th: "วาดแผนภูมิไม่สำเร็จ ใช้ตารางแทน",
    en: "The chart could not be drawn. Use the table.",
  },
  chartTable: { th: "ตัวเลขอยู่ในตารางถัดไป", en: "the figures are in the table that follows" },
  confirm: { th: "ยืนยัน", en: "Confirm" },
  cancel: { th: "ยกเลิก", en: "Cancel" },
  close: { th: "ปิด", en: "Close" },
  copied: { th: "คัดลอกแล้ว", en: "Copied" },
  notCopied: {
    th: "คัดลอกไม่ได้ เลือกข้อความแล้วคัดลอกเอง:",
    en: "Could not copy. Select the text and copy it yourself:",
  },
  requestFailed: {
    th: "ทำรายการไม่สำเร็จ ลองอีกครั้ง หากยังไม่ได้ให้โหลดหน้านี้ใหม่",
    en: "That did not work. Try again; if it fails again, load the page anew.",
  },
  offline: {
    th: "ติดต่อระบบไม่ได้ ตรวจการเชื่อมต่อแล้วลองอีกครั้ง",
    en: "The site cannot be reached. Check the connection and try again.",
  },
} as const satisfies Record<string, Bilingual>;
export type Word = keyof typeof WORDS;

/** The language of the page; Thai unless it says English. */
export function language(): Lang {
  return document.documentElement.lang.startsWith("en") ? "en" : "th";
}

/** A text of this program. */
export function say(word: Word, lang: Lang): string {
  return WORDS[word][lang];
}

/** A title that data brought: text as it is, or the text of the language. */
export function titleIn(lang: Lang, title: Bilingual | string | null | undefined): string {
  if (!title) return "";
  return typeof title === "string" ? title : title[lang];
}
