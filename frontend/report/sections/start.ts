// The places and lacks with most people, and what to do with them.
import type { Level } from "../../shared/areas";
import { h } from "../../shared/elements";
import type { Lang } from "../../shared/language";
import { percent, whole } from "../../shared/numbers";
import { lackCount, lacksOf } from "../lacks";
import { type Payload, tableOf } from "../payload";
import { fullName } from "../place_names";
import { say } from "../text";

const LISTED = 5;
const TOGETHER = 3;

export interface PoorPlace {
  code: string;
  poor: number;
}

/** The areas with most poor people, of the first level that has more than one area. */
export function poorestPlaces(data: Payload): PoorPlace[] {
  const levels: Level[] = ["district", "subdistrict", "province"];
  const level = levels.find((each) => (data.levels[each]?.code.length ?? 0) > 1);
  if (!level) return [];
  const table = tableOf(data, level);
  return table.code
    .map((code, at) => ({ code, poor: table.poor_people[at] ?? 0 }))
    .filter((place) => place.poor > 0)
    .sort((a, b) => b.poor - a.poor)
    .slice(0, LISTED);
}

/** The section's body. */
export function whereToStart(data: Payload, lang: Lang): HTMLElement {
  const places = poorestPlaces(data);
  const steps = (["step1", "step2", "step3"] as const).map((word) => h("li", {}, say(word, lang)));
  return h(
    "div",
    { class: "columns" },
    h(
      "div",
      {},
      h("h3", {}, say("startPlaces", lang)),
      h("ol", {}, ...places.map((place) => placeLine(data, place, lang))),
      places.length > TOGETHER ? h("p", { class: "hint" }, shareText(data, places, lang)) : null,
    ),
    h(
      "div",
      {},
      h("h3", {}, say("startWhy", lang)),
      h(
        "ol",
        {},
        ...lacksOf(data)
          .slice(0, LISTED)
          .map((lack) => lackCount(lack, lang)),
      ),
    ),
    h("div", {}, h("h3", {}, say("startNext", lang)), h("ol", {}, ...steps)),
  );
}

function placeLine(data: Payload, { code, poor }: PoorPlace, lang: Lang): HTMLElement {
  const people = `${whole(poor, lang)} ${say("people", lang)}`;
  return h("li", {}, `${fullName(data, code, lang)} `, h("b", {}, people));
}

/** How much of all poor people the first three places hold. */
function shareText(data: Payload, places: readonly PoorPlace[], lang: Lang): string {
  const all = data.total.poor_people;
  const together = places.slice(0, TOGETHER).reduce((sum, place) => sum + place.poor, 0);
  const share = all ? percent(together / all, lang, 0) : say("noData", lang);
  const words = say("shareOfPoor", lang);
  return lang === "th" ? `สามแห่งแรกมี ${share} ${words}` : `The first three hold ${share} ${words}`;
}
