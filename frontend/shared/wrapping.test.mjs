// Lines of texts in both languages.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { linesOf } = await modules(import.meta.url, "./wrapping");
const width = (text) => text.length * 7;

test("long Thai labels break between words and no line is wider than its room", () => {
  const text = "เด็กอายุต่ำกว่าสิบห้าปีได้รับการศึกษาภาคบังคับ";
  const lines = linesOf(text, 120, "th", width);
  assert.ok(lines.length > 1);
  assert.ok(lines.every((line) => width(line) <= 120));
  assert.equal(lines.join(""), text);
});

test("English breaks at spaces, which no line begins or ends with", () => {
  const lines = linesOf("Children go to school", 14 * 7, "en", width);
  assert.deepEqual(lines, ["Children go to", "school"]);
});

test("a word wider than the room stands alone, and no text is one empty line", () => {
  assert.deepEqual(linesOf("a incomprehensible b", 5 * 7, "en", width), [
    "a",
    "incomprehensible",
    "b",
  ]);
  assert.deepEqual(linesOf("", 50, "th", width), [""]);
});
