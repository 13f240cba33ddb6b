// Texts about registers, linkage, targets, overlaps and households, in Thai and English.
export const LINKED_TEXTS = {
  personal: [
    "รายงานนี้มีข้อมูลรายบุคคลและรายครัวเรือน " +
      "ผู้ดูได้คือเจ้าหน้าที่ที่ได้รับมอบหมายให้ดูแลพื้นที่นี้เท่านั้น ห้ามส่งต่อหรือเผยแพร่ " +
      "เก็บและลบตามระเบียบคุ้มครองข้อมูลส่วนบุคคล",
    "This report holds data of single people and households. Only officers assigned to this " +
      "area may see it. Do not pass it on or publish it; keep and delete it as the rules on " +
      "personal data say.",
  ],
  personalSynthetic: [
    "ในชุดนี้เป็นข้อมูลสังเคราะห์ แต่ให้ฝึกใช้เหมือนข้อมูลจริง",
    "Here the people are made up; practise as if they were real.",
  ],
  personalTitle: ["ข้อมูลส่วนบุคคล", "Personal data"],
  targets: ["กลุ่มเป้าหมาย", "Target groups"],
  targetsNote: [
    "จำนวนคนและครัวเรือนของแต่ละกลุ่มตามกฎของแต่ละปี คนหนึ่งอยู่ได้หลายกลุ่ม " +
      "จึงห้ามบวกข้ามกลุ่ม เลือกพื้นที่ด้านล่างเพื่อดูรายอำเภอ ตำบล และหมู่บ้าน",
    "People and households of each group by the rules of each year. A person can be in several " +
      "groups, so groups must not be added up. Choose an area below for its districts, " +
      "subdistricts and villages.",
  ],
  twoRules: ["กฎสองปีเทียบกัน", "The rules of two years side by side"],
  ruleOf: ["กฎปีงบประมาณ", "Rule of fiscal year"],
  ruleChange: ["เมื่อเปลี่ยนกฎ จำนวนคนเป้าหมายเปลี่ยน", "The change of the rule changes the target by"],
  surplus: [
    "แบบสำรวจมีคนจน {poor} คน กฎปี {year} มีเพิ่มอีก {n} คน " +
      "คือคนที่ทะเบียนพบว่าอยู่บ้านที่ตกเกณฑ์ แต่ไม่อยู่ในแบบสำรวจ",
    "The survey holds {poor} poor people. The rule of {year} counts {n} more: people whom " +
      "registers place in a failing household and the survey lacks.",
  ],
  unofficial: ["การตีความของเรา ไม่เป็นทางการ", "our reading, not official"],
  household: ["ครัวเรือน", "households"],
  byPerson: ["ตัดสินรายบุคคล", "decided for each person"],
  byHousehold: ["ตัดสินรายครัวเรือน", "decided for each household"],
  onMap: ["ดูบนแผนที่", "Show on the map"],
  subareas: ["พื้นที่ย่อย", "Areas inside"],
  chosenGroup: ["กลุ่มที่แสดง", "Group shown"],
  targetPeople: ["คนในกลุ่มเป้าหมาย", "People in target group"],
  unknownArea: ["ไม่ทราบพื้นที่", "area not known"],
  noStated: [
    "ตัวเลขประกาศเป็นของทั้งประเทศ จึงไม่นำมาเทียบกับพื้นที่นี้",
    "The published figures are of the whole country, so they are not set beside this area.",
  ],
  statedHere: ["ตัวเลขที่เผยแพร่ของพื้นที่นี้", "Published figures of this area"],
  openArea: ["เข้าไปดู", "Open"],
  overlaps: ["ซ้อนกันและตกหล่น", "Overlaps and gaps"],
  overlapsNote: [
    "แต่ละรูปวางสองแหล่งทับกัน ใครอยู่ทั้งสอง ใครอยู่ฝั่งเดียว คนที่ยังไม่แน่ใจว่าเป็นใคร " +
      "(ไม่มีเลขประจำตัวที่ใช้ได้และยังไม่พบคู่) แยกไว้ต่างหาก ไม่นับว่าตกหล่น",
    "Each figure lays two sets over each other: who is in both, who in one alone. People whose " +
      "identity is not sure (no valid number, no other record found) stand apart and are not " +
      "counted as missed.",
  ],
  wholeArea: ["ทั้งหมด", "Everything"],
  both: ["อยู่ทั้งสอง", "In both"],
  onlyA: ["เฉพาะ", "Only"],
  neither: ["ไม่อยู่ทั้งสอง", "In neither"],
  unmatched: ["ยังไม่แน่ใจว่าเป็นใคร", "Identity not sure"],
  all: ["รวม", "All"],
  barsWithout: ["แท่งไม่รวมคนที่ไม่อยู่ทั้งสองแหล่ง", "The bar leaves out people in neither"],
  part: ["ส่วน", "Part"],
  registers: ["แหล่งข้อมูล", "Sources"],
  registersNote: [
    "แหล่งที่นำเข้าแล้ว สดหรือหมดอายุตามรอบปรับปรุงของแหล่ง นับถึงวันที่",
    "Sources taken in; fresh or expired by each source's own cycle, judged on",
  ],
  agency: ["หน่วยงาน", "Agency"],
  freshOn: ["ข้อมูล ณ วันที่", "As of"],
  state: ["สถานะ", "State"],
  expired: ["หมดอายุ ควรขอชุดใหม่", "expired: ask for a new file"],
  fresh: ["ยังใช้ได้", "fresh"],
  cycle: ["อายุไม่เกิน (วัน)", "At most (days)"],
  never: ["ไม่หมดอายุ", "never expires"],
  coverage: ["ครอบคลุม (อำเภอ)", "Coverage (districts)"],
  purpose: ["ใช้เพื่อ", "Purpose"],
  absent: ["รู้จักแต่ยังไม่ได้นำเข้า", "Known but not taken in yet"],
  linkage: ["เชื่อมข้อมูลเป็นคนเดียว", "One person, once"],
  linkageNote: [
    "ทุกแถวของทุกแหล่งถูกเชื่อมให้เป็นคนเดียว " +
      "แถวที่ไม่มีเลขประจำตัวที่ใช้ได้ให้แบบจำลองเทียบชื่อ วันเกิด และที่อยู่ " +
      "คู่ที่ไม่แน่ชัดรอคนตรวจ (ppaos review)",
    "Every row of every source is linked to one person. Rows without a valid number are " +
      "compared by name, birth date and place; unsure pairs wait for a person to check (ppaos " +
      "review).",
  ],
  persons: ["คนทั้งหมด ไม่นับซ้ำ", "People, each counted once"],
  inSurvey: ["อยู่ในแบบสำรวจ", "In the survey"],
  registersOnly: ["อยู่แต่ในทะเบียน", "In registers only"],
  registersOnlyNote: [
    "ยังไม่มีใครสำรวจ จึงไม่รู้ว่าตกเกณฑ์หรือไม่",
    "never surveyed: nobody knows whether they fail",
  ],
  withoutId: ["แถวที่ไม่มีเลขที่ใช้ได้", "Rows without a valid number"],
  linkedByModel: ["เชื่อมได้จากชื่อ วันเกิด ที่อยู่", "Linked by name, birth, place"],
  alone: ["ยังไม่พบคู่", "No other record found"],
  review: ["คู่ที่รอคนตรวจ", "Pairs waiting for review"],
  findings: ["สิ่งที่พบระหว่างเชื่อม", "Found while linking"],
  finding: ["สิ่งที่พบ", "What"],
  count: ["จำนวน", "Count"],
  action: ["ควรทำ", "To do"],
  noFindings: ["ไม่พบสิ่งผิดปกติ", "Nothing was found."],
  weights: ["น้ำหนักหลักฐานของแบบจำลอง", "Weight of each piece of evidence"],
  weightsNote: [
    "แท่งขวาบอกว่าน่าจะเป็นคนเดียวกัน แท่งซ้ายบอกว่าน่าจะคนละคน ทุก 1 " +
      "หน่วยคือโอกาสเพิ่มหรือลดเท่าตัว เริ่มจากค่าตั้งต้นแล้วบวกน้ำหนักของทุกเรื่องที่เทียบ " +
      "ยิ่งเกินศูนย์มากยิ่งแน่ใจ",
    "A bar to the right speaks for one person, to the left for two. Each 1 doubles or halves " +
      "the odds. Begin at the start value and add one weight for everything compared: the " +
      "further above zero, the surer.",
  ],
  startValue: ["ค่าตั้งต้น", "Start value"],
  weight: ["น้ำหนัก", "Weight"],
  level_: ["ผลการเทียบ", "Outcome"],
  homes: ["ครัวเรือนที่ควรไปก่อน", "Households to visit first"],
  homesNote: [
    "เรียงตามลำดับความเร่งด่วน กดที่บ้านเพื่อดูเหตุผล นามสกุลและเลขประจำตัวปิดไว้ " +
      "ดูเต็มได้ด้วย ppaos explain ตามรหัสบ้าน",
    "In order of priority; open a home for its reasons. Last names and citizen IDs are hidden: " +
      "`ppaos explain` with the house code gives more.",
  ],
  priority: ["ความเร่งด่วน", "Priority"],
  ofThousand: ["จาก 1,000", "of 1,000"],
  failsIt: ["ตกเกณฑ์ MPI", "Fails MPI"],
  passesIt: ["ไม่ตกเกณฑ์ MPI", "Does not fail MPI"],
  notMeasured: ["บอกไม่ได้ว่าตกเกณฑ์หรือไม่", "Not known whether it fails"],
  failingDimensions: ["มิติที่ตก", "Dimensions failing"],
  houseCode: ["รหัสประจำบ้าน", "House code"],
  surveyedOn: ["สำรวจเมื่อ", "Surveyed on"],
  notSurveyed: ["ยังไม่ได้สำรวจ", "not surveyed"],
  whyFails: ["ข้อที่ตกเกณฑ์ และคำตอบที่ทำให้ตก", "What fails, and the answers behind it"],
  missingAnswer: ["ไม่มีคำตอบ", "no answer"],
  othersPass: ["ข้ออื่น", "The others"],
  passedWord: ["ผ่าน", "passed"],
  notApplicableWord: ["ไม่เข้าข่าย", "not applicable"],
  lineIs: ["ได้ {value} ต่ำกว่าเส้น {line}", "value {value}, line {line}"],
  who: ["คนในบ้าน", "People"],
  noId: ["ไม่มีเลขประจำตัวที่ใช้ได้", "no valid citizen ID"],
  hasId: ["เลขประจำตัว x-xxxx-xxxxx-xx-x", "citizen ID x-xxxx-xxxxx-xx-x"],
  aged: ["อายุ {n} ปี", "aged {n}"],
  noName: ["ไม่มีชื่อในแหล่งใด", "no source gives a name"],
  onlyRegisters: ["ไม่อยู่ในแบบสำรวจ", "not in the survey"],
  linkedBy: ["เชื่อมโดย", "linked by"],
  noRegister: ["ไม่พบในทะเบียนอื่น", "in no other register"],
  homeGroups: ["กลุ่มของครัวเรือน และเพราะอะไร", "Groups of the household, and why"],
  personGroups: ["กลุ่ม", "Groups"],
  because: ["เพราะ", "because"],
  doubts: ["ขาดหรือขัดแย้ง", "Missing or contradictory"],
  noDoubts: ["ไม่พบสิ่งที่ขาดหรือขัดแย้ง", "Nothing is missing or contradictory."],
  waysOut: ["แก้อะไรจึงพ้นเกณฑ์", "What would take it out of poverty"],
  wayOut: ["ต้องแก้ให้ครบทุกข้อ", "All of these together"],
  orWay: ["หรือ", "or"],
  moreWays: ["ยังมีอีก {n} ทาง", "and {n} more ways"],
  terms: ["คะแนนความเร่งด่วนมาจาก", "The priority is made of"],
  openAll: ["เปิดทุกบ้าน", "Open all"],
  closeAll: ["ปิดทุกบ้าน", "Close all"],
} as const satisfies Record<string, readonly [string, string]>;
