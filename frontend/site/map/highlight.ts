// The one area that is lit up: by the pointer, or by its row of the table beside the map.
import type { Map as MapLibre } from "maplibre-gl";
import type { MapValues } from "./data";
import { AREAS } from "./drawing";

/** Lights up an area in place of the one before; null lights up none. */
export type Highlight = (code: string | null) => void;

export function highlighter(map: MapLibre): Highlight {
  let before: string | null = null;
  return (code) => {
    if (code === before) return;
    if (before !== null) map.setFeatureState({ source: AREAS, id: before }, { chosen: false });
    if (code !== null) map.setFeatureState({ source: AREAS, id: code }, { chosen: true });
    before = code;
  };
}

/** Rows of a table light up their area when pointed at or focused; the answer ends it. */
export function lightFromTable(
  selector: string,
  values: MapValues,
  highlight: Highlight,
): () => void {
  const table = document.querySelector(selector);
  const codes = new Set(values.areas.map((area) => area.code));
  const leave = new AbortController();
  const listen = (kind: string, act: (event: Event) => void): void =>
    table?.addEventListener(kind, act, { signal: leave.signal });
  const light = ({ target }: Event): void => {
    const row = (target as Element).closest<HTMLElement>("[data-code]");
    const code = row?.dataset.code ?? "";
    highlight(codes.has(code) ? code : null);
  };
  for (const kind of ["pointerover", "focusin"]) listen(kind, light);
  for (const kind of ["pointerleave", "focusout"]) listen(kind, () => highlight(null));
  return () => leave.abort();
}
