// A chart for the tests: one series over two categories, the second without data.
export const spec = {
  kind: "bar",
  title: { th: "คนจน", en: "Poor people" },
  unit: "people",
  categories: [
    { th: "สุขภาพ", en: "Health" },
    { th: "รายได้", en: "Income" },
  ],
  series: [{ name: { th: "คน", en: "People" }, values: [1234, null] }],
};
