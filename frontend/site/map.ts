// The map island: a choropleth with its legend, households in clusters, or a schematic.
//
// <div data-island="map" data-url data-boundaries data-points data-tiles data-tiles-attribution
//      data-table data-lon data-lat></div>: every attribute but one of data-url and data-lon may be
// left out. `data-table` names the table whose rows with data-code light up their area.
import {
  type GeoJSONSource,
  LngLatBounds,
  Map as MapLibre,
  type MapMouseEvent,
  Marker,
  NavigationControl,
  setWorkerUrl,
} from "maplibre-gl";
import { classesOf } from "./classes";
import { h } from "./elements";
import { dayOf, figure } from "./figures";
import { legend } from "./legend";
import {
  type Area,
  type Boundaries,
  boundsOf,
  frameHeight,
  type Joined,
  joined,
  type MapValues,
  type Points,
  shownValue,
  stateOf,
} from "./map_data";
import {
  AREAS,
  addAreas,
  addPoints,
  CLICKABLE,
  controlWords,
  emptyStyle,
  LABELS,
  POINTS,
} from "./map_drawing";
import { readJson } from "./reading";
import { schematic } from "./schematic";
import { type Lang, language, say, told } from "./words";

const THAILAND = new LngLatBounds([97.3, 5.6, 105.7, 20.5]);
const POINT_ZOOM = 13;
setWorkerUrl(new URL("./map_worker.js", import.meta.url).href);

/** The parts of one mounted map. */
interface Parts {
  root: HTMLElement;
  frame: HTMLElement;
  tip: HTMLElement;
  card: HTMLElement;
  below: HTMLElement;
  status: HTMLElement;
  bar: HTMLElement;
  lang: Lang;
}
const NO_BOUNDARIES: Boundaries = {
  type: "FeatureCollection",
  features: [],
  source: "",
  is_schematic: true,
};

/** Draw the map into its element; the answer takes it away again. */
export async function mount(root: HTMLElement): Promise<() => void> {
  addStyle();
  const parts = partsOf(root);
  const { status, lang } = parts;
  status.textContent = say("loading", lang);
  const undo: (() => void)[] = [];
  try {
    const { url, boundaries, lon, lat } = root.dataset;
    const [values, shapes] = await Promise.all([
      url ? readJson<MapValues>(url) : null,
      boundaries ? readJson<Boundaries>(boundaries) : NO_BOUNDARIES,
    ]);
    const home: [number, number] | null = lon && lat ? [Number(lon), Number(lat)] : null;
    if (values && values.areas.length === 0 && !home) status.textContent = say("empty", lang);
    else undo.push(...(await draw(parts, values, shapes, home)));
  } catch (error) {
    console.error(error);
    parts.frame.hidden = true;
    status.textContent = say("failed", lang);
    status.classList.add("is-error");
  }
  return () => {
    for (const step of undo) step();
    root.replaceChildren();
  };
}

function partsOf(root: HTMLElement): Parts {
  const lang = language();
  const frame = h("div", { class: "map-frame" });
  const tip = h("div", { class: "map-tip", "aria-hidden": "true", hidden: true });
  const card = h("div", { class: "map-card", hidden: true });
  const below = h("div", { class: "map-below" });
  const status = h("p", { class: "map-status", role: "status" });
  const bar = h("div", { class: "map-bar" });
  root.replaceChildren(bar, h("div", { class: "map-stage" }, frame, tip), card, status, below);
  return { root, frame, tip, card, below, status, bar, lang };
}

async function draw(
  parts: Parts,
  values: MapValues | null,
  shapes: Boundaries,
  home: [number, number] | null,
): Promise<(() => void)[]> {
  const { root, frame, below, status, lang } = parts;
  const match = values ? joined(values, shapes, lang) : null;
  const isMap = home !== null || (!shapes.is_schematic && (match?.shapes.features.length ?? 0) > 0);
  const map = isMap ? await started(parts) : null;
  if (values) describe(parts, values, shapes, match!, map !== null);
  if (!map) {
    frame.classList.add("is-schematic");
    if (values)
      frame.replaceChildren(
        schematic(
          values,
          classesOf(values.areas.map(shownValue), values.method),
          lang,
          root.clientWidth,
          isMap ? "schematicNoDrawing" : "schematicWhy",
        ),
      );
    status.textContent = "";
    root.dataset.drawn = "schematic";
    return [];
  }
  const bounds = boundsOf(match?.shapes.features ?? shapes.features);
  frame.style.height = `${frameHeight(bounds, frame.clientWidth, innerHeight)}px`;
  map.resize();
  const drawing = { map, parts, values };
  if (values && match) showAreas(drawing, match);
  if (home)
    new Marker({ color: "#b34a00" })
      .setLngLat(home)
      .addTo(map)
      .getElement()
      .setAttribute("aria-label", say("position", lang));
  const all = bounds ? new LngLatBounds(bounds) : THAILAND;
  const fit = (): void => {
    if (home) map.jumpTo({ center: home, zoom: POINT_ZOOM });
    else map.fitBounds(all, { padding: 16, animate: false });
  };
  fit();
  parts.bar.append(
    h("button", { type: "button", class: "btn btn-sm", click: fit }, say("whole", lang)),
  );
  if (root.dataset.points) offerPoints(drawing, root.dataset.points);
  const undoTable = values ? joinTable(drawing, values) : () => undefined;
  await new Promise<void>((done) => void map.once("idle", () => done()));
  status.textContent = "";
  root.dataset.drawn = "map";
  below.hidden = false;
  return [undoTable, () => map.remove()];
}

/** A running MapLibre map, or null where the browser has no WebGL. */
async function started({ root, frame, lang }: Parts): Promise<MapLibre | null> {
  await document.fonts.load("13px Sarabun", "กA").catch(() => []);
  const { tiles = null, tilesAttribution = "" } = root.dataset;
  try {
    const map = new MapLibre({
      container: frame,
      style: emptyStyle(tiles || null, tilesAttribution),
      bounds: THAILAND,
      locale: controlWords(lang),
      attributionControl: tiles ? { compact: true } : false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      cooperativeGestures: true,
      maxZoom: 18,
      fadeDuration: 0,
      refreshExpiredTiles: false,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    await new Promise<void>((done, fail) => {
      map.once("load", () => done());
      // a tile or a source that cannot be read leaves a map that can be drawn
      map.on("error", (event) => {
        if (!("sourceId" in event)) fail(event.error);
      });
    });
    addAreas(map, Boolean(tiles));
    return map;
  } catch (error) {
    console.warn("No map drawing here:", error);
    frame.replaceChildren();
    return null;
  }
}

interface Drawing {
  map: MapLibre;
  parts: Parts;
  values: MapValues | null;
}

function showAreas({ map, parts, values }: Drawing, match: Joined): void {
  map.getSource<GeoJSONSource>(AREAS)!.setData(match.shapes);
  map.getSource<GeoJSONSource>(LABELS)!.setData(match.labels);
  const areas = new Map(values!.areas.map((area) => [area.code, area]));
  const areaAt = (event: MapMouseEvent): Area | null => {
    if (
      map.getLayer("point") &&
      map.queryRenderedFeatures(event.point, { layers: ["point", "cluster"] }).length
    )
      return null;
    const [found] = map.queryRenderedFeatures(event.point, { layers: CLICKABLE });
    return areas.get(String(found?.properties.code ?? "")) ?? null;
  };
  let touched = false;
  parts.frame.addEventListener(
    "pointerdown",
    (event) => {
      touched = event.pointerType !== "mouse";
    },
    { capture: true },
  );
  map.on("mousemove", (event) => {
    const area = areaAt(event);
    choose(map, area?.code ?? null);
    map.getCanvas().style.cursor = area?.link ? "pointer" : "";
    parts.tip.hidden = area === null || touched;
    if (area)
      place(parts, event.point, `${area.name[parts.lang]}: ${saying(area, values!, parts.lang)}`);
  });
  map.on("mouseout", () => {
    parts.tip.hidden = true;
    choose(map, null);
  });
  map.on("click", (event) => {
    const area = areaAt(event);
    if (!area) {
      parts.card.hidden = true;
      return;
    }
    choose(map, area.code);
    // A finger cannot hover: the first touch tells about the area and offers the way on.
    if (area.link && !touched) location.assign(area.link);
    else
      showCard(parts, `${area.name[parts.lang]}: ${saying(area, values!, parts.lang)}`, area.link);
  });
}

function saying(area: Area, values: MapValues, lang: Lang): string {
  return stateOf(area) === "suppressed"
    ? say("suppressed", lang)
    : figure(shownValue(area), values.measure.unit, lang);
}

const chosen = new WeakMap<MapLibre, string>();

function choose(map: MapLibre, code: string | null): void {
  const before = chosen.get(map);
  if (before === code) return;
  if (before !== undefined) map.setFeatureState({ source: AREAS, id: before }, { chosen: false });
  if (code === null) chosen.delete(map);
  else {
    chosen.set(map, code);
    map.setFeatureState({ source: AREAS, id: code }, { chosen: true });
  }
}

function place({ tip, frame }: Parts, at: { x: number; y: number }, text: string): void {
  tip.textContent = text;
  const left = Math.max(4, Math.min(at.x + 14, frame.clientWidth - tip.offsetWidth - 4));
  tip.style.transform = `translate(${left}px, ${Math.max(4, at.y - tip.offsetHeight - 10)}px)`;
}

function showCard({ card, lang }: Parts, text: string, link: string | null): void {
  const children = [
    h("span", {}, text),
    link ? h("a", { class: "btn btn-primary btn-sm", href: link }, say("open", lang)) : null,
  ];
  card.replaceChildren(...children.filter((child) => child !== null));
  card.hidden = false;
}

/** Legend, areas without boundary, sources; and a list where the page has no table of its own. */
function describe(
  { root, below, lang }: Parts,
  values: MapValues,
  shapes: Boundaries,
  match: Joined,
  isMap: boolean,
): void {
  const link = (area: Area): HTMLElement => {
    const words = `${area.name[lang]}: ${saying(area, values, lang)}`;
    return h("li", {}, area.link ? h("a", { href: area.link }, words) : words);
  };
  const missing =
    isMap && match.withoutBoundary.length > 0
      ? h(
          "div",
          { class: "map-missing" },
          h("p", {}, `${say("withoutBoundary", lang)} (${match.withoutBoundary.length})`),
          h("ul", {}, ...match.withoutBoundary.map(link)),
        )
      : null;
  const list =
    isMap && !root.dataset.table
      ? h(
          "details",
          { class: "map-list" },
          h("summary", {}, say("list", lang)),
          h("ul", {}, ...values.areas.map(link)),
        )
      : null;
  const facts = [
    isMap ? `${say("source", lang)}: ${told(shapes.source, lang)}` : "",
    values.made_at ? `${say("madeAt", lang)} ${dayOf(values.made_at, lang)}` : "",
  ];
  const children = [
    legend(values, match.classes, lang),
    isMap ? h("p", { class: "map-help" }, say("mapHelp", lang)) : null,
    missing,
    list,
    h("p", { class: "map-facts" }, facts.filter(Boolean).join(" · ")),
  ];
  below.replaceChildren(...children.filter((child) => child !== null));
}

/** Rows of the table beside the map light up their area when pointed at or focused. */
function joinTable({ map, parts }: Drawing, values: MapValues): () => void {
  const table = parts.root.dataset.table ? document.querySelector(parts.root.dataset.table) : null;
  const codes = new Set(values.areas.map((area) => area.code));
  const light = (event: Event): void => {
    const code =
      (event.target as Element).closest<HTMLElement>("[data-code]")?.dataset.code ?? null;
    choose(map, code && codes.has(code) ? code : null);
  };
  const leave = new AbortController();
  for (const kind of ["pointerover", "focusin"])
    table?.addEventListener(kind, light, { signal: leave.signal });
  for (const kind of ["pointerleave", "focusout"])
    table?.addEventListener(kind, () => choose(map, null), { signal: leave.signal });
  return () => leave.abort();
}

/** A button that reads households only when somebody asks for them: reading them is audited. */
function offerPoints(drawing: Drawing, url: string): void {
  const { map, parts } = drawing;
  const { lang, status } = parts;
  let points: Points | null = null,
    isShown = false;
  const button = h(
    "button",
    { type: "button", class: "btn btn-sm", "aria-pressed": "false", click: () => void toggle() },
    say("showPoints", lang),
  );
  const toggle = async (): Promise<void> => {
    try {
      if (!points) {
        points = await readJson<Points>(url);
        addPoints(map);
        listenToPoints(drawing);
      }
      isShown = !isShown;
      map
        .getSource<GeoJSONSource>(POINTS)!
        .setData(isShown ? points : { type: "FeatureCollection", features: [] });
      button.textContent = say(isShown ? "hidePoints" : "showPoints", lang);
      button.setAttribute("aria-pressed", String(isShown));
      parts.root.dataset.points = isShown ? "shown" : "hidden";
      status.textContent = isShown ? pointsWords(points, lang) : "";
      const bounds = isShown ? boundsOf(points.features) : null;
      if (bounds) map.fitBounds(bounds, { padding: 48, maxZoom: 15, animate: false });
    } catch (error) {
      console.error(error);
      status.textContent = say("pointsFailed", lang);
    }
  };
  parts.bar.append(button);
}

function pointsWords(points: Points, lang: Lang): string {
  if (points.features.length === 0) return say("pointsNone", lang);
  const count = `${say("pointsShown", lang)} ${points.features.length.toLocaleString("en")}`;
  return points.is_capped ? `${count}. ${say("pointsCapped", lang)}` : count;
}

function listenToPoints({ map, parts }: Drawing): void {
  map.on("click", "cluster", (event) => {
    const [feature] = event.features ?? [];
    if (feature?.geometry.type !== "Point") return;
    const center = feature.geometry.coordinates as [number, number];
    void map
      .getSource<GeoJSONSource>(POINTS)!
      .getClusterExpansionZoom(Number(feature.properties.cluster_id))
      .then((zoom) => map.easeTo({ center, zoom }));
  });
  map.on("click", "point", (event) => {
    const found = event.features?.[0]?.properties as { name?: string; link?: string } | undefined;
    if (found) showCard(parts, found.name ?? say("position", parts.lang), found.link ?? null);
  });
  for (const layer of ["cluster", "point"]) {
    map.on("mouseenter", layer, () => {
      map.getCanvas().style.cursor = "pointer";
    });
    map.on("mouseleave", layer, () => {
      map.getCanvas().style.cursor = "";
    });
  }
}

function addStyle(): void {
  const href = new URL("./map.css", import.meta.url).href;
  if (![...document.styleSheets].some((sheet) => sheet.href === href))
    document.head.append(h("link", { rel: "stylesheet", href }));
}
