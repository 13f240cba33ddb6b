// Areas, values and shapes for the tests of the map.

/** A square of `size` degrees with its south-west corner at a place. */
export const square = (x, y, size = 1) => ({
  type: "Polygon",
  coordinates: [
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ],
  ],
});

export const area = (code, value, state = "ok") => ({
  code,
  name: { th: `ก${code}`, en: code },
  value,
  state,
  link: `?area=${code}`,
});

/** A ratio of some areas. */
export const values = (areas, method = "quantile") => ({
  level: "province",
  measure: {
    name: "poor:ratio",
    title: { th: "สัดส่วน", en: "Ratio" },
    unit: "ratio",
    kind: "ratio",
  },
  areas,
  total: null,
  method,
  made_at: "",
  publication: 1,
});
