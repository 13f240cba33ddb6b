// Builds the program, style, fonts and province outlines of the site into its static folder.
// The folder holds nothing else: everything in it but .gitignore is made here.

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { provinceOutlines } from "./site/map/provinces.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const require = createRequire(import.meta.url);
const out = here("../src/ppaos/web/static/ppaos");

await mkdir(out, { recursive: true });
for (const name of await readdir(out))
  if (name !== ".gitignore") await rm(join(out, name), { recursive: true });

await build({
  entryPoints: { site: here("site/site.ts"), map: here("site/map/map.css") },
  outdir: out,
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "linked",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]",
  loader: { ".woff2": "file" },
  define: { "process.env.NODE_ENV": '"production"' },
});

// The map's worker is a file of its own, so that the page's policy needs no blob: address.
const worker = await readFile(require.resolve("maplibre-gl/dist/maplibre-gl-worker.mjs"), "utf8");
await writeFile(join(out, "map_worker.js"), worker.replace(/\/\/# sourceMappingURL=.*\s*$/, ""));
await writeFile(join(out, "provinces.geojson"), JSON.stringify(await provinceOutlines()));
