// What the legend of the site's map says.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../../testing/modules.mjs";
import { area, values } from "./testing.mjs";

const { classesOf, legendEntries } = await modules(
  import.meta.url,
  "./legend",
  "../../shared/classes",
);
const entriesOf = (shown, lang) => {
  const classes = classesOf(
    shown.areas.map((item) => item.value),
    "quantile",
  );
  return legendEntries(shown, classes, lang);
};

test("the legend tells zero, no data and withheld apart", () => {
  const shown = values([
    area("10", 0),
    area("11", 0.5),
    area("12", null, "none"),
    area("13", null, "suppressed"),
    area("14", null),
  ]);
  const entries = entriesOf(shown, "th");
  assert.deepEqual(
    entries.map((item) => [item.kind, item.count]),
    [
      ["class", 1],
      ["class", 1],
      ["none", 2],
      ["suppressed", 1],
    ],
  );
  assert.equal(entries[0].text, "0.00%");
  assert.equal(entries[2].text, "ไม่มีข้อมูล");
  assert.equal(entries[3].text, "ปกปิดเพื่อคุ้มครองบุคคล");
});

test("a class of several values says both ends, and nothing is said of what is not there", () => {
  const shown = values(Array.from({ length: 10 }, (_, at) => area(String(at), at / 100)));
  const [first, ...others] = entriesOf(shown, "en");
  assert.equal(first.text, "0.00% to 1.00%");
  assert.ok(others.every((item) => item.kind === "class"));
});
