// Runs axe on the pages, in both themes and at several widths, with open panels. The pages must have no violations.
//
//     npm run axe -- --site DIR [--pages N] [--widths]

import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { launch } from "./chromium.ts";
import { mock } from "./mock.ts";
import { sendable, unfold } from "./stories.ts";
import { Tally, options, required } from "./tally.ts";

const given = options();
const tally = new Tally();
const site = resolve(required(given, "site"));
const all = (await readdir(site, { recursive: true })).filter((it) => it.endsWith(".html")).sort();
const count = Number(given.get("pages") ?? all.length);
const chosen = all.filter((_, index) => index === 0 || Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length));
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const gateway = await mock({ site });
const browser = await launch();

interface Found {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

async function look(page: Page, what: string): Promise<void> {
  const found = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run(at: Document, how: unknown): Promise<{ violations: Found[]; passes: unknown[] }> } }).axe;
    const result = await run.run(document, { resultTypes: ["violations"] });
    if (result.passes.length < 10) return [{ id: "none", help: "axe checked no element", nodes: [] }];
    return result.violations.map((it) => ({ id: it.id, help: it.help, nodes: it.nodes.slice(0, 3).map((node) => ({ html: node.html.slice(0, 300), failureSummary: node.failureSummary })) }));
  });
  tally.check(found.length === 0, what, () => found.map((it) => `${it.id}: ${it.help}\n${it.nodes.map((node) => `${node.html}\n${node.failureSummary}`).join("\n")}`).join("\n"));
}

for (const scheme of ["light", "dark"] as const) {
  // The Content Security Policy stays active. Only the injected test code bypasses it.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: scheme, bypassCSP: true, reducedMotion: "reduce" });
  await context.addInitScript(axe);
  const page = await context.newPage();
  for (const name of chosen) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${gateway.url}/reference/${name}`);
    await look(page, `${name}, ${scheme}`);
    const send = page.locator("#send-button");
    if (chosen.indexOf(name) % 8 === 1 && (await send.count()) > 0) {
      await page.evaluate(() => {
        for (const it of document.querySelectorAll("details")) it.open = true;
        for (const it of document.querySelectorAll<HTMLInputElement>("#try input[type=text]")) it.value = "1";
        document.querySelector("#try")?.dispatchEvent(new Event("input", { bubbles: true }));
      });
      await look(page, `${name}, ${scheme}, everything expanded`);
    }
  }
  if (given.has("widths")) {
    const operations = chosen.filter((it) => it.split("/").length === 3 && !it.startsWith("types/"));
    const six = ["index.html", "copilot/index.html", ...operations.slice(0, 3), chosen.find((it) => it.startsWith("types/")) ?? "index.html"].filter((it) => all.includes(it));
    for (const name of six) {
      for (const width of [320, 360, 768, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${gateway.url}/reference/${name}`);
        await look(page, `${name}, ${scheme}, ${width} px`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        tally.check(wide <= 0, `${name} fits into ${width} px`, () => `${wide} px too wide`);
      }
    }
  }
  await context.close();
  await panels(scheme);
}

/** Checks parts that appear only on use: a response, an error, a dialog. */
async function panels(scheme: "light" | "dark"): Promise<void> {
  const seat = "copilot/get-copilot-seat-details-for-user/index.html";
  const add = "copilot/add-copilot-seats-for-users/index.html";
  if (!all.includes(seat)) return;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: scheme, bypassCSP: true });
  await context.addInitScript(axe);
  const page = await context.newPage();
  await page.goto(`${gateway.url}/reference/${seat}#path.org=octo-org&path.username=octocat`);
  await sendable(page);
  await page.click("#send-button");
  await page.waitForSelector("#response .tree");
  await look(page, `a response, ${scheme}`);
  await unfold(page);
  await page.check('[name="way"][value="direct"]');
  await page.check("#keep-computer");
  await look(page, `a stored token, ${scheme}`);
  await page.check('[name="way"][value="gateway"]');
  await page.fill("#gateway-url", "http://example.com");
  await page.fill('[name="path.org"]', "..");
  await look(page, `errors at fields, ${scheme}`);
  await page.goto(`${gateway.url}/reference/${add}#path.org=octo-org`);
  await unfold(page);
  await page.fill("#gateway-url", gateway.url);
  await page.fill("#try-body", '{"x": 1}');
  await look(page, `a body with deviations, ${scheme}`);
  await page.click("#send-button");
  await page.waitForSelector("#confirm");
  await look(page, `the confirmation of a write, ${scheme}`);
  await context.close();
}

await browser.close();
gateway.close();
tally.close();
