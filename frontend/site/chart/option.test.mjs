// What ECharts is told to draw.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";
import { spec } from "./testing.mjs";

const { chartOption } = await modules(import.meta.url, "./option");
const width = (text) => text.length * 7;
const two = { ...spec, series: [spec.series[0], { name: "ข", values: [1, 2] }] };

test("a bar without data is drawn as none, and its name says so", () => {
  const { option } = chartOption(spec, "th", 600, width);
  assert.deepEqual(option.series[0].data, [1234, null]);
  assert.equal(option.yAxis.data[1], "รายได้ (ไม่มีข้อมูล)");
  assert.equal(option.series[0].label.formatter({ value: null }), "");
  assert.equal(option.series[0].label.formatter({ value: 1234 }), "1,234");
});

test("stacked bars share a stack; a single one shows its figures instead of an axis", () => {
  const stacked = chartOption({ ...two, kind: "stacked" }, "th", 600, width).option;
  assert.deepEqual(
    stacked.series.map((item) => item.stack),
    ["all", "all"],
  );
  assert.deepEqual([stacked.xAxis.show, stacked.series[0].label.show], [true, false]);
  const { option } = chartOption(spec, "th", 600, width);
  assert.deepEqual([option.xAxis.show, option.series[0].label.show], [false, true]);
});

test("lines leave gaps and differ by symbol as well as hue", () => {
  const { option, height } = chartOption({ ...two, kind: "line" }, "th", 600, width);
  assert.ok(option.series.every((item) => item.connectNulls === false));
  assert.equal(new Set(option.series.map((item) => item.symbol)).size, 2);
  assert.equal(new Set(option.series.map((item) => item.itemStyle.color)).size, 2);
  assert.equal(height, 280);
});

test("several series need more height and a legend", () => {
  const [one, both] = [spec, two].map((each) => chartOption(each, "th", 600, width));
  assert.ok(both.height > one.height);
  assert.deepEqual([one.option.legend.show, both.option.legend.show], [false, true]);
});
