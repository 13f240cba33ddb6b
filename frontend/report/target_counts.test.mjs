// Counts of target groups, by group and by area.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";
import { linked, payload } from "../testing/payload.mjs";

const target = await modules(import.meta.url, "./target_counts", "./target_areas");
const { areaCounts, firstGroup, groupCount, groupName, statedText, targetsOf, yearOf } = target;
const groups = linked();

test("a numbered group shows its number", () => {
  assert.equal(groupName(groups.groups[2], "th"), "1.2 กลุ่ม 1.2");
  assert.equal(groupName(groups.groups[0], "en"), "Group poor");
});

test("the report's own area counts everybody in the store, another its own", () => {
  const count = (code, unit) => groupCount(payload(), groups, code, 2, unit);
  assert.equal(count("41", "people"), 40);
  assert.equal(count("4102", "households"), 18);
  assert.equal(count("410101", "people"), null);
  assert.equal(count("9901", "people"), null);
});

test("each year has its target, and the first group shown is none of them", () => {
  assert.deepEqual(
    targetsOf(groups).map(({ at, document }) => [at, document.fiscal_year]),
    [
      [0, 2566],
      [1, 2568],
    ],
  );
  assert.equal(firstGroup(groups), 2);
  assert.equal(firstGroup(linked({ groups: [], documents: [] })), 0);
  assert.equal(yearOf(groups, groups.groups[2]), "2568");
  assert.equal(yearOf(groups, { document: "other" }), "other");
});

test("published counts are said one a line, and their lack by a dash", () => {
  const stated = [
    { people: 1200, households: null },
    { people: null, households: 30 },
  ];
  assert.equal(statedText({ stated }, "th"), "1,200 คน\n30 ครัวเรือน");
  assert.equal(statedText({ stated: [] }, "en"), "–");
});

test("areas inside stand by the chosen group; who is in none of them is told", () => {
  const { level, rows, rest } = areaCounts(payload(), groups, "41", 2);
  assert.equal(level, "district");
  assert.deepEqual(rows, [
    { code: "4102", counts: [25, 18, 30, 38] },
    { code: "4101", counts: [10, 9, 70, 50] },
  ]);
  assert.deepEqual(rest, [5, 3, 10, 2]);
});

test("nothing is missing where the areas add up, and nothing is inside a village", () => {
  const whole = linked();
  whole.levels.country = { people: [[100], [88], [35]], households: [[40], [36], [27]] };
  assert.equal(areaCounts(payload(), whole, "41", 2).rest, null);
  assert.deepEqual(areaCounts(payload(), groups, "41010101", 2), {
    level: null,
    rows: [],
    rest: null,
  });
});
