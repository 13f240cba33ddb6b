// Values of areas joined to boundaries, and what is said of each.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";
import { area, square, values } from "./testing.mjs";

const { boundsOf, figureOf, matchBoundaries, shownValue, stateOf, wordsOf } = await modules(
  import.meta.url,
  "./data",
  "./geometry",
);
const boundaries = {
  type: "FeatureCollection",
  source: "",
  is_schematic: false,
  features: ["10", "11", "99"].map((code, at) => ({
    type: "Feature",
    properties: { code },
    geometry: square(at, 0),
  })),
};

test("values join boundaries by code; what has no value is not drawn", () => {
  const given = values([area("10", 0.2), area("11", null, "suppressed"), area("12", 0.4)]);
  const { shapes, labels, withoutBoundary } = matchBoundaries(given, boundaries, "en");
  assert.deepEqual(
    shapes.features.map(({ properties }) => [properties.code, properties.state]),
    [
      ["10", "ok"],
      ["11", "suppressed"],
    ],
  );
  assert.equal(shapes.features[1].properties.shade, "#ffffff");
  assert.deepEqual(
    labels.features.map((label) => label.properties.name),
    ["10", "11"],
  );
  assert.deepEqual(
    withoutBoundary.map(({ code }) => code),
    ["12"],
  );
  assert.deepEqual(boundsOf(shapes.features), [0, 0, 2, 1]);
});

test("a withheld value is neither classed nor said", () => {
  const withheld = area("10", 0.3, "suppressed");
  assert.equal(shownValue(withheld), null);
  assert.equal(figureOf(withheld, values([]), "th"), "ปกปิดเพื่อคุ้มครองบุคคล");
});

test("an area that says ok without a value has no data", () => {
  assert.equal(stateOf(area("10", null)), "none");
  assert.equal(wordsOf(area("10", null), values([]), "th"), "ก10: ไม่มีข้อมูล");
  assert.equal(wordsOf(area("10", 0.5), values([]), "en"), "10: 50.00%");
});
