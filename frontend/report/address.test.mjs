// Language and section in the address.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { addressOf, linkTo, trailCodes } = await modules(import.meta.url, "./address", "./trail");

test("Thai unless the address asks for English", () => {
  assert.deepEqual(addressOf(""), { lang: "th", at: "" });
  assert.deepEqual(addressOf("#lang=en&at=where"), { lang: "en", at: "where" });
  assert.deepEqual(addressOf("#lang=fr"), { lang: "th", at: "" });
});

test("a link leads to where it is read from", () => {
  assert.equal(linkTo("th", ""), "#lang=th");
  assert.deepEqual(addressOf(linkTo("en", "homes")), { lang: "en", at: "homes" });
});

test("the trail goes from the report's area down to the one inside it", () => {
  assert.deepEqual(trailCodes("41", "410101"), ["41", "4101", "410101"]);
  assert.deepEqual(trailCodes("nat", "4101"), ["nat", "41", "4101"]);
  assert.deepEqual(trailCodes("4101", "410101"), ["4101", "410101"]);
  assert.deepEqual(trailCodes("41", "41"), ["41"]);
  assert.deepEqual(trailCodes("nat", "R3"), ["nat"]);
});
