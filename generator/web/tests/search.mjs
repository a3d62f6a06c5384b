// Searches a site for typical queries, and reports how often the first result is right: `node tests/search.mjs SITE`.
// On a partial site, only queries for its operations are used.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The required number of right first results per hundred. */
const RIGHT = 95;

const site = process.argv[2];
if (!site) {
  console.error("error: there is no site to search\n  help: give the folder that `tagsmith site` wrote");
  process.exit(2);
}
const assets = await readdir(join(site, "assets"));
for (const name of ["search.", "search-index."]) {
  const file = assets.find((it) => it.startsWith(name) && it.endsWith(".js"));
  if (!file) throw new Error(`there is no ${name}*.js in ${join(site, "assets")}`);
  await import(pathToFileURL(join(site, "assets", file)).href);
}
const { search, waiting } = globalThis.tagsmith;

/** The path of a result's page: `issues/create`, `type:simple-user`, `tag:codespaces`. */
const pages = new Map();
for (const [at, slug, , , , id] of waiting.operations) pages.set(id, `${waiting.tags[at][0]}/${slug}/index.html`);
for (const [slug] of waiting.types) pages.set(`type:${slug}`, `types/${slug}/index.html`);
for (const [slug, name] of waiting.tags) pages.set(`tag:${name}`, `${slug}/index.html`);

const queries = JSON.parse(await readFile(new URL("queries.json", import.meta.url), "utf8"));
const asked = Object.entries(queries).filter(([, right]) => pages.has(right));
let passed = 0;
const times = [];
for (const [query, right] of asked) {
  const begin = performance.now();
  const hits = search(query, 5);
  times.push(performance.now() - begin);
  if (hits[0]?.href === pages.get(right)) passed += 1;
  else console.log(`${query}: ${hits.map((it) => it.href.replace("/index.html", "")).join(", ") || "nothing"} instead of ${right}`);
}
const holds = asked.length > 0 && passed * 100 >= asked.length * RIGHT;
times.sort((left, right) => left - right);
console.log(`a search takes ${times[times.length >> 1]?.toFixed(1)} ms, the slowest ${times.at(-1)?.toFixed(1)} ms`);
console.log(`${passed} of ${asked.length} queries lead to the right page first; ${RIGHT} of 100 have to`);
console.log(holds ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exitCode = holds ? 0 : 1;
