// Colours that carry meaning, the same in the report and on the site.
//
// Checked in palette.test.mjs: texts on shades 4.5:1, hues 3:1 against white, and all of them told
// apart by eyes that lack red or green.

/**
 * Classes of a map, lowest first: one hue from light to dark, so that their order survives colour
 * blindness and grey printing. The lightest is not the white of "no data".
 */
export const SHADES = ["#d3e4f3", "#a3c8e5", "#66a5d2", "#2f78b3", "#0b4077"] as const;
const FIRST_DARK = 3;

/** Text on maps, and on the light shades. */
export const INK = "#10243a";
export const PAPER = "#ffffff";

/** The colour of text on the shade of a class. */
export function inkOn(shade: number): string {
  return shade >= FIRST_DARK ? PAPER : INK;
}

export const BLUE = "#0b62a4";
export const ORANGE = "#b34a00";
export const GREEN = "#00735a";
export const PURPLE = "#b565a7";
export const BROWN = "#5a3d10";
export const GREY = "#55606b";

/** Hues of series and kinds, in the order in which they are given out. */
export const HUES = [BLUE, ORANGE, GREEN, PURPLE, BROWN, GREY] as const;

/** The hue of a series by its place; more series than hues begin again. */
export function hueOf(place: number): string {
  return HUES[place % HUES.length] ?? GREY;
}

/** Text and axes of charts. */
export const CHART_INK = "#1b2a3a";
export const AXIS = "#8593a1";

/** Stripes of an area without data, and the ground and lines of maps. */
export const HATCH = "#7b8794";
export const GROUND = "#f3f5f8";
export const BORDER = "#6b7f94";
/** Ground of the dots that say a figure is withheld; the dots are grey. */
export const WITHHELD = "#e3e6ea";
