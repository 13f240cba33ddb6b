// The chart island: bars, stacked bars or lines from a description beside it in the page.
//
// <div data-island="chart" data-spec="ID"></div> where ID names a script of type application/json.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendScrollComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { textWidth, typefaceReady } from "../../shared/typeface";
import { language, say, titleIn } from "../words";
import { chartOption } from "./option";
import type { ChartSpec } from "./spec";

// Canvas, not SVG: the SVG renderer writes style attributes, which the page's policy forbids.
echarts.use([
  BarChart,
  LineChart,
  GridComponent,
  LegendScrollComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** Draw the chart into its element; the answer takes it away again. */
export async function mount(root: HTMLElement): Promise<() => void> {
  const lang = language();
  const spec = specOf(root);
  if (!spec) {
    root.textContent = say("chartFailed", lang);
    return () => root.replaceChildren();
  }
  await typefaceReady();
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", `${titleIn(lang, spec.title)}; ${say("chartTable", lang)}`);
  const chart = echarts.init(root, null, {
    renderer: "canvas",
    width: root.clientWidth,
    height: 1,
  });
  const layout = (): void => {
    if (root.clientWidth === 0) return;
    const { option, height } = chartOption(spec, lang, root.clientWidth, textWidth);
    root.style.height = `${height}px`;
    chart.resize({ width: root.clientWidth, height });
    chart.setOption(option, { notMerge: true });
  };
  layout();
  let drawnAt = root.clientWidth;
  const observer = new ResizeObserver(() => {
    if (root.clientWidth !== drawnAt) {
      drawnAt = root.clientWidth;
      layout();
    }
  });
  observer.observe(root);
  root.dataset.drawn = "chart";
  return () => {
    observer.disconnect();
    chart.dispose();
  };
}

function specOf(root: HTMLElement): ChartSpec | null {
  const holder = document.getElementById((root.dataset.spec ?? "").replace(/^#/, ""));
  try {
    return holder ? (JSON.parse(holder.textContent ?? "") as ChartSpec) : null;
  } catch (error) {
    console.error(error);
    return null;
  }
}
