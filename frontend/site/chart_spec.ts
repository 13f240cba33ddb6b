// The pages' own description of a chart, and what ECharts is told to draw it.
import type { EChartsCoreOption } from "echarts/core";
import { bare, figure, type Unit } from "./figures";
import { type Lang, say, type Title, told } from "./words";

export interface Series {
  name: Title | string;
  values: (number | null)[];
  hue?: string;
}
export interface ChartSpec {
  kind: "bar" | "stacked" | "line";
  title: Title | string;
  categories: (Title | string)[];
  series: Series[];
  /** people, households, ratio or score; or the words of any other unit. */
  unit?: Unit | Title;
}
/** Hues told apart with colour-blind eyes, each 3:1 against white. */
export const HUES = ["#0b62a4", "#b34a00", "#00735a", "#8a4f9e", "#7a6400", "#55606b"];
const FONT = "Sarabun, sans-serif";
const INK = "#1b2a3a";
const LINE_HEIGHT = 20;
const BAR = 18;

/** Lines of a text no wider than `room` pixels, broken between the words of its language. */
export function wrapped(
  text: string,
  room: number,
  lang: Lang,
  wide: (text: string) => number,
): string[] {
  const lines: string[] = [""];
  for (const { segment } of new Intl.Segmenter(lang, { granularity: "word" }).segment(text)) {
    const line = lines[lines.length - 1]!;
    if (line.trim() !== "" && wide(line + segment) > room) lines.push(segment.trimStart());
    else lines[lines.length - 1] = line + segment;
  }
  return lines.map((line) => line.trimEnd());
}

/** A chart's option and its height in pixels; null values leave a gap and are said in the tooltip. */
export function chartOption(
  spec: ChartSpec,
  lang: Lang,
  width: number,
  wide: (text: string) => number,
): { option: EChartsCoreOption; height: number } {
  return spec.kind === "line" ? lineOption(spec, lang) : barOption(spec, lang, width, wide);
}

function barOption(
  spec: ChartSpec,
  lang: Lang,
  width: number,
  wide: (text: string) => number,
): { option: EChartsCoreOption; height: number } {
  const unit = unitOf(spec);
  const names = spec.categories.map((item, at) => named(spec, at, told(item, lang), lang));
  const room = Math.min(360, width * 0.42);
  const lines = names.map((name) => wrapped(name, room, lang, wide));
  const labelled = Math.min(room, Math.max(0, ...lines.flat().map(wide))) + 12;
  const isStacked = spec.kind === "stacked";
  const beside = isStacked ? 1 : spec.series.length;
  const band = Math.max(
    beside * (BAR + 4) + 12,
    Math.max(1, ...lines.map((item) => item.length)) * LINE_HEIGHT + 10,
  );
  const top = spec.series.length > 1 ? 36 : 4;
  const longest = Math.max(
    0,
    ...spec.series
      .flatMap((item) => item.values)
      .map((value) => (value === null ? 0 : wide(bare(value, unit, lang)))),
  );
  const option = {
    ...frame(spec, lang),
    grid: {
      left: labelled,
      right: isStacked ? 24 : longest + 16,
      top,
      bottom: isStacked ? 28 : 4,
      containLabel: false,
    },
    xAxis: {
      type: "value",
      show: isStacked,
      min: 0,
      splitNumber: 3,
      axisLabel: { ...text(), formatter: (value: number) => bare(value, unit, lang) },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: names,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: "#8593a1" } },
      axisLabel: {
        ...text(),
        interval: 0,
        lineHeight: LINE_HEIGHT,
        formatter: (_: string, at: number) => lines[at]!.join("\n"),
      },
    },
    series: spec.series.map((item, at) => ({
      type: "bar",
      name: told(item.name, lang),
      stack: isStacked ? "all" : null,
      barMaxWidth: BAR,
      barMinHeight: isStacked ? 0 : 2,
      data: item.values,
      itemStyle: { color: item.hue ?? HUES[at % HUES.length] },
      label: {
        ...text(),
        show: !isStacked,
        position: "right",
        formatter: (given: { value: number | null }) =>
          given.value === null ? "" : bare(given.value, unit, lang),
      },
    })),
  };
  return { option, height: names.length * band + top + (isStacked ? 32 : 8) };
}

function lineOption(spec: ChartSpec, lang: Lang): { option: EChartsCoreOption; height: number } {
  const unit = unitOf(spec);
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
      data: spec.categories.map((item) => told(item, lang)),
      boundaryGap: false,
      axisLabel: text(),
    },
    yAxis: {
      type: "value",
      min: 0,
      splitNumber: 4,
      axisLabel: { ...text(), formatter: (value: number) => bare(value, unit, lang) },
    },
    series: spec.series.map((item, at) => ({
      type: "line",
      name: told(item.name, lang),
      data: item.values,
      connectNulls: false,
      symbolSize: 7,
      symbol: ["circle", "rect", "triangle", "diamond", "pin", "arrow"][at % 6], // told apart without colour too
      lineStyle: { width: 2, color: item.hue ?? HUES[at % HUES.length] },
      itemStyle: { color: item.hue ?? HUES[at % HUES.length] },
    })),
  };
  return { option, height: 280 };
}

function frame(spec: ChartSpec, lang: Lang): object {
  return {
    animation: false,
    legend: { show: spec.series.length > 1, top: 0, left: 0, type: "scroll", textStyle: text() },
    tooltip: {
      trigger: "axis",
      confine: true,
      renderMode: "richText",
      axisPointer: { type: spec.kind === "line" ? "line" : "shadow" },
      textStyle: text(),
      formatter: (given: { dataIndex: number }[]) => tip(spec, given[0]?.dataIndex ?? 0, lang),
    },
  };
}

/** A category's name; where no series has a value the name says so, as no bar can. */
function named(spec: ChartSpec, at: number, name: string, lang: Lang): string {
  return spec.series.every((item) => (item.values[at] ?? null) === null)
    ? `${name} (${say("noData", lang)})`
    : name;
}

function unitOf(spec: ChartSpec): Unit {
  return typeof spec.unit === "string" ? spec.unit : "";
}

/** What the tooltip of one category says: every series with its figure, or that there is no data. */
export function tip(spec: ChartSpec, at: number, lang: Lang): string {
  const unit = unitOf(spec),
    word = typeof spec.unit === "object" ? told(spec.unit, lang) : "";
  const lines = spec.series.map((item) => {
    const value = item.values[at] ?? null;
    return `${told(item.name, lang)}: ${figure(value, unit, lang)}${value !== null && word ? ` ${word}` : ""}`;
  });
  return [told(spec.categories[at], lang), ...lines].join("\n");
}

function text(): object {
  return { fontFamily: FONT, fontSize: 14, color: INK };
}
