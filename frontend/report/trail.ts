// The way from the report's area down to one inside it.
import { h } from "../shared/elements";
import type { Lang } from "../shared/language";
import type { Payload } from "./payload";
import { fullName } from "./place_names";
import { say } from "./text";

/** Codes from `root` down to `scope`; of digits a province, a district and a subdistrict have. */
export function trailCodes(root: string, scope: string): string[] {
  const codes = [root];
  if (scope === root || !/^\d+$/.test(scope)) return codes;
  for (const digits of [2, 4, 6]) {
    const isAbove = root !== "nat" && root.length > digits;
    const code = scope.slice(0, digits);
    if (code.length === digits && code !== root && !isAbove) codes.push(code);
  }
  return codes;
}

/** The areas from the report's scope down to `scope`; choosing one goes back up to it. */
export function trail(
  data: Payload,
  lang: Lang,
  scope: string,
  go: (code: string) => void,
  label = say("back", lang),
): HTMLElement {
  const step = (code: string): HTMLElement => {
    const name = fullName(data, code, lang);
    return code === scope
      ? h("span", { "aria-current": "location" }, name)
      : h("button", { type: "button", click: () => go(code) }, name);
  };
  const steps = trailCodes(data.meta.scope.code, scope).map((code) => h("li", {}, step(code)));
  return h("nav", { class: "trail", "aria-label": label }, h("ol", {}, ...steps));
}
