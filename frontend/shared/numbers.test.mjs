// How numbers are written in both languages.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const numbers = await modules(import.meta.url, "./numbers");
const { bare, figure, index, indexChange, percent, points, weight, whole, wholeChange } = numbers;

test("null is said in words and never written as zero", () => {
  for (const write of [whole, percent, index, indexChange, points, wholeChange]) {
    assert.equal(write(null, "th"), "ไม่มีข้อมูล");
    assert.equal(write(null, "en"), "no data");
    assert.match(write(0, "en"), /^0/);
  }
  assert.equal(figure(null, "people", "th"), "ไม่มีข้อมูล");
});

test("thousands are separated, with Arabic digits in Thai too", () => {
  assert.equal(whole(1234567, "th"), "1,234,567");
  assert.equal(whole(1234567, "en"), "1,234,567");
  assert.equal(whole(1234.5, "en"), "1,235");
});

test("ratios and indices keep their decimals", () => {
  assert.equal(percent(0, "en"), "0.00%");
  assert.equal(percent(0.1, "th"), "10.00%");
  assert.equal(percent(0.12345, "en", 0), "12%");
  assert.equal(index(0.05, "th"), "0.0500");
});

test("changes are signed", () => {
  assert.equal(points(0.0123, "en"), "+1.23 points");
  assert.equal(points(-0.5, "th"), "-50.00 จุดร้อยละ");
  assert.equal(points(0, "en"), "0.00 points");
  assert.equal(indexChange(0.01, "en"), "+0.0100");
  assert.equal(indexChange(-0.01, "en"), "-0.0100");
  assert.equal(wholeChange(1200, "th"), "+1,200");
  assert.equal(wholeChange(-1200, "th"), "-1,200");
  assert.equal(weight(3.14159, "en"), "+3.1");
  assert.equal(weight(-2, "th"), "-2.0");
});

test("figures are written by their unit", () => {
  assert.equal(figure(1234567, "households", "en"), "1,234,567 households");
  assert.equal(figure(12, "people", "th"), "12 คน");
  assert.equal(bare(12, "people", "th"), "12");
  assert.equal(bare(0.12345, "ratio", "th"), "12.35%");
  assert.equal(bare(0.12345, "score", "en"), "0.1235");
  assert.equal(figure(1234.56, "baht", "en"), "1,234.6");
  assert.equal(figure(1234, "", "en"), "1,234");
});
