// Charts of the page: drawn when placed, drawn again for another width or for paper.
import { BarChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { textWidth } from "../shared/typeface";
import { type Bar, barLayout } from "./bar_layout";

echarts.use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

interface PlacedChart {
  chart: echarts.ECharts;
  place: HTMLElement;
  bars: readonly Bar[];
  lang: Lang;
}
let charts: PlacedChart[] = [];

/** Forget the charts of the page that is about to be replaced. */
export function clearCharts(): void {
  for (const { chart } of charts) chart.dispose();
  charts = [];
}

/** Give every chart the width of its place, or `width` for paper. */
export function resizeCharts(width?: number): void {
  for (const { chart, place, bars, lang } of charts) {
    if (!place.isConnected) continue;
    const wide = width ?? place.clientWidth;
    const { option, height } = barLayout(bars, wide, lang, textWidth);
    place.style.height = `${height}px`;
    chart.resize({ width: wide, height });
    chart.setOption(option, { notMerge: true });
    chart.getZr().flush();
  }
}

/** Horizontal bars, drawn once in the page; `summary` is what a screen reader hears. */
export function bars(items: readonly Bar[], summary: string, lang: Lang): HTMLElement {
  const place = h("div", { class: "chart", role: "img", "aria-label": summary });
  queueMicrotask(() => {
    const wide = place.clientWidth;
    const { option, height } = barLayout(items, wide, lang, textWidth);
    place.style.height = `${height}px`;
    const chart = echarts.init(place, null, { renderer: "svg", width: wide, height });
    chart.setOption(option);
    charts.push({ chart, place, bars: items, lang });
  });
  return place;
}
