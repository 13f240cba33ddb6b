// How dates are written: Buddhist years in Thailand's time zone.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { dayOf, momentOf, roundOf } = await modules(import.meta.url, "./dates");
const LATE = "2026-11-20T18:30:00+00:00"; // half past one of the next day in Thailand

test("moments are of the Buddhist era in Thailand's time zone", () => {
  assert.equal(momentOf(LATE, "th"), "21 พฤศจิกายน 2569 เวลา 01:30");
  assert.match(momentOf(LATE, "en"), /^21 November 2569 BE.* 01:30$/);
});

test("days are short, and the same day whatever the time", () => {
  assert.equal(dayOf(LATE, "th"), "21 พ.ย. 2569");
  assert.equal(dayOf("2026-11-21", "th"), "21 พ.ย. 2569");
  assert.equal(dayOf("2024-02-29", "th"), "29 ก.พ. 2567");
  assert.equal(dayOf("2026-01-01", "en"), "1 Jan 2569 BE");
});

test("English days count common years where they are asked to; Thai ones never", () => {
  assert.equal(dayOf(LATE, "en", "common"), "21 Nov 2026");
  assert.equal(dayOf(LATE, "th", "common"), "21 พ.ย. 2569");
});

test("no date is no data, and what is no date stays as it is", () => {
  for (const none of [null, ""]) {
    assert.equal(dayOf(none, "th"), "ไม่มีข้อมูล");
    assert.equal(momentOf(none, "en"), "no data");
  }
  assert.equal(dayOf("ปีที่แล้ว", "th"), "ปีที่แล้ว");
});

test("a round is a Buddhist year; English adds the common one", () => {
  assert.equal(roundOf("2565", "th"), "2565");
  assert.equal(roundOf("2565", "en"), "2565 BE (2022)");
  assert.equal(roundOf("first", "en"), "first");
});
