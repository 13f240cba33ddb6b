// Every text of the site's program is in both languages.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { language, say, titleIn, WORDS } = await modules(import.meta.url, "./words");
const THAI = /[\u0e00-\u0e7f]/;

test("Thai is Thai, English holds none", () => {
  assert.ok(Object.keys(WORDS).length > 30);
  for (const [word, { th, en }] of Object.entries(WORDS)) {
    assert.match(th, THAI, word);
    assert.doesNotMatch(en, THAI, word);
  }
});

test("the page's language decides, Thai where it says neither", () => {
  for (const [lang, expected] of Object.entries({ en: "en", "en-GB": "en", th: "th", "": "th" })) {
    globalThis.document = { documentElement: { lang } };
    assert.equal(language(), expected);
  }
  assert.equal(say("cancel", "th"), "ยกเลิก");
});

test("a title is a text, a pair of texts, or nothing", () => {
  assert.equal(titleIn("th", "ก"), "ก");
  assert.equal(titleIn("en", { th: "ก", en: "A" }), "A");
  assert.equal(titleIn("en", null), "");
});
