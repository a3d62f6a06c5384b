// Tests the gateway's browser protections in Chromium: `node main.js --gateway FILE [--chromium FILE]`. Each case
// checks what reached the upstream, and what the page could read.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "playwright-core";

import { CASES } from "./cases.js";
import { CREDENTIAL, gateway } from "./gateway.js";
import { pages, upstream } from "./servers.js";

const { values } = parseArgs({
  options: { gateway: { type: "string" }, chromium: { type: "string", default: "/usr/bin/chromium" } },
});
if (!values.gateway) {
  console.error("error: there is no gateway\nhelp: give the program's file by --gateway");
  process.exit(2);
}

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP *.test 127.0.0.1",
];

const stops = [];
let passed = 0;
const failures = [];
try {
  await run();
} catch (error) {
  failures.push(error.stack);
} finally {
  for (const stop of stops.reverse()) await stop();
}
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function run() {
  const folder = await mkdtemp(join(tmpdir(), "site-"));
  stops.push(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>the site</title>");
  const [recorder, site, other] = [await upstream(), await pages(), await pages()];
  stops.push(recorder.stop, site.stop, other.stop);
  const target = await gateway(values.gateway, recorder.port, [
    `--site=${folder}`,
    `--allow-origin=http://site.test:${site.port}`,
    "--allow=copilot/add-copilot-seats-for-users",
  ]);
  stops.push(target.stop);
  recorder.taken();
  const browser = await chromium.launch({ executablePath: values.chromium, args: FLAGS });
  stops.push(() => browser.close());

  const urls = {
    site: `http://site.test:${site.port}/`,
    own: `http://127.0.0.1:${target.port}/reference/index.html`,
    foreign: `http://foreign.test:${other.port}/`,
    port: `http://127.0.0.1:${other.port}/`,
    sibling: `http://site.test:${other.port}/`,
    prefix: `http://site.test.evil.test:${site.port}/`,
    rebound: `http://rebound.test:${target.port}/`,
  };
  for (const one of CASES) {
    await check(one.name, async () => {
      let url = one.from === "rebound" ? `http://rebound.test:${target.port}` : `http://127.0.0.1:${target.port}`;
      if (one.isLedOn) url = `${urls.foreign}onward?to=${encodeURIComponent(url)}`;
      const read = await inPage(browser, urls[one.from], (page) => page.evaluate(one.run, { url, ...one.given }));
      return judge(one, read, recorder.taken());
    });
  }
  await check("nothing that the gateway wrote has the credential", async () =>
    target.written().includes(CREDENTIAL) ? ["the credential is in what the gateway wrote"] : [],
  );
}

/** Opens a page, alone in a browser without memory, and does something in it. */
async function inPage(browser, url, act) {
  const context = await browser.newContext();
  try {
    await context.addCookies([{ name: "session", value: "cookie-of-the-browser", url: "http://127.0.0.1/" }]);
    const page = await context.newPage();
    // Before the DNS rebinding, the page came from another server.
    if (url.includes("rebound.test")) {
      await page.route(url, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>bound anew</title>" }));
    }
    const response = await page.goto(url);
    if (response.status() !== 200) throw new Error(`${url} is not there: ${response.status()}`);
    const read = await act(page);
    await page.waitForTimeout(50);
    return read;
  } finally {
    await context.close();
  }
}

function judge(one, read, received) {
  const wrong = [];
  if (received.length !== one.sent) wrong.push(`${received.length} requests reached the upstream, not ${one.sent}`);
  if (!one.reads(read)) wrong.push("the page could not read what it may, or could read more");
  if (JSON.stringify(read).includes(CREDENTIAL)) wrong.push("the page could read the credential");
  for (const { headers } of received) {
    if (headers.authorization !== `Bearer ${CREDENTIAL}`) wrong.push(`the upstream got ${headers.authorization}`);
    for (const name of ["cookie", "origin", "referer", "x-tagsmith-gateway", "sec-fetch-site"]) {
      if (name in headers) wrong.push(`the upstream got ${name}: ${headers[name]}`);
    }
  }
  return wrong.length > 0 ? [...wrong, `the page read ${JSON.stringify(read)}`] : [];
}

async function check(name, run) {
  const wrong = await run().catch((error) => [error.message]);
  if (wrong.length === 0) passed += 1;
  else failures.push(`${name}:\n  ${wrong.join("\n  ")}`);
}
