// Households on the map: read only when somebody asks for them, for reading them is audited.
import type { MapLayerMouseEvent, Map as MapLibre } from "maplibre-gl";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { whole } from "../../shared/numbers";
import { readJson } from "../reading";
import { say } from "../words";
import type { Points } from "./data";
import { addPoints, HOUSEHOLD_LAYERS, POINTS, sourceOf } from "./drawing";
import type { Card, Frame } from "./frame";
import { boundsOf } from "./geometry";

const NONE: Points = { type: "FeatureCollection", features: [] };

/** A button that shows the households of an address, and hides them again. */
export function householdButton(
  map: MapLibre,
  url: string,
  root: HTMLElement,
  { status, card }: Pick<Frame, "status" | "card">,
  lang: Lang,
): HTMLElement {
  let points: Points | null = null;
  let isShown = false;
  const toggle = async (): Promise<void> => {
    if (!points) {
      points = await readJson<Points>(url);
      addPoints(map);
      listen(map, card, lang);
    }
    isShown = !isShown;
    sourceOf(map, POINTS).setData(isShown ? points : NONE);
    button.textContent = say(isShown ? "hidePoints" : "showPoints", lang);
    button.setAttribute("aria-pressed", String(isShown));
    root.dataset.points = isShown ? "shown" : "hidden";
    status.textContent = isShown ? pointsText(points, lang) : "";
    const bounds = isShown ? boundsOf(points.features) : null;
    if (bounds) map.fitBounds(bounds, { padding: 48, maxZoom: 15, animate: false });
  };
  const click = (): void => {
    toggle().catch((error: unknown) => {
      console.error(error);
      status.textContent = say("pointsFailed", lang);
    });
  };
  const button = h(
    "button",
    { type: "button", class: "btn btn-sm", "aria-pressed": "false", click },
    say("showPoints", lang),
  );
  return button;
}

/** How many households are shown, and whether there are more. */
export function pointsText(points: Points, lang: Lang): string {
  const { length } = points.features;
  if (length === 0) return say("pointsNone", lang);
  const count = `${say("pointsShown", lang)} ${whole(length, lang)}`;
  return points.is_capped ? `${count}. ${say("pointsCapped", lang)}` : count;
}

function listen(map: MapLibre, card: Card, lang: Lang): void {
  map.on("click", "cluster", (event) => void openCluster(map, event));
  map.on("click", "point", (event) => {
    const household: Points["features"][number]["properties"] | undefined =
      event.features?.[0]?.properties;
    if (household) card.show(household.name ?? say("position", lang), household.link ?? null);
  });
  const setCursor = (cursor: string) => () => {
    map.getCanvas().style.cursor = cursor;
  };
  for (const layer of HOUSEHOLD_LAYERS) {
    map.on("mouseenter", layer, setCursor("pointer"));
    map.on("mouseleave", layer, setCursor(""));
  }
}

async function openCluster(map: MapLibre, event: MapLayerMouseEvent): Promise<void> {
  const [feature] = event.features ?? [];
  if (feature?.geometry.type !== "Point") return;
  const [lon = 0, lat = 0] = feature.geometry.coordinates;
  const cluster = Number(feature.properties.cluster_id);
  const zoom = await sourceOf(map, POINTS).getClusterExpansionZoom(cluster);
  map.easeTo({ center: [lon, lat], zoom });
}
