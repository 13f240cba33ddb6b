// Names of areas as signs write them.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";
import { bilingual, payload } from "../testing/payload.mjs";

const { fullName } = await modules(import.meta.url, "./place_names");

test("an area has the name that the payload gives it with its word", () => {
  const names = ["41", "4101", "410101", "41010101"].map((code) => fullName(payload(), code, "th"));
  assert.deepEqual(names, ["จังหวัดอุดรธานี", "อำเภอเมืองอุดรธานี", "ตำบลหมากแข้ง", "บ้านใหม่"]);
  assert.equal(fullName(payload(), "4101", "en"), "Mueang Udon Thani District");
  assert.equal(fullName(payload(), "410101", "en"), "Mak Khaeng Subdistrict");
});

test("the report's own scope has its name when no level holds it; other codes stay", () => {
  const thailand = bilingual("ประเทศไทย", "Thailand");
  const national = payload({ meta: { scope: { code: "nat", ...thailand, full: thailand } } });
  assert.equal(fullName(national, "nat", "th"), "ประเทศไทย");
  assert.equal(fullName(national, "9999", "th"), "9999");
});
