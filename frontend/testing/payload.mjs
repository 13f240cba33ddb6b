// A small report: a province, two districts, three subdistricts, a village, and two indicators.
const title = (th, en) => ({ th, en });
export const bilingual = title;

/** Columns of a level; what is not given is null for every area. `words` stand beside the names. */
export function table(areas, words = ["", ""]) {
  const th = areas.map((area) => area.th ?? `ไทย${area.code}`);
  const en = areas.map((area) => area.en ?? `Name ${area.code}`);
  const [before, after] = words;
  const column = (name) => areas.map((area) => area[name] ?? null);
  return {
    code: areas.map((area) => area.code),
    th,
    en,
    full: {
      th: th.map((name) => `${before}${name}`),
      en: en.map((name) => `${name} ${after}`.trim()),
    },
    region: areas.map((area) => area.region ?? "R3"),
    people: column("people"),
    households: column("households"),
    poor_people: column("poor_people"),
    poor_households: column("poor_households"),
    H: column("H"),
    A: column("A"),
    M0: column("M0"),
    deprived: [column("health"), column("income")],
    beforeH: areas.some((area) => "beforeH" in area) ? column("beforeH") : null,
  };
}

/** Figures of the whole report. */
export function summary(given = {}) {
  return {
    people: 1000,
    households: 300,
    poor_people: 100,
    poor_households: 40,
    H: 0.1,
    A: 0.4,
    M0: 0.04,
    vulnerable: 0.2,
    severe: 0.01,
    interval: null,
    hd: [0.3, 0.2],
    hdk: [0.05, 0.08],
    pctb: [0.4, 0.6],
    dimensions: [0.4, 0.6],
    deprivations: [0.7, 0.2, 0.1, 0, 0],
    ...given,
  };
}

function levels() {
  return {
    province: table(
      [{ code: "41", th: "อุดรธานี", en: "Udon Thani", people: 1000 }],
      ["จังหวัด", "Province"],
    ),
    district: table(
      [
        {
          code: "4101",
          th: "เมืองอุดรธานี",
          en: "Mueang Udon Thani",
          people: 600,
          poor_people: 70,
          H: 0.117,
          health: 30,
          income: 60,
          households: 180,
          M0: 0.05,
        },
        {
          code: "4102",
          th: "กุดจับ",
          en: "Kut Chap",
          people: 400,
          poor_people: 30,
          H: 0.075,
          health: 20,
          income: 20,
          households: 120,
        },
      ],
      ["อำเภอ", "District"],
    ),
    subdistrict: table(
      [
        { code: "410101", th: "หมากแข้ง", en: "Mak Khaeng", people: 350, poor_people: 50, H: 0.143 },
        { code: "410102", th: "นิคมสงเคราะห์", en: "Nikhom Songkhro", people: 250, poor_people: 20 },
        { code: "410201", th: "กุดจับ", en: "Kut Chap", people: 400, poor_people: 30 },
      ],
      ["ตำบล", "Subdistrict"],
    ),
    village: table([{ code: "41010101", th: "บ้านใหม่", en: "Ban Mai", people: 350 }]),
  };
}

/** The payload of a province; fields given replace its own. */
export function payload(given = {}) {
  const { meta, ...rest } = given;
  return {
    meta: {
      instrument: { ...title("เครื่องมือ", "Instrument"), name: "tpmap", hash: "ab" },
      scope: {
        ...title("อุดรธานี", "Udon Thani"),
        full: title("จังหวัดอุดรธานี", "Udon Thani Province"),
        code: "41",
        level: "province",
      },
      rule: "union",
      k: "1/3",
      round: "2565",
      before: null,
      stated: [],
      tables: [],
      flows: null,
      villages: 1,
      ...meta,
    },
    dimensions: [
      { name: "health", ...title("สุขภาพ", "Health") },
      { name: "income", ...title("รายได้", "Income") },
    ],
    indicators: [
      {
        name: "weight",
        dimension: "health",
        item: null,
        applies: null,
        ...title("น้ำหนัก", "Weight"),
      },
      {
        name: "earning",
        dimension: "income",
        item: null,
        applies: null,
        ...title("รายได้พอ", "Income"),
      },
    ],
    total: summary(),
    before: null,
    rules: [],
    groups: [],
    levels: levels(),
    shapes: null,
    unlocated: null,
    linked: null,
    matches: {},
    ...rest,
  };
}

/** Target groups of two years over the payload's districts. */
export function linked(given = {}) {
  const group = (name, document, rule) => ({
    name,
    document,
    rule,
    unit: "person",
    note: null,
    unofficial: false,
    stated: [],
    ...title(`กลุ่ม ${name}`, `Group ${name}`),
  });
  return {
    documents: [
      { name: "a", fiscal_year: 2566, target: "poor", ...title("ก", "A") },
      { name: "b", fiscal_year: 2568, target: "poor", ...title("ข", "B") },
    ],
    groups: [
      group("poor", "a", "fails_mpi"),
      group("poor", "b", "fails_two"),
      group("1.2", "b", "is_old"),
    ],
    levels: {
      country: { people: [[110], [90], [40]], households: [[44], [36], [30]] },
      district: {
        people: [
          [70, 30],
          [50, 38],
          [10, 25],
        ],
        households: [
          [28, 12],
          [20, 16],
          [9, 18],
        ],
      },
    },
    overlaps: [],
    households: [],
    ...given,
  };
}
