// What ECharts is told to draw a chart of the site: bars, stacked bars or lines.
import type { EChartsCoreOption } from "echarts/core";
import type { Num } from "../../shared/areas";
import type { Lang } from "../../shared/language";
import { bare, type Unit } from "../../shared/numbers";
import { AXIS, CHART_INK } from "../../shared/palette";
import { FONT, FONT_SIZE } from "../../shared/typeface";
import { linesOf, type Measure } from "../../shared/wrapping";
import { titleIn } from "../words";
import { type ChartSpec, categoryNames, seriesHue, tip, unitOf } from "./spec";

/** An option and its height in pixels. */
export interface Layout {
  option: EChartsCoreOption;
  height: number;
}
const TEXT = { fontFamily: FONT, fontSize: FONT_SIZE, color: CHART_INK };
const LINE_HEIGHT = 20;
const BAR = 18;
const LINE_CHART_HEIGHT = 280;
/** Lines are told apart without colour too. */
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin", "arrow"];

/** The layout at a width; null values leave a gap and are said in the tooltip. */
export function chartOption(spec: ChartSpec, lang: Lang, width: number, measure: Measure): Layout {
  return spec.kind === "line" ? lineOption(spec, lang) : barOption(spec, lang, width, measure);
}

function barOption(spec: ChartSpec, lang: Lang, width: number, measure: Measure): Layout {
  const unit = unitOf(spec);
  const names = categoryNames(spec, lang);
  const room = Math.min(360, width * 0.42);
  const lines = names.map((name) => linesOf(name, room, lang, measure));
  const labelled = Math.min(room, Math.max(0, ...lines.flat().map(measure))) + 12;
  const isStacked = spec.kind === "stacked";
  const top = spec.series.length > 1 ? 36 : 4;
  const figures = spec.series
    .flatMap((item) => item.values)
    .map((value) => measure(bareOrNothing(value, unit, lang)));
  const option = {
    ...frame(spec, lang),
    grid: {
      left: labelled,
      right: isStacked ? 24 : Math.max(0, ...figures) + 16,
      top,
      bottom: isStacked ? 28 : 4,
      containLabel: false,
    },
    xAxis: { ...valueAxis(unit, lang), show: isStacked, splitNumber: 3 },
    yAxis: nameAxis(names, lines),
    series: barSeries(spec, lang),
  };
  const height = names.length * bandHeight(spec, lines) + top + (isStacked ? 32 : 8);
  return { option, height };
}

/** Room of one category in pixels: for its bars and for the lines of its name. */
function bandHeight(spec: ChartSpec, lines: readonly string[][]): number {
  const beside = spec.kind === "stacked" ? 1 : spec.series.length;
  const mostLines = Math.max(1, ...lines.map((item) => item.length));
  return Math.max(beside * (BAR + 4) + 12, mostLines * LINE_HEIGHT + 10);
}

function barSeries(spec: ChartSpec, lang: Lang): object[] {
  const isStacked = spec.kind === "stacked";
  const unit = unitOf(spec);
  return spec.series.map((item, at) => ({
    type: "bar",
    name: titleIn(lang, item.name),
    stack: isStacked ? "all" : null,
    barMaxWidth: BAR,
    barMinHeight: isStacked ? 0 : 2,
    data: item.values,
    itemStyle: { color: seriesHue(item, at) },
    label: {
      ...TEXT,
      show: !isStacked,
      position: "right",
      formatter: (given: { value: Num }) => bareOrNothing(given.value, unit, lang),
    },
  }));
}

function lineOption(spec: ChartSpec, lang: Lang): Layout {
  const option = {
    ...frame(spec, lang),
    grid: {
      left: 8,
      right: 24,
      top: spec.series.length > 1 ? 40 : 16,
      bottom: 8,
      containLabel: true,
    },
    xAxis: {
      type: "category",
      data: spec.categories.map((item) => titleIn(lang, item)),
      boundaryGap: false,
      axisLabel: TEXT,
    },
    yAxis: { ...valueAxis(unitOf(spec), lang), splitNumber: 4 },
    series: spec.series.map((item, at) => {
      const color = seriesHue(item, at);
      return {
        type: "line",
        name: titleIn(lang, item.name),
        data: item.values,
        connectNulls: false,
        symbolSize: 7,
        symbol: SYMBOLS[at % SYMBOLS.length],
        lineStyle: { width: 2, color },
        itemStyle: { color },
      };
    }),
  };
  return { option, height: LINE_CHART_HEIGHT };
}

function valueAxis(unit: Unit, lang: Lang): object {
  const formatter = (value: number): string => bare(value, unit, lang);
  return { type: "value", min: 0, axisLabel: { ...TEXT, formatter } };
}

function nameAxis(names: readonly string[], lines: readonly string[][]): object {
  return {
    type: "category",
    inverse: true,
    data: names,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: AXIS } },
    axisLabel: {
      ...TEXT,
      interval: 0,
      lineHeight: LINE_HEIGHT,
      formatter: (_: string, at: number) => lines[at]?.join("\n") ?? "",
    },
  };
}

function frame(spec: ChartSpec, lang: Lang): object {
  return {
    animation: false,
    legend: { show: spec.series.length > 1, top: 0, left: 0, type: "scroll", textStyle: TEXT },
    tooltip: {
      trigger: "axis",
      confine: true,
      renderMode: "richText",
      axisPointer: { type: spec.kind === "line" ? "line" : "shadow" },
      textStyle: TEXT,
      formatter: (given: { dataIndex: number }[]) => tip(spec, given[0]?.dataIndex ?? 0, lang),
    },
  };
}

const bareOrNothing = (value: Num, unit: Unit, lang: Lang): string =>
  value === null ? "" : bare(value, unit, lang);
