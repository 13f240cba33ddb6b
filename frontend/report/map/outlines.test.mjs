// Outlines from rings of grid steps.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";

const { around, hasRoom, outlineOf, placeAfter, pointsOf, projectionOf, ringsOf } = await modules(
  import.meta.url,
  "./outlines",
  "./keyboard",
);
const GRID = 100;
const FLAT = { grid: GRID, squeeze: 1 };
/** A square of `size` grid steps; its first point and the steps on from it. */
const square = (x, y, size) => [x, y, size, 0, 0, size, -size, 0];

test("points are steps added up, in pixels with north up", () => {
  assert.deepEqual(pointsOf(square(100, 200, 10), FLAT), [
    { x: 1000, y: -2000 },
    { x: 1100, y: -2000 },
    { x: 1100, y: -2100 },
    { x: 1000, y: -2100 },
  ]);
});

test("an outline closes every ring, and its name stands in the largest", () => {
  const outline = outlineOf([square(0, 10, 1), square(100, 10, 10)], FLAT);
  assert.equal((outline.path.match(/M/g) ?? []).length, 2);
  assert.ok(outline.path.startsWith("M0.0 -100.0L10.0 -100.0L10.0 -110.0L0.0 -110.0Z"));
  assert.deepEqual(outline.box, { left: 0, right: 1100, top: -200, bottom: -100 });
  assert.deepEqual(outline.largest, { left: 1000, right: 1100, top: -200, bottom: -100 });
});

test("degrees of longitude are narrower away from the equator", () => {
  assert.equal(projectionOf([], GRID).squeeze, 1);
  const north = projectionOf([square(0, 60 * GRID, 1)], GRID).squeeze;
  assert.ok(Math.abs(north - 0.5) < 1e-9);
});

test("a level without boundaries is made of those inside it", () => {
  const shapes = {
    grid: GRID,
    levels: { subdistrict: { 410101: [[1]], 410102: [[2]], 410201: [[3]], 990101: [[4]] } },
  };
  const districts = ringsOf(shapes, "district", ["4101", "4102"]);
  assert.deepEqual(
    [...districts],
    [
      ["4101", [[1], [2]]],
      ["4102", [[3]]],
    ],
  );
  assert.deepEqual([...ringsOf(shapes, "subdistrict", ["410102"])], [["410102", [[2]]]]);
  assert.equal(ringsOf(shapes, "village", ["41010101"]).size, 0);
});

test("a name is left out where it would cover the neighbours", () => {
  const box = { left: 0, right: 100, top: 0, bottom: 10 };
  assert.equal(hasRoom("กุดจับ", box, 10), true);
  assert.equal(hasRoom("เมืองอุดรธานีและอีกหลายอำเภอใกล้เคียง", box, 10), false);
  assert.equal(hasRoom("ก", around([]), 10), false);
});

test("arrows go round, other keys nowhere", () => {
  assert.deepEqual(
    ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Tab"].map((key) => placeAfter(key, 0, 3)),
    [1, 1, 2, 2, null],
  );
});
