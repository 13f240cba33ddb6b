// Classes, legend, schematic and joining of the site's map, without a browser.
import assert from "node:assert/strict";
import test from "node:test";
import { siteModules } from "./site_source.mjs";

const {
  boundsOf,
  classesOf,
  frameHeight,
  joined,
  legendEntries,
  middleOf,
  placeOf,
  schematicLayout,
  SHADES,
} = await siteModules("classes", "legend", "map_data", "schematic");
const square = (x, y, size = 1) => ({
  type: "Polygon",
  coordinates: [
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ],
  ],
});
const area = (code, value, state = "ok") => ({
  code,
  name: { th: `ก${code}`, en: code },
  value,
  state,
  link: `?area=${code}`,
});
const measure = {
  name: "poor:ratio",
  title: { th: "สัดส่วน", en: "Ratio" },
  unit: "ratio",
  kind: "ratio",
};
const values = (areas, method = "quantile") => ({
  level: "province",
  measure,
  areas,
  total: null,
  method,
  made_at: "",
  publication: 1,
});

test("quantiles hold about as many areas each and equal values stay together", () => {
  const classes = classesOf(
    Array.from({ length: 20 }, (_, at) => at),
    "quantile",
  );
  assert.deepEqual(
    classes.map((item) => item.count),
    [4, 4, 4, 4, 4],
  );
  assert.equal(classesOf([0, 0, 0, 0, 0, 0, 0, 1], "quantile")[0].count, 7);
});

test("equal intervals are equally wide, count every value once and may be empty", () => {
  const classes = classesOf([0, 1, 2, 2.5, 10], "equal");
  assert.deepEqual(
    classes.map(({ from, to }) => [from, to]),
    [
      [0, 2],
      [2, 4],
      [4, 6],
      [6, 8],
      [8, 10],
    ],
  );
  assert.deepEqual(
    classes.map((item) => item.count),
    [3, 1, 0, 0, 1],
  );
  assert.deepEqual(
    [0, 2, 2.1, 10].map((value) => placeOf(value, classes)),
    [0, 0, 1, 4],
  );
});

test("natural breaks part the values at their gaps", () => {
  const classes = classesOf([1, 2, 3, 50, 51, 52, 100, 101], "jenks", 3);
  assert.deepEqual(
    classes.map(({ from, to }) => [from, to]),
    [
      [1, 3],
      [50, 52],
      [100, 101],
    ],
  );
});

test("every method puts every value in exactly one class, and null in none", () => {
  const known = [0.1, 0.1, 0.25, 0.3, 0.3, 0.9, 0, 0.05];
  for (const method of ["quantile", "equal", "jenks"]) {
    const classes = classesOf([...known, null], method);
    assert.equal(
      classes.reduce((sum, item) => sum + item.count, 0),
      known.length,
      method,
    );
    const placed = classes.map(
      (_, place) => known.filter((value) => placeOf(value, classes) === place).length,
    );
    assert.deepEqual(
      placed,
      classes.map((item) => item.count),
      method,
    );
    assert.equal(placeOf(null, classes), -1);
    assert.equal(new Set(classes.map((item) => item.shade)).size, classes.length);
  }
});

test("one value makes one class, none makes none", () => {
  for (const method of ["quantile", "equal", "jenks"]) {
    assert.deepEqual(
      classesOf([3, 3, null], method).map(({ from, to, count }) => [from, to, count]),
      [[3, 3, 2]],
    );
    assert.deepEqual(classesOf([null], method), []);
  }
  assert.ok(SHADES.every((shade) => shade !== "#ffffff"));
});

test("the legend tells zero, no data and withheld apart", () => {
  const shown = values([
    area("10", 0),
    area("11", 0.5),
    area("12", null, "none"),
    area("13", null, "suppressed"),
    area("14", null),
  ]);
  const entries = legendEntries(
    shown,
    classesOf(
      shown.areas.map((item) => item.value),
      "quantile",
    ),
    "th",
  );
  assert.deepEqual(
    entries.map((item) => [item.kind, item.count]),
    [
      ["class", 1],
      ["class", 1],
      ["none", 2],
      ["suppressed", 1],
    ],
  );
  assert.equal(entries[0].text, "0.00%");
  assert.equal(entries[2].text, "ไม่มีข้อมูล");
});

test("values join boundaries by code; what lacks a boundary is told, what lacks a value is not drawn", () => {
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
  const match = joined(
    values([area("10", 0.2), area("11", null, "suppressed"), area("12", 0.4)]),
    boundaries,
    "en",
  );
  assert.deepEqual(
    match.shapes.features.map(({ properties }) => [properties.code, properties.state]),
    [
      ["10", "ok"],
      ["11", "suppressed"],
    ],
  );
  assert.deepEqual(
    match.withoutBoundary.map(({ code }) => code),
    ["12"],
  );
  assert.deepEqual(boundsOf(match.shapes.features), [0, 0, 2, 1]);
  assert.equal(boundsOf([]), null);
});

test("a name stands in the largest part of its area", () => {
  const shape = {
    type: "MultiPolygon",
    coordinates: [square(0, 0).coordinates, square(10, 10, 4).coordinates],
  };
  assert.deepEqual(
    middleOf(shape).map((value) => Math.round(value * 1e6) / 1e6),
    [12, 12],
  );
});

test("a schematic gives every area a box of its own, in the order of the codes, as square as fits", () => {
  const codes = ["4103", "4101", "4102", "4104", "4105", "4106", "4107"];
  for (const width of [320, 390, 1400]) {
    const { columns, boxes } = schematicLayout(codes, width);
    assert.equal(new Set(boxes.map(({ row, column }) => `${row} ${column}`)).size, codes.length);
    assert.deepEqual(
      boxes.map(({ code }) => code),
      [...codes].sort(),
    );
    assert.ok(
      boxes.every(({ column }) => column < columns) && columns * 104 <= Math.max(width, 208),
    );
  }
  assert.equal(schematicLayout(codes, 1400).columns, 3);
  assert.deepEqual(schematicLayout([], 400).boxes, []);
});

test("the frame fits its shapes, at least a strip and at most most of the screen", () => {
  assert.equal(frameHeight([97, 5, 106, 21], 1400, 1000), 720);
  assert.equal(frameHeight([100, 14, 110, 14.1], 1400, 1000), 320);
  assert.equal(frameHeight([0, 0, 1, 1], 500, 1000), 532);
  assert.equal(frameHeight(null, 390, 844), 320);
});
