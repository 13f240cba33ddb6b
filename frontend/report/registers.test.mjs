// Bars of weights, and the districts that a source covers.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { coverage, weightBarPlace } = await modules(import.meta.url, "./registers");

test("weights for one person go right of the middle, those against it left", () => {
  assert.deepEqual(weightBarPlace(5, 10), { left: 50, width: 25 });
  assert.deepEqual(weightBarPlace(-10, 10), { left: 0, width: 50 });
  assert.deepEqual(weightBarPlace(0, 10), { left: 50, width: 0 });
});

test("a source covers districts of those that the report has, or none", () => {
  assert.equal(coverage(5, 20, "th"), "5 จาก 20");
  assert.equal(coverage(21, 20, "en"), "21 of 21");
  assert.equal(coverage(0, 20, "th"), "–");
});
