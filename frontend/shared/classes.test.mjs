// Classes of a choropleth: every value in one class, null in none.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { classesOf, classOf, placeOf, quantileClasses, SHADES } = await modules(
  import.meta.url,
  "./classes",
  "./palette",
);
const METHODS = ["quantile", "equal", "jenks"];
const counts = (classes) => classes.map((item) => item.count);
const ranges = (classes) => classes.map(({ from, to }) => [from, to]);
const upTo = (count) => Array.from({ length: count }, (_, at) => at);

test("no data belongs to no class and is counted in none", () => {
  const classes = quantileClasses([0, null, 0.1, 0.2, null, 0.3, 0.4]);
  assert.equal(
    counts(classes).reduce((sum, count) => sum + count, 0),
    5,
  );
  assert.equal(classOf(null, classes), null);
  assert.notEqual(classOf(0, classes), null);
  assert.equal(classOf(0.1, []), null);
});

test("equal values share a class", () => {
  const classes = quantileClasses([0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.6]);
  assert.equal(classes[0].count, 8);
  assert.deepEqual(ranges(classes)[0], [0, 0]);
  assert.equal(classesOf([0, 0, 0, 0, 0, 0, 0, 1], "quantile")[0].count, 7);
});

test("twenty different values make five classes of four, each of its own shade", () => {
  const classes = quantileClasses(upTo(20));
  assert.deepEqual(counts(classes), [4, 4, 4, 4, 4]);
  assert.equal(new Set(classes.map((item) => item.shade)).size, 5);
  assert.deepEqual(classesOf(upTo(20), "quantile"), classes);
});

test("two classes take the lightest and the darkest shade, with texts that show on them", () => {
  const [low, high] = quantileClasses([1, 2]);
  assert.deepEqual([low.shade, high.shade], [SHADES[0], SHADES[4]]);
  assert.deepEqual([low.ink, high.ink], ["#10243a", "#ffffff"]);
});

test("equal intervals are equally wide, count every value once and may be empty", () => {
  const classes = classesOf([0, 1, 2, 2.5, 10], "equal");
  const expected = [
    [0, 2],
    [2, 4],
    [4, 6],
    [6, 8],
    [8, 10],
  ];
  assert.deepEqual(ranges(classes), expected);
  assert.deepEqual(counts(classes), [3, 1, 0, 0, 1]);
  assert.deepEqual(
    [0, 2, 2.1, 10].map((value) => placeOf(value, classes)),
    [0, 0, 1, 4],
  );
});

test("natural breaks part the values at their gaps", () => {
  const classes = classesOf([1, 2, 3, 50, 51, 52, 100, 101], "jenks", 3);
  assert.deepEqual(ranges(classes), [
    [1, 3],
    [50, 52],
    [100, 101],
  ]);
});

test("every method puts every value in exactly one class, and null in none", () => {
  const known = [0.1, 0.1, 0.25, 0.3, 0.3, 0.9, 0, 0.05];
  for (const method of METHODS) {
    const classes = classesOf([...known, null], method);
    const placed = classes.map(
      (_, place) => known.filter((value) => placeOf(value, classes) === place).length,
    );
    assert.deepEqual(placed, counts(classes), method);
    assert.equal(
      placed.reduce((sum, count) => sum + count, 0),
      known.length,
      method,
    );
    assert.equal(placeOf(null, classes), -1);
    assert.equal(new Set(classes.map((item) => item.shade)).size, classes.length);
  }
});

test("one value makes one class, none makes none", () => {
  for (const method of METHODS) {
    const [only, ...others] = classesOf([3, 3, null], method);
    assert.deepEqual([only.from, only.to, only.count, others.length], [3, 3, 2, 0], method);
    assert.deepEqual(classesOf([null], method), [], method);
  }
});
