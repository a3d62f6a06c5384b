// Builds `generator/src/emit/site/assets/`: the scripts and styles of the pages. `--check` writes nothing, and fails if the
// files are out of date.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { build, transform } from "esbuild";

const here = new URL(".", import.meta.url);
const assets = new URL("../src/emit/site/assets/", here);
const programs = (await readdir(new URL("src/", here))).filter((it) => /^(code|first|page|response|search)\.ts$/.test(it)).map((it) => it.slice(0, -3));
const check = process.argv.includes("--check");

const scripts = await build({
  entryPoints: programs.map((it) => new URL(`src/${it}.ts`, here).pathname),
  outdir: assets.pathname,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "ascii",
  legalComments: "none",
  write: false,
});
const files = new Map(scripts.outputFiles.map((it) => [it.path, it.text]));

// The page also inlines the styles of its text, so that the text is visible before the style sheet is loaded.
const sheets = (await readdir(new URL("style/", here))).filter((it) => it.endsWith(".css")).sort();
const style = { "site.css": sheets, "first.css": ["base.css", "layout.css", "parts.css"] };
for (const [name, sheets] of Object.entries(style)) {
  const text = (await Promise.all(sheets.map((it) => readFile(new URL(`style/${it}`, here), "utf8")))).join("\n");
  const { code } = await transform(text, { loader: "css", minify: true, target: "es2022" });
  files.set(new URL(name, assets).pathname, code);
}

let stale = 0;
await mkdir(assets, { recursive: true });
for (const [path, text] of files) {
  const before = await readFile(path, "utf8").catch(() => undefined);
  if (before === text) continue;
  stale += 1;
  if (check) console.error(`error: ${path} is out of date\n  help: run \`npm run build\` in generator/web`);
  else await writeFile(path, text);
}
if (check && stale > 0) process.exitCode = 1;
else console.log(check ? `${files.size} assets are current` : `${stale} of ${files.size} assets written`);
