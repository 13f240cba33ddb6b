// A chart's own description in words.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";
import { spec } from "./testing.mjs";

const { categoryNames, seriesHue, tip, unitOf } = await modules(import.meta.url, "./spec");

test("null is no data in words and never zero", () => {
  assert.equal(tip(spec, 1, "en"), "Income\nPeople: no data");
  assert.deepEqual(categoryNames(spec, "th"), ["สุขภาพ", "รายได้ (ไม่มีข้อมูล)"]);
});

test("a unit in words follows every figure", () => {
  const inBaht = { ...spec, unit: { th: "บาท", en: "baht" } };
  assert.equal(tip(inBaht, 0, "en"), "Health\nPeople: 1,234 baht");
  assert.equal(tip(inBaht, 1, "th"), "รายได้\nคน: ไม่มีข้อมูล");
  assert.equal(unitOf(inBaht), "");
  assert.equal(tip(spec, 0, "th"), "สุขภาพ\nคน: 1,234 คน");
});

test("a series has its own hue or the next of the palette", () => {
  assert.equal(seriesHue({ hue: "#123456" }, 0), "#123456");
  assert.notEqual(seriesHue({}, 0), seriesHue({}, 1));
});
