// Bounds, heights and middles of shapes.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";
import { square } from "./testing.mjs";

const { boundsOf, frameHeight, middleOf } = await modules(import.meta.url, "./geometry");
const feature = (geometry) => ({ type: "Feature", properties: {}, geometry });

test("bounds lie around shapes of several parts and around points", () => {
  const parts = [square(1, 2).coordinates, square(5, 5, 2).coordinates];
  const shape = feature({ type: "MultiPolygon", coordinates: parts });
  assert.deepEqual(boundsOf([shape]), [1, 2, 7, 7]);
  const point = feature({ type: "Point", coordinates: [-3, 9] });
  assert.deepEqual(boundsOf([shape, point]), [-3, 2, 7, 9]);
  assert.equal(boundsOf([]), null);
});

test("a name stands in the largest part of its area", () => {
  const coordinates = [square(0, 0).coordinates, square(10, 10, 4).coordinates];
  const middle = middleOf({ type: "MultiPolygon", coordinates });
  assert.deepEqual(
    middle.map((value) => Math.round(value * 1e6) / 1e6),
    [12, 12],
  );
});

test("a shape without size has its name at its first point", () => {
  const line = [
    [3, 4],
    [5, 4],
    [3, 4],
  ];
  assert.deepEqual(middleOf({ type: "Polygon", coordinates: [line] }), [3, 4]);
  assert.deepEqual(middleOf({ type: "Polygon", coordinates: [] }), [0, 0]);
});

test("the frame fits its shapes, at least a strip and at most most of the screen", () => {
  assert.equal(frameHeight([97, 5, 106, 21], 1400, 1000), 720);
  assert.equal(frameHeight([100, 14, 110, 14.1], 1400, 1000), 320);
  assert.equal(frameHeight([0, 0, 1, 1], 500, 1000), 532);
  assert.equal(frameHeight(null, 390, 844), 320);
});
