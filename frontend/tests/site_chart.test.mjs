// What the site's charts are told to draw, and how figures are written.
import assert from "node:assert/strict";
import test from "node:test";
import { siteModules } from "./site_source.mjs";

const { bare, chartOption, dayOf, figure, tip, wrapped } = await siteModules(
  "chart_spec",
  "figures",
);
const wide = (text) => text.length * 7;
const spec = {
  kind: "bar",
  title: { th: "คนจน", en: "Poor people" },
  unit: "people",
  categories: [
    { th: "สุขภาพ", en: "Health" },
    { th: "รายได้", en: "Income" },
  ],
  series: [{ name: { th: "คน", en: "People" }, values: [1234, null] }],
};

test("null is no data in words and never zero", () => {
  assert.equal(figure(null, "people", "th"), "ไม่มีข้อมูล");
  assert.equal(tip(spec, 1, "en"), "Income\nPeople: no data");
  const { option } = chartOption(spec, "th", 600, wide);
  assert.deepEqual(option.series[0].data, [1234, null]);
  assert.equal(option.yAxis.data[1], "รายได้ (ไม่มีข้อมูล)");
});

test("figures are written by their unit", () => {
  assert.equal(figure(1234567, "households", "en"), "1,234,567 households");
  assert.equal(bare(0.12345, "ratio", "th"), "12.35%");
  assert.equal(bare(0.12345, "score", "en"), "0.1235");
  assert.equal(
    tip({ ...spec, unit: { th: "บาท", en: "baht" } }, 0, "en"),
    "Health\nPeople: 1,234 baht",
  );
  assert.equal(dayOf("2026-11-20T18:30:00+00:00", "th"), "21 พ.ย. 2569");
});

test("stacked bars share a stack; lines leave gaps and differ by symbol as well as hue", () => {
  const two = { ...spec, series: [spec.series[0], { name: "ข", values: [1, 2] }] };
  const stacked = chartOption({ ...two, kind: "stacked" }, "th", 600, wide).option;
  assert.deepEqual(
    stacked.series.map((item) => item.stack),
    ["all", "all"],
  );
  const line = chartOption({ ...two, kind: "line" }, "th", 600, wide).option;
  assert.ok(line.series.every((item) => item.connectNulls === false));
  assert.equal(new Set(line.series.map((item) => item.symbol)).size, 2);
});

test("long Thai labels break between words and no line is wider than its room", () => {
  const lines = wrapped("เด็กอายุต่ำกว่าสิบห้าปีได้รับการศึกษาภาคบังคับ", 120, "th", wide);
  assert.ok(lines.length > 1);
  assert.ok(lines.every((line) => wide(line) <= 120));
});
