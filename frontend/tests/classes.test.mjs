// Classes of the map and the ways numbers are written, without a browser.
import assert from "node:assert/strict";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const { outputFiles } = await build({
  stdin: {
    contents:
      'export * from "./classes"; export * from "./numbers"; export * from "./text"; export * from "./payload";',
    resolveDir: fileURLToPath(new URL("../report", import.meta.url)),
    loader: "ts",
  },
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(outputFiles[0].contents).toString("base64");
const { classOf, quantiles, percent, points, whole, date, round, ruleText, isWithin } =
  await import(`data:text/javascript;base64,${source}`);

test("no data belongs to no class and is counted in none", () => {
  const classes = quantiles([0, null, 0.1, 0.2, null, 0.3, 0.4]);
  assert.equal(
    classes.reduce((sum, item) => sum + item.count, 0),
    5,
  );
  assert.equal(classOf(null, classes), null);
  assert.notEqual(classOf(0, classes), null);
});

test("equal values share a class", () => {
  const classes = quantiles([0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.6]);
  assert.equal(classes[0].count, 8);
  assert.deepEqual([classes[0].from, classes[0].to], [0, 0]);
});

test("twenty different values make five classes of four", () => {
  const classes = quantiles(Array.from({ length: 20 }, (_, at) => at));
  assert.deepEqual(
    classes.map((item) => item.count),
    [4, 4, 4, 4, 4],
  );
  assert.equal(new Set(classes.map((item) => item.shade)).size, 5);
});

test("nothing known makes no class", () => assert.deepEqual(quantiles([null, null]), []));

test("null is said in words and never written as zero", () => {
  assert.equal(whole(null, "th"), "ไม่มีข้อมูล");
  assert.equal(percent(null, "en"), "no data");
  assert.equal(percent(0, "en"), "0.00%");
});

test("thousands are separated and changes signed", () => {
  assert.equal(whole(1234567, "th"), "1,234,567");
  assert.equal(points(0.0123, "en"), "+1.23 points");
  assert.equal(points(-0.5, "th"), "-50.00 จุดร้อยละ");
});

test("dates are of the Buddhist era in Thailand's time zone", () => {
  assert.match(date("2026-11-20T18:30:00+00:00", "th"), /^21 พฤศจิกายน 2569/);
  assert.match(date("2026-11-20T18:30:00+00:00", "en"), /21 November 2569/);
  assert.equal(round("2565", "en"), "2565 BE (2022)");
});

test("each rule is told in both languages", () => {
  for (const rule of ["any_dimension", "union", "intersection", "dimensions", "k"]) {
    assert.match(ruleText(rule, "1/3", "th"), /จนเมื่อ/);
    assert.match(ruleText(rule, "1/3", "en"), /^Poor when/);
  }
});

test("a scope is a prefix, a region, or the country", () => {
  const table = { code: ["4101"], region: ["R3"] };
  assert.deepEqual(
    ["41", "R3", "nat", "40", "R1"].map((scope) => isWithin(table, 0, scope)),
    [true, true, true, false, false],
  );
});
