// What people lack, in the whole report and in an area.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";
import { payload, summary } from "../testing/payload.mjs";

const { areaOf, lacksIn, lacksOf } = await modules(import.meta.url, "./lacks", "./payload");
const named = (lacks) => lacks.map(({ item, count }) => [item.name, count]);

test("the whole report counts the share of its people, most lacked first", () => {
  assert.deepEqual(named(lacksOf(payload())), [
    ["earning", 80],
    ["weight", 50],
  ]);
});

test("an indicator without a share has no count and stands last", () => {
  const data = payload({ total: summary({ hdk: [null, 0.01] }) });
  assert.deepEqual(named(lacksOf(data)), [
    ["earning", 10],
    ["weight", null],
  ]);
  assert.deepEqual(named(lacksIn(data, null)), [["earning", 10]]);
});

test("an area has its own counts; what nobody lacks is left out", () => {
  const data = payload();
  const [muang] = named(lacksIn(data, areaOf(data, "4101")));
  assert.deepEqual(muang, ["earning", 60]);
  assert.deepEqual(lacksIn(data, areaOf(data, "410101")), []);
});
