// What the report's map shows, and what choosing an area leads to.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";
import { linked, payload } from "../../testing/payload.mjs";

const view = await modules(import.meta.url, "./view", "./areas", "./legend");
const { afterChoice, areasInside, areasOf, format, levelsBelow, measuresOf, rangeOf } = view;
const data = payload({ linked: linked() });
const at = (scope, level, measure = "H") => ({ scope, level, measure, chosen: null });
const valuesOf = (measure) =>
  [0, 1].map((place) => view.valueAt(data, at("41", "district", measure), place));

test("two levels are offered, villages only inside a district", () => {
  assert.deepEqual(levelsBelow(data, "nat"), ["province", "district"]);
  assert.deepEqual(levelsBelow(data, "41"), ["district", "subdistrict"]);
  assert.deepEqual(levelsBelow(data, "4101"), ["subdistrict", "village"]);
  assert.deepEqual(levelsBelow(data, "4102"), ["subdistrict"]);
  assert.equal(areasInside(data, "41010101"), null);
});

test("choosing goes inside, until only villages are left: then it opens the card", () => {
  assert.deepEqual(afterChoice(data, at("41", "district"), "4101"), at("4101", "subdistrict"));
  const inside = at("4101", "subdistrict", "M0");
  assert.deepEqual(afterChoice(data, inside, "410101"), { ...inside, chosen: "410101" });
  const village = at("4101", "village");
  assert.deepEqual(afterChoice(data, village, "41010101"), { ...village, chosen: "41010101" });
});

test("a measure is a column, a share of people deprived, or the people of a group", () => {
  assert.deepEqual(valuesOf("H"), [0.117, 0.075]);
  assert.deepEqual(valuesOf("M0"), [0.05, null]);
  assert.deepEqual(valuesOf("d0"), [30 / 600, 20 / 400]);
  assert.deepEqual(valuesOf("g2"), [10, 25]);
  assert.deepEqual(valuesOf("g9"), [null, null]);
});

test("values are written by their measure", () => {
  assert.equal(format("H", 0.117, "th"), "11.70%");
  assert.equal(format("M0", 0.05, "en"), "0.0500");
  assert.equal(format("g2", 1234, "th"), "1,234");
  assert.equal(format("d0", null, "th"), "ไม่มีข้อมูล");
  assert.equal(rangeOf({ from: 10, to: 25 }, "g2", "th"), "10 – 25");
  assert.equal(rangeOf({ from: 0.1, to: 0.1 }, "H", "en"), "10.00%");
});

test("every indicator and group can be shown, under its name", () => {
  const measures = new Map(measuresOf(data, "th"));
  assert.equal(measures.size, 3 + 3 + 2);
  assert.equal(measures.get("d1"), "คนจนที่ตกเกณฑ์: รายได้พอ");
  assert.equal(measures.get("g2"), "คนในกลุ่มเป้าหมาย: 1.2 กลุ่ม 1.2");
});

test("areas have their names, figures and classes; no data has no class", () => {
  const { areas, classes } = areasOf(data, "th", { ...at("41", "district", "M0"), chosen: "4102" });
  assert.equal(classes.length, 1);
  const [muang, kutChap] = areas;
  assert.equal(muang.words, "อำเภอเมืองอุดรธานี: 0.0500");
  assert.equal(muang.class, classes[0]);
  assert.deepEqual([kutChap.figure, kutChap.class, kutChap.isChosen], ["ไม่มีข้อมูล", null, true]);
});
