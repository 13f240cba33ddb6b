// What the sections compute from the payload.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";
import { payload, summary, table } from "../../testing/payload.mjs";

const { changesOf, deprivationShares, lastMinusFirst, minus, poorestPlaces, valueName } =
  await modules(import.meta.url, "./change", "./distribution", "./groups", "./start", "../targets");

test("the poorest places are of the first level with several areas", () => {
  assert.deepEqual(poorestPlaces(payload()), [
    { code: "4101", poor: 70 },
    { code: "4102", poor: 30 },
  ]);
  const one = payload();
  one.levels.district = table([{ code: "4101", poor_people: 70 }]);
  assert.deepEqual(
    poorestPlaces(one).map(({ code }) => code),
    ["410101", "410201", "410102"],
  );
});

test("areas without data or poor people are no place to start", () => {
  const data = payload();
  data.levels.district = table([{ code: "4101" }, { code: "4102", poor_people: 0 }]);
  assert.deepEqual(poorestPlaces(data), []);
});

test("the empty tail of the distribution is left off, an empty middle is not", () => {
  const rows = (deprivations) =>
    deprivationShares(payload({ total: summary({ deprivations }) })).map((row) => row.people);
  assert.deepEqual(rows([0.7, 0, 0.25, 0, 0]), [700, 0, 250]);
  assert.deepEqual(rows([0.5, null, 0.5]), [500, null, 500]);
  assert.deepEqual(rows([0, 0]), [0]);
});

test("a change is none where either round has no figure", () => {
  assert.equal(minus(3, 1), 2);
  assert.deepEqual([minus(null, 1), minus(1, null)], [null, null]);
});

test("indicators that changed most stand first, whichever way", () => {
  const data = payload({ total: summary({ hdk: [0.05, 0.08] }) });
  const before = summary({ hdk: [0.15, 0.07] });
  const changes = changesOf(data, before).map(({ item, change }) => [item.name, change > 0]);
  assert.deepEqual(changes, [
    ["weight", false],
    ["earning", true],
  ]);
});

test("yes and no of a group are said in words, an empty value as not known", () => {
  assert.deepEqual(
    ["yes", "no", "", "เขตเมือง"].map((value) => valueName(value, "th")),
    ["ใช่", "ไม่ใช่", "ไม่ทราบ", "เขตเมือง"],
  );
});

test("the rules of two years differ by the last less the first", () => {
  assert.equal(lastMinusFirst([110, 100, 90]), -20);
  for (const figures of [[], [110], [110, null], [null, 90]])
    assert.equal(lastMinusFirst(figures), null);
});
