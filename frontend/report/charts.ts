// ECharts bars with a table beside every chart.
import { BarChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { h } from "./dom";
import type { Lang, Num } from "./payload";
import { say } from "./text";

echarts.use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

const FONT = "Sarabun, sans-serif";
const INK = "#1b2a3a";
/** Five hues told apart with colour-blind eyes, each 3:1 against white. */
export const HUES = ["#0b62a4", "#b34a00", "#00735a", "#8a4f9e", "#7a6400", "#55606b"];

export interface Bar {
  label: string;
  value: Num;
  text: string;
  hue?: string;
  note?: string;
}
interface Drawn {
  chart: echarts.ECharts;
  place: HTMLElement;
  bars: Bar[];
  lang: Lang;
}
let drawn: Drawn[] = [];

/** Forget the charts of the page that is about to be replaced. */
export function clearCharts(): void {
  for (const item of drawn) item.chart.dispose();
  drawn = [];
}

/** Give every chart the width of its place, or `width` for paper. */
export function resizeCharts(width?: number): void {
  for (const item of drawn) {
    if (!item.place.isConnected) continue;
    const wide = width ?? item.place.clientWidth;
    const { option, height } = layout(item.bars, wide, item.lang);
    item.place.style.height = `${height}px`;
    item.chart.resize({ width: wide, height });
    item.chart.setOption(option, { notMerge: true });
    item.chart.getZr().flush();
  }
}

/** Horizontal bars; `summary` is what a screen reader hears. Draw with `drawCharts` when placed. */
export function bars(items: Bar[], summary: string, lang: Lang): HTMLElement {
  const place = h("div", { class: "chart", role: "img", "aria-label": summary });
  queueMicrotask(() => {
    const wide = place.clientWidth;
    const { option, height } = layout(items, wide, lang);
    place.style.height = `${height}px`;
    const chart = echarts.init(place, null, { renderer: "svg", width: wide, height });
    chart.setOption(option);
    drawn.push({ chart, place, bars: items, lang });
  });
  return place;
}

function layout(
  items: Bar[],
  wide: number,
  lang: Lang,
): { option: echarts.EChartsCoreOption; height: number } {
  const narrow = wide < 620;
  const room = narrow ? wide - 8 : Math.min(400, wide * 0.42);
  const longest = Math.max(...items.map((item) => measure(item.label)));
  const beside = !narrow || longest < wide * 0.36;
  const labelWide = beside ? Math.min(room, longest + 8) : 0;
  const lines = items.map((item) => wrap(item.label, beside ? room : wide - 16, lang));
  const most = Math.max(1, ...lines.map((line) => line.length));
  const band = beside ? Math.max(34, most * 20 + 12) : 34 + most * 20;
  const height = items.length * band + (beside ? 12 : most * 20 - 8);
  const endRoom = Math.max(...items.map((item) => measure(item.text))) + 16;
  const label = { fontFamily: FONT, fontSize: 14, color: INK };
  const option = {
    animation: false,
    grid: {
      left: labelWide + 12,
      right: endRoom,
      top: beside ? 4 : Math.max(4, most * 20 - 20),
      bottom: 4,
    },
    tooltip: {
      confine: true,
      textStyle: { fontFamily: FONT },
      renderMode: "richText",
      formatter: (given: { dataIndex: number }) => {
        const item = items[given.dataIndex]!;
        return [...wrap(item.label, 280, lang), item.text, ...(item.note ? [item.note] : [])].join(
          "\n",
        );
      },
    },
    xAxis: { type: "value", show: false, min: 0 },
    yAxis: {
      type: "category",
      inverse: true,
      data: items.map((_, at) => String(at)),
      axisTick: { show: false },
      axisLine: { show: beside, lineStyle: { color: "#8593a1" } },
      axisLabel: {
        ...label,
        show: beside,
        interval: 0,
        lineHeight: 20,
        formatter: (_: string, at: number) => lines[at]!.join("\n"),
      },
    },
    series: [
      {
        type: "bar",
        barWidth: 18,
        barMinHeight: 2,
        ...(beside ? {} : { barCategoryGap: "0%" }),
        data: items.map((item) => ({
          value: item.value ?? 0,
          itemStyle: { color: item.value === null ? "transparent" : (item.hue ?? HUES[0]) },
        })),
        label: {
          ...label,
          show: true,
          position: "right",
          formatter: (given: { dataIndex: number }) => items[given.dataIndex]!.text,
        },
      },
      ...(beside ? [] : [above(items, lines, label)]),
    ],
  };
  return { option, height };
}

/** On a narrow screen names stand above their bars: an empty series carries them. */
function above(items: Bar[], lines: string[][], label: object): object {
  return {
    type: "bar",
    barWidth: 18,
    barGap: "-100%",
    silent: true,
    data: items.map((_, at) => ({
      value: 0,
      label: {
        ...label,
        show: true,
        position: [0, -4],
        align: "left",
        verticalAlign: "bottom",
        lineHeight: 20,
        formatter: () => lines[at]!.join("\n"),
      },
    })),
  };
}

const pen = document.createElement("canvas").getContext("2d")!;

function measure(text: string): number {
  pen.font = `14px ${FONT}`;
  return pen.measureText(text).width;
}

/** Lines of at most `wide` pixels, broken between words also where Thai writes no spaces. */
function wrap(text: string, wide: number, lang: Lang): string[] {
  const words = [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)].map(
    (item) => item.segment,
  );
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line.trim() && measure(line + word) > wide) {
      lines.push(line.trim());
      line = "";
    }
    line += word;
  }
  return [...lines, line.trim()].filter(Boolean);
}

/** The same figures as a table that opens on request. */
export function asTable(head: string[], rows: string[][], lang: Lang): HTMLElement {
  return h(
    "details",
    { class: "as-table" },
    h("summary", {}, say("asTable", lang)),
    plainTable(head, rows),
  );
}

/** A small table whose first column names the row; columns but those of `texts` are numbers. */
export function plainTable(
  head: string[],
  rows: (string | Node)[][],
  caption?: string,
  texts: number[] = [],
): HTMLElement {
  const kind = (at: number): string => (at && !texts.includes(at) ? "num" : "");
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption ?? head.join(", ") },
    h(
      "table",
      {},
      caption ? h("caption", {}, caption) : null,
      h(
        "thead",
        {},
        h("tr", {}, ...head.map((text, at) => h("th", { scope: "col", class: kind(at) }, text))),
      ),
      h(
        "tbody",
        {},
        ...rows.map((row) =>
          h(
            "tr",
            {},
            ...row.map((text, at) =>
              at ? h("td", { class: kind(at) }, text) : h("th", { scope: "row" }, text),
            ),
          ),
        ),
      ),
    ),
  );
}
