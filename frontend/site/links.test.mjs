// What a button copies.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const { copyText } = await modules(import.meta.url, "./links");
const HERE = "https://site.example/areas/41/?level=district";
const copied = (asked) => copyText(asked, HERE, (selector) => `text of ${selector}`);

test("this page, the text of an element, or an address of the site", () => {
  assert.equal(copied("here"), HERE);
  assert.equal(copied("#key"), "text of #key");
  assert.equal(copied("/api/areas"), "https://site.example/api/areas");
  assert.equal(copied("?level=village"), "https://site.example/areas/41/?level=village");
});
