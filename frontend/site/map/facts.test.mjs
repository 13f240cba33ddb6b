// What stands below a map about its sources.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";
import { values } from "./testing.mjs";

const { factsText, pointsText } = await modules(import.meta.url, "./facts", "./households");
const dated = { ...values([]), made_at: "2026-11-20T18:30:00+00:00" };
const map = { match: {}, source: { th: "กรมการปกครอง", en: "DOPA" } };

test("a map names its boundaries and the day of its data", () => {
  assert.equal(factsText(dated, map, "th"), "ขอบเขต: กรมการปกครอง · ข้อมูลเมื่อ 21 พ.ย. 2569");
  assert.equal(factsText(dated, map, "en"), "Boundaries: DOPA · Data of 21 Nov 2026");
});

test("a schematic names no boundaries, and data without a day names none", () => {
  assert.equal(factsText(dated, null, "en"), "Data of 21 Nov 2026");
  assert.equal(factsText(values([]), null, "th"), "");
});

test("households are counted, and it is said when there are more or none", () => {
  const points = (count) => ({ features: Array.from({ length: count }, () => ({})) });
  assert.equal(pointsText(points(1200), "en"), "Households shown: 1,200");
  assert.equal(pointsText(points(0), "th"), "ไม่มีครัวเรือนที่มีพิกัดในพื้นที่นี้");
  assert.match(pointsText({ ...points(2), is_capped: true }, "en"), /^Households shown: 2\. Only/);
});
