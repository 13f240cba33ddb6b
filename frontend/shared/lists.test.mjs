// Places of a list that must be filled.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { itemAt, lastOf } = await modules(import.meta.url, "./lists");

test("a filled place gives its item, null too", () => {
  assert.equal(itemAt(["a", null], 1), null);
  assert.equal(lastOf(["a", "b"]), "b");
});

test("a place outside the list is an error", () => {
  for (const place of [-1, 2]) assert.throws(() => itemAt(["a", "b"], place), RangeError);
  assert.throws(() => lastOf([]), RangeError);
});
