// Which areas are ranked, and in which order.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";
import { payload, table } from "../testing/payload.mjs";

const { columnsOf, inOrder, matching, parentCodes, rankedLevels } = await modules(
  import.meta.url,
  "./ranking_rows",
);
const data = payload();
const { district, subdistrict } = data.levels;
const ranked = (level, sort, isUp, lang = "th") => {
  const areas = data.levels[level];
  const places = areas.code.map((_, at) => at);
  const columns = columnsOf(data, level, lang);
  return inOrder(places, areas, columns, { sort, isUp }, lang).map((at) => areas.code[at]);
};

test("a single province is not ranked, several are", () => {
  assert.deepEqual(rankedLevels(data), ["district", "subdistrict", "village"]);
  const two = payload({ levels: { province: table([{ code: "40" }, { code: "41" }]) } });
  assert.deepEqual(rankedLevels(two), ["province"]);
});

test("figures go either way, and no data stands last both ways", () => {
  assert.deepEqual(ranked("district", "poor_people", false), ["4101", "4102"]);
  assert.deepEqual(ranked("district", "poor_people", true), ["4102", "4101"]);
  const none = ["410102", "410201"];
  assert.deepEqual(ranked("subdistrict", "H", false), ["410101", ...none]);
  assert.deepEqual(ranked("subdistrict", "H", true), ["410101", ...none]);
});

test("names go by the alphabet of the language", () => {
  assert.deepEqual(ranked("district", "name", true), ["4102", "4101"]);
  assert.deepEqual(ranked("district", "name", true, "en"), ["4102", "4101"]);
  assert.deepEqual(ranked("subdistrict", "name", true, "th"), ["410201", "410102", "410101"]);
});

test("a search finds codes and names of both languages", () => {
  assert.deepEqual(matching(district, " kut "), [1]);
  assert.deepEqual(matching(district, "เมือง"), [0]);
  assert.deepEqual(matching(subdistrict, "4101"), [0, 1]);
  assert.deepEqual(matching(subdistrict, ""), [0, 1, 2]);
  assert.deepEqual(matching(subdistrict, "nowhere"), []);
});

test("the change of H stands where the earlier round is known", () => {
  const keys = (given) => columnsOf(given, "district", "th").map(({ key }) => key);
  assert.ok(!keys(data).includes("change"));
  const districts = [
    { code: "4101", H: 0.1, beforeH: 0.15 },
    { code: "4102", H: 0.1, beforeH: null },
  ];
  const later = payload({ levels: { district: table(districts) } });
  const change = columnsOf(later, "district", "th").find(({ key }) => key === "change");
  assert.equal(change.text(change.value(0)), "-5.00 จุดร้อยละ");
  assert.equal(change.text(change.value(1)), "ไม่มีข้อมูล");
});

test("parents are told from below; the province when there are several", () => {
  assert.deepEqual(parentCodes(data, "41010101", "village"), ["410101", "4101"]);
  assert.deepEqual(parentCodes(data, "410101", "subdistrict"), ["4101"]);
  const two = payload({ levels: { province: table([{ code: "40" }, { code: "41" }]) } });
  assert.deepEqual(parentCodes(two, "410101", "subdistrict"), ["4101", "41"]);
});
