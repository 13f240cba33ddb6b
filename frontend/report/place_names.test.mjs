// Names of areas as signs write them, Bangkok included.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";
import { payload, table } from "../testing/payload.mjs";

const { fullName, householdPlace } = await modules(import.meta.url, "./place_names");
const bangkok = payload({
  levels: {
    province: table([{ code: "10", th: "กรุงเทพมหานคร", en: "Bangkok" }]),
    district: table([{ code: "1001", th: "พระนคร", en: "Phra Nakhon" }]),
    subdistrict: table([{ code: "100101", th: "พระบรมมหาราชวัง", en: "Phra Borom" }]),
  },
});

test("provinces, districts and subdistricts have the word of their level", () => {
  const names = ["41", "4101", "410101"].map((code) => fullName(payload(), code, "th"));
  assert.deepEqual(names, ["จังหวัดอุดรธานี", "อำเภอเมืองอุดรธานี", "ตำบลหมากแข้ง"]);
  assert.equal(fullName(payload(), "4101", "en"), "Mueang Udon Thani District");
  assert.equal(fullName(payload(), "410101", "en"), "Mak Khaeng Subdistrict");
});

test("a village has its name alone", () => {
  assert.equal(fullName(payload(), "41010101", "th"), "บ้านใหม่");
});

test("Bangkok has เขต and แขวง, and no word of its own", () => {
  const names = ["10", "1001", "100101"].map((code) => fullName(bangkok, code, "th"));
  assert.deepEqual(names, ["กรุงเทพมหานคร", "เขตพระนคร", "แขวงพระบรมมหาราชวัง"]);
  assert.equal(fullName(bangkok, "10", "en"), "Bangkok");
  assert.equal(fullName(bangkok, "1001", "en"), "Phra Nakhon District");
});

test("the report's own scope has its name when no level holds it; other codes stay", () => {
  const national = payload({ meta: { scope: { code: "nat", th: "ประเทศไทย", en: "Thailand" } } });
  assert.equal(fullName(national, "nat", "th"), "ประเทศไทย");
  assert.equal(fullName(national, "9999", "th"), "9999");
});

test("a household's place leaves out the levels that it lacks", () => {
  const place = {
    village: { th: "บ้านใหม่", en: "Ban Mai" },
    district: { th: "กุดจับ", en: "Kut Chap" },
  };
  assert.equal(householdPlace(place, "th"), "บ้านใหม่ อ.กุดจับ");
  assert.equal(householdPlace(place, "en"), "Ban Mai, Kut Chap District");
  assert.equal(householdPlace({}, "th"), "");
});
