// Builds the report's program, style and embedded fonts into the Python package.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Where the package keeps what a report is made of. */
const REPORT_ASSETS = "../src/ppaos/workflows/report/assets";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: [here("report/bundle.ts")],
  outdir: here(REPORT_ASSETS),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  loader: { ".woff2": "dataurl" },
  define: { "process.env.NODE_ENV": '"production"' },
});
