// What ECharts is told to draw horizontal bars: names beside the bars, or above on a narrow screen.
import type { EChartsCoreOption } from "echarts/core";
import type { Num } from "../shared/areas";
import type { Lang } from "../shared/language";
import { AXIS, BLUE, CHART_INK } from "../shared/palette";
import { FONT, FONT_SIZE } from "../shared/typeface";
import { linesOf, type Measure } from "../shared/wrapping";

/** A bar with its name and figure; null draws none. */
export interface Bar {
  label: string;
  value: Num;
  text: string;
  hue?: string;
  note?: string;
}
const LABEL = { fontFamily: FONT, fontSize: FONT_SIZE, color: CHART_INK };
const LINE_HEIGHT = 20;
const BAR_WIDTH = 18;
const NARROW = 620;
const TIP_WIDTH = 280;

/** Where names stand and how much room they take, in pixels. */
interface Places {
  isBeside: boolean;
  lines: string[][];
  labelWidth: number;
  mostLines: number;
}

/** A chart's option and its height in pixels at a width. */
export function barLayout(
  bars: readonly Bar[],
  width: number,
  lang: Lang,
  measure: Measure,
): { option: EChartsCoreOption; height: number } {
  const places = placesOf(bars, width, lang, measure);
  const { isBeside, mostLines } = places;
  const band = isBeside ? Math.max(34, mostLines * LINE_HEIGHT + 12) : 34 + mostLines * LINE_HEIGHT;
  const height = bars.length * band + (isBeside ? 12 : mostLines * LINE_HEIGHT - 8);
  const option = {
    animation: false,
    grid: {
      left: places.labelWidth + 12,
      right: Math.max(...bars.map((bar) => measure(bar.text))) + 16,
      top: isBeside ? 4 : Math.max(4, mostLines * LINE_HEIGHT - 20),
      bottom: 4,
    },
    tooltip: {
      confine: true,
      textStyle: { fontFamily: FONT },
      renderMode: "richText",
      formatter: (given: { dataIndex: number }) => tip(bars[given.dataIndex], lang, measure),
    },
    xAxis: { type: "value", show: false, min: 0 },
    yAxis: nameAxis(places),
    series: [barSeries(bars, isBeside), ...(isBeside ? [] : [nameSeries(places.lines)])],
  };
  return { option, height };
}

function placesOf(bars: readonly Bar[], width: number, lang: Lang, measure: Measure): Places {
  const isNarrow = width < NARROW;
  const room = isNarrow ? width - 8 : Math.min(400, width * 0.42);
  const longest = Math.max(...bars.map((bar) => measure(bar.label)));
  const isBeside = !isNarrow || longest < width * 0.36;
  const lines = bars.map((bar) => linesOf(bar.label, isBeside ? room : width - 16, lang, measure));
  return {
    isBeside,
    lines,
    labelWidth: isBeside ? Math.min(room, longest + 8) : 0,
    mostLines: Math.max(1, ...lines.map((line) => line.length)),
  };
}

/** The tooltip: the name, the figure and a note. */
export function tip(bar: Bar | undefined, lang: Lang, measure: Measure): string {
  if (!bar) return "";
  const name = linesOf(bar.label, TIP_WIDTH, lang, measure);
  return [...name, bar.text, ...(bar.note ? [bar.note] : [])].join("\n");
}

function nameAxis({ isBeside, lines }: Places): object {
  return {
    type: "category",
    inverse: true,
    data: lines.map((_, at) => String(at)),
    axisTick: { show: false },
    axisLine: { show: isBeside, lineStyle: { color: AXIS } },
    axisLabel: {
      ...LABEL,
      show: isBeside,
      interval: 0,
      lineHeight: LINE_HEIGHT,
      formatter: (_: string, at: number) => lines[at]?.join("\n") ?? "",
    },
  };
}

function barSeries(bars: readonly Bar[], isBeside: boolean): object {
  return {
    type: "bar",
    barWidth: BAR_WIDTH,
    barMinHeight: 2,
    ...(isBeside ? {} : { barCategoryGap: "0%" }),
    data: bars.map((bar) => ({
      value: bar.value ?? 0,
      itemStyle: { color: bar.value === null ? "transparent" : (bar.hue ?? BLUE) },
    })),
    label: {
      ...LABEL,
      show: true,
      position: "right",
      formatter: (given: { dataIndex: number }) => bars[given.dataIndex]?.text ?? "",
    },
  };
}

/** On a narrow screen names stand above their bars: an empty series carries them. */
function nameSeries(lines: readonly string[][]): object {
  return {
    type: "bar",
    barWidth: BAR_WIDTH,
    barGap: "-100%",
    silent: true,
    data: lines.map((line) => ({
      value: 0,
      label: {
        ...LABEL,
        show: true,
        position: [0, -4],
        align: "left",
        verticalAlign: "bottom",
        lineHeight: LINE_HEIGHT,
        formatter: () => line.join("\n"),
      },
    })),
  };
}
