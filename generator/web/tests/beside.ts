// Measures when a page is readable, compared with Redoc 2 for the same description. Chromium runs with a processor that
// is slowed down four times, and with a slow network.
//
//     npm run beside -- --site DIR --description FILE [--page …/index.html] [--text "Get Copilot seat …"]

import { execFileSync } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { launch } from "./chromium.ts";
import { mock } from "./mock.ts";
import { Tally, options, required } from "./tally.ts";

/** The network of a phone on a train: 1.6 Mbit/s, with a round-trip time of 150 ms. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const PATIENCE = 120_000;
const ROUNDS = 3;

const given = options();
const tally = new Tally();
const site = resolve(required(given, "site"));
const description = resolve(required(given, "description"));
const page = given.get("page") ?? "copilot/get-copilot-seat-details-for-user/index.html";
const text = given.get("text") ?? "Gets the GitHub Copilot seat details for a member of an organization";
const id = given.get("id") ?? "copilot/get-copilot-seat-details-for-user";

const place = await mkdtemp(join(tmpdir(), "redoc-"));
execFileSync("npm", ["pack", "--silent", "redoc@2"], { cwd: place, stdio: ["ignore", "ignore", "inherit"] });
execFileSync("sh", ["-c", "tar xzf redoc-*.tgz"], { cwd: place });
await copyFile(join(place, "package/bundles/redoc.standalone.js"), join(place, "redoc.js"));
await copyFile(description, join(place, basename(description)));
await writeFile(
  join(place, "index.html"),
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Redoc</title></head><body><redoc spec-url="${basename(description)}"></redoc><script src="redoc.js"></script></body></html>`,
);

const ours = await mock({ site });
const theirs = await mock({ site: place });
const addresses: Record<string, string> = {
  here: `${ours.url}/reference/${page}`,
  Redoc: `${theirs.url}/reference/index.html#operation/${id}`,
};
const times: Record<string, { paint: number[]; read: number[] }> = { here: { paint: [], read: [] }, Redoc: { paint: [], read: [] } };
const browser = await launch();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, address] of Object.entries(addresses)) {
    const found = await measure(browser, address);
    times[name]?.paint.push(found.paint);
    times[name]?.read.push(found.read);
  }
}

const median = (values: number[] | undefined): number => [...(values ?? [])].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
console.log(`| 4 × slower, 1.6 Mbit/s, 150 ms, median of ${ROUNDS} | first contentful paint | the operation's text is there |\n|---|---|---|`);
for (const [name, it] of Object.entries(times)) console.log(`| ${name} | ${Math.round(median(it.paint))} ms | ${Math.round(median(it.read))} ms |`);
const share = median(times["here"]?.read) / median(times["Redoc"]?.read);
console.log(`the text is there after ${(100 * share).toFixed(1)} % of Redoc's time`);
tally.check(share <= 0.1, `a tenth of Redoc's time, and ${(100 * share).toFixed(1)} % now`);

await browser.close();
ours.close();
theirs.close();
await rm(place, { recursive: true, force: true });
tally.close();

async function measure(browser: Browser, address: string): Promise<{ paint: number; read: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  const client = await context.newCDPSession(tab);
  await client.send("Network.enable");
  await client.send("Network.emulateNetworkConditions", NETWORK);
  await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  // The page itself reports its first paint and its text. Polling a slowed-down page would distort the measurement.
  await tab.addInitScript((text) => {
    let paint: number | undefined;
    let read: number | undefined;
    const look = (): void => {
      paint ??= performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
      if (read === undefined && document.body?.textContent?.includes(text)) read = performance.now();
      if (paint === undefined || read === undefined) setTimeout(look, 20);
      else console.info(JSON.stringify({ paint, read }));
    };
    look();
  }, text);
  const reported = tab.waitForEvent("console", { predicate: (it) => it.text().startsWith('{"paint"'), timeout: PATIENCE }).catch(() => undefined);
  await tab.goto(address, { waitUntil: "commit", timeout: PATIENCE });
  const message = await reported;
  await context.close();
  // If the page sends no message, the page timed out.
  const found = message ? (JSON.parse(message.text()) as { paint: number; read: number }) : { paint: PATIENCE, read: PATIENCE };
  return { paint: found.paint, read: Math.max(found.paint, found.read) };
}
