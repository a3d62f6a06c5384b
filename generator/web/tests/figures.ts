// Measures the size and the speed of a page in Chromium with a slowed-down processor, and checks their limits.
//
//     npm run figures -- --site DIR [--page copilot/…/index.html] [--sizes]
//
// With `--sizes`, checks only values that do not depend on the load of the machine.

import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "./chromium.ts";
import { mock } from "./mock.ts";
import { Tally, options, required } from "./tally.ts";

const given = options();
const tally = new Tally();
const site = resolve(required(given, "site"));
const names = (await readdir(site, { recursive: true })).sort();
const pages = names.filter((it) => it.endsWith("index.html"));
const operations = pages.filter((it) => it.split(/[\\/]/).length === 3 && !it.startsWith("types"));
const page = given.get("page") ?? operations.find((it) => it.includes("get-copilot-seat-details-for-user")) ?? operations[0] ?? "index.html";

const rows: [string, string, string][] = [];

function bound(what: string, value: number, most: number, unit: string): void {
  const displayed = `${value < 100 ? value.toFixed(2) : Math.round(value)} ${unit}`;
  rows.push([what, `${most} ${unit}`, displayed]);
  tally.check(value <= most, `${what}: ${displayed}, at most ${most} ${unit}`);
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const compressed = (text: string | Buffer): number => gzipSync(text, { level: 9 }).length / 1000;
const gzip = async (name: string): Promise<number> => compressed(await readFile(join(site, name)));
const asset = (pattern: RegExp): string => names.find((it) => pattern.test(it)) ?? "";

const sizes = await Promise.all(operations.map(gzip));
sizes.sort((a, b) => a - b);
bound(`an operation's page, gzip, 95 of 100 of ${sizes.length}`, sizes[Math.floor(sizes.length * 0.95)] ?? 0, 12, "KB");
bound("script of a page, gzip", await gzip(asset(/^assets[\\/]page\..*\.js$/)), 25, "KB");
const [, first] = /<style>([^<]*)<\/style>/.exec(await readFile(join(site, page), "utf8")) ?? [];
if (!first) throw new Error(`${page} has no inlined styles`);
bound("styles of a page, in it and beside it, gzip", compressed(first) + (await gzip(asset(/^assets[\\/]site\..*\.css$/))), 10, "KB");

const gateway = await mock({ site });
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const tab = await context.newPage();
let requests = 0;
let bytes = 0;
tab.on("response", (response) => {
  if (!response.url().includes("/reference/")) return;
  requests += 1;
  void response.body().then((it) => (bytes += gzipSync(it, { level: 9 }).length + 300), () => undefined);
});
await tab.goto(`${gateway.url}/reference/${page}`);
await tab.waitForTimeout(800);
bound("requests of a first visit", requests, 5, "requests");
bound("bytes of a first visit, gzip", bytes / 1000, 50, "KB");

if (!given.has("sizes")) await times();

async function times(): Promise<void> {
  const client = await context.newCDPSession(tab);
  await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const typing = await tab.evaluate(async () => {
    const field = document.querySelector<HTMLInputElement>("#try input[type=text]");
    const code = document.querySelector("#snippet-panel code");
    if (!field || !code) return [];
    const times: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      await new Promise((done) => setTimeout(done, 20));
      const begun = performance.now();
      field.value += "x";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      // The first letter loads the script that generates code, so this waits with a timer. Later letters need no timer.
      while (!code.textContent?.includes(field.value) && performance.now() - begun < 2000) await (round === 0 ? new Promise((done) => setTimeout(done, 5)) : Promise.resolve());
      times.push(performance.now() - begun);
    }
    return times.slice(10);
  });
  bound("a letter typed to the snippet updated, 4 × slower, median", median(typing), 16, "ms");

  await tab.click("#search");
  await tab.waitForTimeout(1500);
  const searching = await tab.evaluate(async () => {
    const program = (globalThis as { tagsmith?: { search?: (query: string, limit?: number) => unknown[] } }).tagsmith;
    const field = document.querySelector<HTMLInputElement>("#search");
    const list = document.querySelector("#search-results");
    const times: number[] = [];
    if (!program?.search || !field || !list) return times;
    const queries = ["copilot seats", "/orgs/{org}/members", "list", "per_page", "create a repository", "s", "pull request review comments", "username"];
    for (let round = 0; round < 32; round += 1) {
      const query = queries[round % queries.length] ?? "";
      field.value = query;
      list.replaceChildren();
      const begun = performance.now();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      while (list.children.length === 0 && performance.now() - begun < 2000) await Promise.resolve().then(() => new Promise<void>((done) => queueMicrotask(done)));
      times.push(performance.now() - begun);
    }
    return times;
  });
  searching.sort((a, b) => a - b);
  bound("search, a letter to results, 4 × slower, median", searching.length > 0 ? median(searching) : Number.POSITIVE_INFINITY, 50, "ms");
  console.log(`search: 95 of 100 within ${Math.round(searching[Math.floor(searching.length * 0.95)] ?? Number.NaN)} ms`);
}

await browser.close();
gateway.close();
console.log("| figure | bound | measured |\n|---|---|---|");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
tally.close();
