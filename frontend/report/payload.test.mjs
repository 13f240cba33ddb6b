// Areas of the payload by code and scope.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";
import { payload } from "../testing/payload.mjs";

const { areaOf, isWithin, placesWithin, tableOf } = await modules(import.meta.url, "./payload");

test("a scope is a prefix, a region, or the country", () => {
  const table = { code: ["4101"], region: ["R3"] };
  assert.deepEqual(
    ["41", "R3", "nat", "40", "R1"].map((scope) => isWithin(table, 0, scope)),
    [true, true, true, false, false],
  );
});

test("an area is found by its code at its level", () => {
  assert.deepEqual(areaOf(payload(), "4102"), { level: "district", at: 1 });
  assert.equal(areaOf(payload(), "9901"), null);
});

test("places inside a scope, none at a level that the report lacks", () => {
  assert.deepEqual(placesWithin(payload(), "subdistrict", "4101"), [0, 1]);
  assert.deepEqual(placesWithin(payload(), "region", "nat"), []);
  assert.throws(() => tableOf(payload(), "region"), /region/);
});
