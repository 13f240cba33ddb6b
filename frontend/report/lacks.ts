// What people lack: indicators by the number of poor people who live without them.
import type { Num } from "../shared/areas";
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import { whole } from "../shared/numbers";
import { type Area, type Payload, tableOf } from "./payload";
import { say } from "./text";

export interface Lack {
  item: Payload["indicators"][number];
  /** The place of the indicator in the payload. */
  at: number;
  /** The share of all people who are poor and deprived. */
  share: Num;
  count: Num;
}

/** Every indicator of the whole report, most lacked first; no data last. */
export function lacksOf(data: Payload): Lack[] {
  const { people, hdk } = data.total;
  return data.indicators
    .map((item, at) => {
      const share = hdk[at] ?? null;
      const count = share === null || people === null ? null : share * people;
      return { item, at, share, count };
    })
    .sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
}

/** Indicators that somebody lacks in an area (null: the whole report), most lacked first. */
export function lacksIn(data: Payload, area: Area | null): Lack[] {
  const { people, hdk } = data.total;
  return data.indicators
    .map((item, at) => {
      const share = hdk[at] ?? null;
      const all = share === null || people === null ? null : Math.round(share * people);
      const own = area && (tableOf(data, area.level).deprived[at]?.[area.at] ?? null);
      return { item, at, share, count: area ? own : all };
    })
    .filter((lack) => (lack.count ?? 0) > 0)
    .sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
}

/** A line of a list: the indicator and its people. */
export function lackCount(lack: Lack, lang: Lang): HTMLElement {
  const people = `${whole(lack.count, lang)} ${say("people", lang)}`;
  return h("li", {}, `${lack.item[lang]} `, h("b", {}, people));
}
