// Modules of the front end that need no browser, bundled for a test.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Exports of modules by their paths from a test: `await modules(import.meta.url, "./dates")`. */
export async function modules(test, ...paths) {
  const { outputFiles } = await build({
    stdin: {
      contents: paths.map((path) => `export * from "${path}";`).join(""),
      resolveDir: fileURLToPath(new URL(".", test)),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}
