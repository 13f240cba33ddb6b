// Where the names of bars stand, and how high a chart is.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { barLayout, tip } = await modules(import.meta.url, "./bar_layout");
const width = (text) => text.length * 7;
const bars = [
  { label: "มีอาชีพและมีรายได้เพียงพอต่อการดำรงชีวิตของครัวเรือน", value: 12, text: "12 (3.00%)" },
  { label: "เงินออม", value: null, text: "ไม่มีข้อมูล", hue: "#123456", note: "มิติ: รายได้" },
];

test("on a wide screen names stand beside the bars", () => {
  const { option, height } = barLayout(bars, 1000, "th", width);
  assert.equal(option.yAxis.axisLabel.show, true);
  assert.equal(option.series.length, 1);
  assert.equal(option.grid.right, width("ไม่มีข้อมูล") + 16);
  assert.ok(height >= 2 * 34 + 12);
});

test("on a narrow one long names stand above them, on lines that fit", () => {
  const { option, height } = barLayout(bars, 320, "th", width);
  assert.equal(option.yAxis.axisLabel.show, false);
  assert.equal(option.series.length, 2);
  const [above] = option.series[1].data;
  const lines = above.label.formatter().split("\n");
  assert.ok(lines.length > 1 && lines.every((line) => width(line) <= 320 - 16));
  assert.ok(height > barLayout(bars, 1000, "th", width).height);
});

test("no data draws no bar, and says so at its end", () => {
  const [series] = barLayout(bars, 1000, "th", width).option.series;
  assert.equal(series.data[1].itemStyle.color, "transparent");
  assert.equal(series.label.formatter({ dataIndex: 1 }), "ไม่มีข้อมูล");
});

test("the tooltip says name, figure and note", () => {
  assert.equal(tip(bars[1], "th", width), "เงินออม\nไม่มีข้อมูล\nมิติ: รายได้");
  assert.equal(tip(undefined, "th", width), "");
});
