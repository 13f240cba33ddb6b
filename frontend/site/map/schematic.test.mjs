// Where the boxes of a schematic stand.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";

const { schematicLayout } = await modules(import.meta.url, "./schematic");
const codes = ["4103", "4101", "4102", "4104", "4105", "4106", "4107"];

test("every area has a box of its own, in the order of the codes, as square as fits", () => {
  for (const width of [320, 390, 1400]) {
    const { columns, boxes } = schematicLayout(codes, width);
    assert.equal(new Set(boxes.map(({ row, column }) => `${row} ${column}`)).size, codes.length);
    assert.deepEqual(
      boxes.map(({ code }) => code),
      [...codes].sort(),
    );
    assert.ok(boxes.every(({ column }) => column < columns));
    assert.ok(columns * 104 <= Math.max(width, 208));
  }
  assert.equal(schematicLayout(codes, 1400).columns, 3);
  assert.deepEqual(schematicLayout([], 400).boxes, []);
});
