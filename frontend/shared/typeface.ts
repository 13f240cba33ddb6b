// The typeface of charts, and how wide its texts are.
export const FONT = "Sarabun, sans-serif";
/** Pixels; `textWidth` measures at this size. */
export const FONT_SIZE = 14;
let pen: CanvasRenderingContext2D | null = null;

/** Width of a text in pixels at the size of charts. */
export function textWidth(text: string): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) throw new Error("this browser has no canvas");
  pen.font = `${FONT_SIZE}px ${FONT}`;
  return pen.measureText(text).width;
}

/** Resolves when the typeface can be drawn, or cannot be had. */
export async function typefaceReady(): Promise<void> {
  const fonts = [`${FONT_SIZE}px Sarabun`, `600 ${FONT_SIZE}px Sarabun`];
  await Promise.all(fonts.map((font) => document.fonts.load(font, "กA").catch(() => [])));
}
