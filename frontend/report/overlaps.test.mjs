// Parts of two sets over each other.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";
import { bilingual } from "../testing/payload.mjs";

const { barParts, districtsOf, partName } = await modules(import.meta.url, "./overlaps");
const overlap = {
  a: bilingual("แบบสำรวจ", "Survey"),
  b: bilingual("บัตรสวัสดิการ", "Welfare card"),
  people: { nat: {}, 4102: {}, 4101: {}, 41: {} },
};

test("districts are chosen from, in the order of their codes", () => {
  assert.deepEqual(districtsOf([overlap, { ...overlap, people: { 4103: {} } }]), [
    "4101",
    "4102",
    "4103",
  ]);
});

test("the bar holds those in at least one set, and no empty part", () => {
  const people = { all: 20, both: 5, only_a: 0, only_b: 7, neither: 8, unmatched: 3 };
  assert.deepEqual(barParts(people), [
    { part: "both", people: 5 },
    { part: "only_b", people: 7 },
  ]);
});

test("each part has its name, with the set that people are in alone", () => {
  assert.equal(partName(overlap, "only_a", "th"), "เฉพาะ: แบบสำรวจ");
  assert.equal(partName(overlap, "only_b", "en"), "Only: Welfare card");
  assert.equal(partName(overlap, "both", "th"), "อยู่ทั้งสอง");
});
