// Every text of the page, in Thai and English.
import type { Lang } from "../shared/language";
import { NO_DATA } from "../shared/numbers";
import { LINKED_TEXTS } from "./linked_text";

const TEXTS = {
  title: ["รายงานความยากจนหลายมิติ", "Multidimensional poverty report"],
  synthetic: [
    "ข้อมูลสังเคราะห์ ไม่ใช่คนจริง ห้ามใช้ตัดสินใจ",
    "SYNTHETIC DATA: no real people; not for decisions",
  ],
  round: ["รอบปี", "Round"],
  madeAt: ["จัดทำเมื่อ", "Made on"],
  skip: ["ข้ามไปที่เนื้อหา", "Skip to the content"],
  sections: ["ส่วนของรายงาน", "Sections"],
  noData: [NO_DATA.th, NO_DATA.en],
  people: ["คน", "people"],
  peopleCol: ["คนทั้งหมด", "People"],
  householdsCol: ["ครัวเรือน", "Households"],
  poorPeople: ["คนจน", "Poor people"],
  poorHouseholds: ["ครัวเรือนจน", "Poor households"],
  H: ["สัดส่วนคนจน (H)", "Share of people who are poor (H)"],
  A: ["ความเข้มข้น (A)", "Intensity (A)"],
  M0: ["ดัชนีความยากจนหลายมิติ (M0)", "Poverty index (M0)"],
  H_: ["คนจน หารด้วยคนทั้งหมด", "Poor people over all people"],
  A_: [
    "คนจนขัดสนเฉลี่ยเท่าใดของน้ำหนักทั้งหมด",
    "Average share of the weights in which the poor are deprived",
  ],
  M0_: ["H × A รวมทั้งจำนวนและความเข้มข้น", "H × A: how many, and how badly"],
  interval: ["ช่วงเชื่อมั่น", "interval"],
  of: ["จาก", "of"],
  headline: ["ภาพรวม", "At a glance"],
  start: ["เริ่มที่ไหน", "Where to start"],
  startPlaces: ["พื้นที่ที่มีคนจนมากที่สุด", "Places with most poor people"],
  startWhy: ["เรื่องที่ตกเกณฑ์มากที่สุด", "What most people lack"],
  startNext: ["ขั้นต่อไป", "Next steps"],
  step1: [
    "เปิดตารางพื้นที่ เลือกตำบลและหมู่บ้านที่มีคนจนมาก แล้วจัดทีมเยี่ยมบ้าน",
    "Open the table of areas, choose the subdistricts and villages with most poor people, and " +
      "send a team to visit",
  ],
  step2: [
    "ใช้เรื่องที่ตกเกณฑ์มากของพื้นที่นั้นเป็นหัวข้อแรกของการเยี่ยม และเตรียมหน่วยงานที่รับผิดชอบ",
    "Begin each visit with what that area lacks most, and bring in the agency in charge of it",
  ],
  step3: [
    "ตัวเลขนี้มาจากแบบสอบถาม ตรวจกับครัวเรือนจริงก่อนให้ความช่วยเหลือ",
    "These figures come from a questionnaire: check with the household before help is given",
  ],
  shareOfPoor: ["ของคนจนทั้งหมด", "of all poor people"],
  why: ["อะไรฉุดรั้ง", "What holds people back"],
  whyNote: [
    "จำนวนคนจนที่อยู่ในครัวเรือนที่ตกเกณฑ์แต่ละข้อ ชื่อตัวชี้วัดคือสภาพที่ควรเป็น แท่งคือคนที่ยังไม่ได้",
    "Poor people living in households that fail each indicator. Names say what should hold; " +
      "bars count the people for whom it does not.",
  ],
  byIndicator: ["คนจนที่ตกเกณฑ์ ตามตัวชี้วัด", "Poor people deprived, by indicator"],
  byDimension: [
    "สัดส่วนที่แต่ละมิติมีต่อความยากจน (ร้อยละของ M0)",
    "Contribution of each dimension to poverty (per cent of M0)",
  ],
  indicator: ["ตัวชี้วัด", "Indicator"],
  dimension: ["มิติ", "Dimension"],
  deprivedPoor: ["คนจนที่ตกเกณฑ์", "Poor people deprived"],
  deprivedAll: ["คนที่ตกเกณฑ์ ทุกคน", "All people deprived"],
  contribution: ["ส่วนใน M0", "Part of M0"],
  applies: ["ใช้กับ", "Applies to"],
  where: ["อยู่ที่ไหน", "Where"],
  schematic: ["แผนผัง ไม่ใช่แผนที่จริง", "Schematic, not a map"],
  schematicWhy: [
    "เรียงตามรหัสพื้นที่ ตำแหน่งไม่ใช่ที่ตั้งจริง ให้ไฟล์ขอบเขต GeoJSON เพื่อดูแผนที่",
    "Tiles in order of area code; positions are not real. Give a GeoJSON of boundaries for a map.",
  ],
  show: ["แสดง", "Show"],
  level: ["ระดับ", "Level"],
  mapHelp: [
    "เลือกพื้นที่เพื่อดูรายละเอียดและเข้าไปดูพื้นที่ย่อย ใช้ปุ่มลูกศรเลื่อนระหว่างพื้นที่ และ Enter เพื่อเลือก",
    "Choose an area for its details and the areas inside it. Arrow keys move between areas, " +
      "Enter chooses.",
  ],
  legend: ["คำอธิบายสี", "Legend"],
  method: [
    "แบ่งชั้นด้วยควอนไทล์ แต่ละชั้นมีจำนวนพื้นที่ใกล้เคียงกัน ไม่นับพื้นที่ที่ไม่มีข้อมูล",
    "Classes are quantiles: about the same number of areas in each, areas without data left out",
  ],
  areas: ["พื้นที่", "areas"],
  noBorder: [
    "ไม่มีขอบเขตในไฟล์แผนที่ (อยู่ในตาราง)",
    "Without a boundary in the map file (shown in the table)",
  ],
  noRows: ["มีขอบเขตแต่ไม่รู้จักรหัสในข้อมูล", "With a boundary whose code the data does not know"],
  topLacks: ["ตกเกณฑ์มากที่สุด", "Most lacked"],
  ranked: ["จัดอันดับพื้นที่", "Areas ranked"],
  search: ["ค้นหาชื่อหรือรหัส", "Search by name or code"],
  sortBy: ["เรียงตาม", "Sort by"],
  area: ["พื้นที่", "Area"],
  inside: ["อยู่ใน", "Inside"],
  code: ["รหัส", "Code"],
  more: ["แสดงเพิ่ม", "Show more"],
  found: ["พบ", "Found"],
  cut: ["แสดงเฉพาะหมู่บ้านที่มีคนจนมากที่สุด", "Only the villages with most poor people are listed:"],
  changeH: ["H เปลี่ยน", "Change in H"],
  rules: ["กฎอื่นเทียบกัน", "Other rules side by side"],
  rulesNote: [
    "กฎต่างกันนับคนจนต่างกัน ห้ามนำตัวเลขจากคนละกฎมาเทียบหรือรวมกัน รายงานนี้ใช้กฎที่ทำเครื่องหมาย",
    "Different rules count different people; never compare or add figures of different rules. " +
      "This report uses the marked one.",
  ],
  rule: ["กฎ", "Rule"],
  used: ["กฎที่ใช้ในรายงาน", "rule of this report"],
  distribution: ["ตกเกณฑ์กี่ข้อ", "How many deprivations"],
  distributionNote: [
    "สัดส่วนของคนทั้งหมด ตามจำนวนตัวชี้วัดที่ครัวเรือนตกเกณฑ์",
    "Share of all people, by the number of indicators that their household fails",
  ],
  number: ["จำนวนข้อ", "Deprivations"],
  share: ["สัดส่วน", "Share"],
  groups: ["กลุ่มครัวเรือน", "Groups of households"],
  groupsNote: [
    "สัดส่วนคนจนของแต่ละกลุ่ม ครัวเรือนหนึ่งอยู่ได้หลายกลุ่ม",
    "Share of people who are poor in each group; a household can be in several",
  ],
  group: ["กลุ่ม", "Group"],
  yes: ["ใช่", "yes"],
  no: ["ไม่ใช่", "no"],
  unknown: ["ไม่ทราบ", "unknown"],
  change: ["เปลี่ยนไปอย่างไร", "What changed"],
  before: ["รอบก่อน", "Earlier round"],
  now: ["รอบนี้", "This round"],
  difference: ["เปลี่ยนแปลง", "Change"],
  measure: ["ค่า", "Measure"],
  flows: ["ครัวเรือนที่มีข้อมูลทั้งสองรอบ", "Households seen in both rounds"],
  exited: ["หลุดพ้น", "Got out of poverty"],
  entered: ["เข้ามาใหม่", "Fell into poverty"],
  stayedPoor: ["จนทั้งสองรอบ", "Poor in both rounds"],
  stayedNot: ["ไม่จนทั้งสองรอบ", "Poor in neither"],
  only0: ["มีเฉพาะรอบก่อน", "Seen in the earlier round only"],
  only1: ["มีเฉพาะรอบนี้", "Seen in this round only"],
  notes: ["คำอธิบายและที่มา", "Notes and sources"],
  definitions: ["นิยาม", "Definitions"],
  missing: ["คำตอบที่ขาด", "Missing answers"],
  listwise: [
    "ครัวเรือนที่ขาดคำตอบข้อใดถูกตัดออกจากทุกค่า",
    "A household that lacks any answer is left out of every figure",
  ],
  reweight: [
    "น้ำหนักของข้อที่ขาดแบ่งให้ข้อที่มีคำตอบ",
    "The weight of a missing answer passes to the answers that exist",
  ],
  as_not_deprived: [
    "ข้อที่ขาดคำตอบนับว่าไม่ตกเกณฑ์ ตัวเลขจึงอาจต่ำกว่าจริง",
    "A missing answer counts as not deprived, so figures may be too low",
  ],
  notApplicable: [
    "ข้อที่ไม่มีคนเข้าข่าย (เช่น ไม่มีเด็กในบ้าน) ไม่ใช่การตกเกณฑ์ และไม่ใช่ข้อมูลที่ขาด",
    "An indicator that applies to nobody in the home (no child, say) is neither a deprivation " +
      "nor a missing answer",
  ],
  everyMember: ["เมื่อครัวเรือนตกเกณฑ์ นับสมาชิกทุกคน", "When a household fails, every member counts"],
  unlocated: ["คนที่ไม่ทราบพื้นที่", "People without a known area"],
  unlocatedNote: ["นับในยอดรวม แต่ไม่อยู่ในพื้นที่ใด", "in the totals, in no area"],
  nullNote: [
    "“ไม่มีข้อมูล” ไม่ใช่ศูนย์ A ไม่มีค่าเมื่อไม่มีคนจน",
    "“no data” is not zero; A has no value where nobody is poor",
  ],
  sources: ["ที่มาของข้อมูล", "Where the data comes from"],
  table: ["ตาราง", "Table"],
  rows: ["แถว", "Rows"],
  inputs: ["ไฟล์ต้นทางและแฮช", "Inputs and hashes"],
  version: ["รุ่นโปรแกรม", "Code version"],
  instrument: ["เครื่องมือ", "Instrument"],
  stated: ["ตัวเลขที่เผยแพร่เทียบกับที่คำนวณ", "Published figures beside computed ones"],
  statedCol: ["ที่เผยแพร่", "Published"],
  computed: ["ที่คำนวณได้", "Computed"],
  source: ["ที่มา", "Source"],
  asTable: ["ดูเป็นตาราง", "See as a table"],
  language: ["ภาษา", "Language"],
  back: ["กลับขึ้น", "Up to"],
  vulnerable: ["เสี่ยงจน", "Vulnerable"],
  severe: ["จนรุนแรง", "Severely poor"],
  bandsNote: ["ตามคะแนนถ่วงน้ำหนัก ไม่ขึ้นกับกฎข้างบน", "by weighted score, whatever the rule above"],
  scoreFrom: ["คะแนนตั้งแต่", "score from"],
  upTo: ["ถึงน้อยกว่า", "to under"],
  atLeast: ["ขึ้นไป", "or more"],
  region: ["ภาค", "Region"],
  province: ["จังหวัด", "Province"],
  district: ["อำเภอ/เขต", "District"],
  subdistrict: ["ตำบล/แขวง", "Subdistrict"],
  village: ["หมู่บ้าน", "Village"],
  country: ["ประเทศ", "Country"],
  households_in: ["ในครัวเรือน", "in"],
  hatched: ["ลายทาง", "hatched"],
  notInFile: [
    "ไฟล์แผนที่ไม่มีขอบเขตระดับนี้ จึงแสดงเป็นแผนผัง",
    "The map file has no boundaries of this level, so tiles are shown",
  ],
} as const satisfies Record<string, readonly [string, string]>;

export const ALL = { ...TEXTS, ...LINKED_TEXTS };
export type Word = keyof typeof ALL;

/** A text in one language. */
export const say = (word: Word, lang: Lang): string => ALL[word][lang === "th" ? 0 : 1];

/** Whether a code that data brought is the name of a text. */
export const isWord = (code: string): code is Word => Object.hasOwn(ALL, code);
