// Every text of the report is in both languages, with the same places to fill in.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { ALL, isWord, ruleName, ruleText, say } = await modules(
  import.meta.url,
  "./text",
  "./rule_text",
);
const THAI = /[\u0e00-\u0e7f]/;
const places = (text) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

test("Thai is Thai, English holds none, and both fill in the same", () => {
  assert.ok(Object.keys(ALL).length > 150);
  for (const [word, [th, en]] of Object.entries(ALL)) {
    if (!word.startsWith("M0_")) assert.match(th, THAI, word);
    assert.doesNotMatch(en, THAI, word);
    assert.deepEqual(places(th), places(en), word);
  }
});

test("a word is said in the language asked for", () => {
  assert.equal(say("noData", "th"), "ไม่มีข้อมูล");
  assert.equal(say("noData", "en"), "no data");
  assert.deepEqual([isWord("listwise"), isWord("toString")], [true, false]);
});

test("each rule is told in both languages", () => {
  for (const rule of ["any_dimension", "union", "intersection", "dimensions", "k"]) {
    assert.match(ruleText(rule, "1/3", "th"), /จนเมื่อ/);
    assert.match(ruleText(rule, "1/3", "en"), /^Poor when/);
    assert.match(ruleName(rule, "1/3", "th"), THAI);
  }
  assert.match(ruleText("k", "1/3", "th"), /1\/3/);
  assert.equal(ruleName("dimensions", "2", "en"), "2+ dimensions");
});

test("a rule without words stands by its name", () => {
  assert.equal(ruleText("own", "1", "th"), "own");
  assert.equal(ruleName("own", "1", "en"), "own");
});
