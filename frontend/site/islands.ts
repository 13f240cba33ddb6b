// Islands: elements with data-island get their program when they appear and lose it when they go.
import htmx from "htmx.org";

type Mount = (root: HTMLElement) => Promise<() => void>;
const ISLANDS: Record<string, () => Promise<{ mount: Mount }>> = {
  map: () => import("./map/map"),
  chart: () => import("./chart/chart"),
};
const mounted = new WeakMap<Element, () => void>();
const SELECTOR = "[data-island]";

/** Mount the islands of the page, and those that htmx brings or takes later. */
export function startIslands(): void {
  mountIn(document.body);
  htmx.on("htmx:load", (event) => mountIn((event as CustomEvent<{ elt: Element }>).detail.elt));
  htmx.on("htmx:beforeCleanupElement", (event) => {
    const { elt } = (event as CustomEvent<{ elt: Element }>).detail;
    mounted.get(elt)?.();
    mounted.delete(elt);
  });
}

function mountIn(place: Element): void {
  const found = [...place.querySelectorAll<HTMLElement>(SELECTOR)];
  if (place instanceof HTMLElement && place.matches(SELECTOR)) found.push(place);
  for (const root of found) void mountOne(root);
}

async function mountOne(root: HTMLElement): Promise<void> {
  const load = ISLANDS[root.dataset.island ?? ""];
  if (!load || mounted.has(root)) return;
  mounted.set(root, () => undefined);
  const { mount } = await load();
  const undo = await mount(root);
  if (root.isConnected) mounted.set(root, undo);
  else undo();
}
