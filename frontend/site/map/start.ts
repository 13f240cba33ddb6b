// A running map: MapLibre with our style, words and gestures.
import { LngLatBounds, Map as MapLibre, NavigationControl, setWorkerUrl } from "maplibre-gl";
import type { Lang } from "../../shared/language";
import { say } from "../words";
import { addAreas, emptyStyle } from "./drawing";

export const THAILAND = new LngLatBounds([97.3, 5.6, 105.7, 20.5]);
setWorkerUrl(new URL("./map_worker.js", import.meta.url).href);

/** A map in an element, with the layers of its areas; null where the browser has no WebGL. */
export async function startMap(
  { tiles, tilesAttribution = "" }: DOMStringMap,
  stage: HTMLElement,
  lang: Lang,
): Promise<MapLibre | null> {
  await document.fonts.load("13px Sarabun", "กA").catch(() => []);
  try {
    const map = new MapLibre({
      container: stage,
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
    await loaded(map);
    addAreas(map, Boolean(tiles));
    return map;
  } catch (error) {
    console.warn("No map drawing here:", error);
    stage.replaceChildren();
    return null;
  }
}

function loaded(map: MapLibre): Promise<void> {
  return new Promise((done, fail) => {
    map.once("load", () => done());
    // a tile or a source that cannot be read leaves a map that can be drawn
    map.on("error", (event) => {
      if (!("sourceId" in event)) fail(event.error);
    });
  });
}

/** Words of MapLibre's own controls. */
function controlWords(lang: Lang): Record<string, string> {
  return {
    "Map.Title": say("map", lang),
    "NavigationControl.ZoomIn": say("zoomIn", lang),
    "NavigationControl.ZoomOut": say("zoomOut", lang),
    "CooperativeGesturesHandler.WindowsHelpText": say("ctrlScroll", lang),
    "CooperativeGesturesHandler.MacHelpText": say("cmdScroll", lang),
    "CooperativeGesturesHandler.MobileHelpText": say("twoFingers", lang),
  };
}
