// What becomes of attributes and children, with a stand-in for the browser's elements.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

class StandIn {
  attributes = {};
  children = [];
  listeners = {};
  constructor(tag) {
    this.tag = tag;
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  addEventListener(name, act) {
    this.listeners[name] = act;
  }
  append(child) {
    this.children.push(child);
  }
}
globalThis.document = {
  createElement: (tag) => new StandIn(tag),
  createElementNS: (space, tag) => new StandIn(`${space} ${tag}`),
  getElementById: (id) => (id === "page" ? new StandIn("main") : null),
};
const { byId, h, s } = await modules(import.meta.url, "./elements");

test("true is an empty attribute, false and null are none, zero is a value", () => {
  const given = { open: true, hidden: false, href: null, lang: undefined, tabindex: 0 };
  assert.deepEqual(h("a", given).attributes, { open: "", tabindex: "0" });
});

test("a function listens to the event of its name", () => {
  const click = () => undefined;
  const { attributes, listeners } = h("button", { click });
  assert.deepEqual([attributes, listeners], [{}, { click }]);
});

test("texts stay texts, and children that are not there are left out", () => {
  const { children } = h("p", {}, "<b>", null, false, undefined, "");
  assert.deepEqual(children, ["<b>", ""]);
});

test("drawings are of the SVG name space", () => {
  assert.equal(s("path").tag, "http://www.w3.org/2000/svg path");
});

test("an element that the page lacks is an error that names it", () => {
  assert.equal(byId("page").tag, "main");
  assert.throws(() => byId("data"), /#data/);
});
