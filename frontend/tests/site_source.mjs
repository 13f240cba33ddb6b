// The site's modules that need no browser, bundled for a test.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Exports of the named modules of frontend/site. */
export async function siteModules(...names) {
  const { outputFiles } = await build({
    stdin: {
      contents: names.map((name) => `export * from "./${name}";`).join(""),
      resolveDir: fileURLToPath(new URL("../site", import.meta.url)),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
}
