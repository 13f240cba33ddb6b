// Colours can be told apart: contrast by WCAG 2, and eyes that lack red or green cones.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { modules } from "../testing/modules.mjs";

const palette = await modules(import.meta.url, "./palette");
const { GREY, GROUND, HATCH, HUES, hueOf, INK, inkOn, PAPER, SHADES, WITHHELD } = palette;

/** Red, green and blue as light, 0 to 1. */
const light = (colour) =>
  [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
const luminance = ([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** Contrast ratio of WCAG 2: 1 to 21. */
function contrast(one, other) {
  const [darker, lighter] = [one, other]
    .map((each) => luminance(light(each)))
    .sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Viénot, Brettel and Mollon (1999): what is seen without red (protan) or green (deutan) cones. */
const SEEN = {
  protan: [0.11238, 0.88762, 0.00401],
  deutan: [0.29275, 0.70725, -0.02234],
};
function seen(colour, kind) {
  if (kind === "all") return light(colour);
  const [red, green, blue] = light(colour);
  const [ofRed, ofGreen, toBlue] = SEEN[kind];
  const yellow = ofRed * red + ofGreen * green;
  return [yellow, yellow, toBlue * red - toBlue * green + blue];
}

/** CIE L*, a*, b* of light, for distances as an eye finds them. */
function lab([red, green, blue]) {
  const xyz = [
    (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
    0.2126 * red + 0.7152 * green + 0.0722 * blue,
    (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
  ];
  const [x, y, z] = xyz.map((part) =>
    part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116,
  );
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const distance = (one, other) => Math.hypot(...lab(one).map((part, at) => part - lab(other)[at]));

test("shades go from light to dark, by steps that show in grey", () => {
  for (const [at, shade] of SHADES.slice(1).entries())
    assert.ok(contrast(shade, SHADES[at]) > 1.3, shade);
  const shares = SHADES.map((shade) => luminance(light(shade)));
  assert.deepEqual(
    [...shares].sort((a, b) => b - a),
    shares,
  );
});

test("the lightest shade is not the white of no data, nor the ground", () => {
  assert.ok(contrast(SHADES[0], PAPER) > 1.25);
  assert.ok(contrast(SHADES[0], GROUND) > 1.15);
});

test("texts on every shade have 4.5:1", () => {
  for (const [at, shade] of SHADES.entries()) assert.ok(contrast(shade, inkOn(at)) >= 4.5, shade);
  assert.ok(contrast(GROUND, INK) >= 4.5);
  assert.ok(contrast(PAPER, GREY) >= 4.5);
});

test("hues have 3:1 against white", () => {
  for (const hue of HUES) assert.ok(contrast(hue, PAPER) >= 3, hue);
});

test("shades and hues are told apart by all eyes, also those without red or green cones", () => {
  for (const kind of ["all", "protan", "deutan"]) {
    for (const [at, shade] of SHADES.slice(1).entries())
      assert.ok(distance(seen(shade, kind), seen(SHADES[at], kind)) > 12, `${kind} ${shade}`);
    for (const [at, hue] of HUES.entries())
      for (const other of HUES.slice(0, at))
        assert.ok(distance(seen(hue, kind), seen(other, kind)) > 12, `${kind} ${hue} ${other}`);
  }
});

test("more series than hues begin again", () => {
  assert.equal(hueOf(0), HUES[0]);
  assert.equal(hueOf(HUES.length + 1), HUES[1]);
});

test("what is no value looks the same in styles and drawings", async () => {
  const style = async (path) => await readFile(new URL(path, import.meta.url), "utf8");
  assert.ok((await style("../report/style/map.css")).includes(HATCH));
  assert.ok((await style("../site/site.css")).includes(WITHHELD));
});
