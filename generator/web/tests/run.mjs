// Runs a test program: `node tests/run.mjs snippets …`. Node 20 does not run TypeScript, so the program is bundled
// first.
import { mkdir } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const [name, ...rest] = process.argv.slice(2);
const here = new URL(".", import.meta.url);
const out = new URL(`../node_modules/.tests/${name}.mjs`, here);
await mkdir(new URL(".", out), { recursive: true });
await build({
  entryPoints: [new URL(`${name}.ts`, here).pathname],
  outfile: out.pathname,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
process.argv = [process.argv[0], out.pathname, ...rest];
await import(pathToFileURL(out.pathname).href);
