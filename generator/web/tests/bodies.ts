// Tests of response bodies in a browser: each body is shown, copied and saved correctly.

import { readFile } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import { sendable } from "./stories.ts";
import { ZIP } from "./mock.ts";

/** The helpers from `site.ts`. */
export interface Telling {
  story: (name: string, tell: (page: Page, context: BrowserContext) => Promise<void>) => Promise<void>;
  open: (page: Page, path: string) => Promise<void>;
  text: (page: Page, selector: string) => Promise<string>;
  same: (what: string, found: unknown, expected: unknown) => void;
  has: (what: string, text: string | null, part: string) => void;
  holds: (what: string, is: boolean, more?: string) => void;
}

export async function bodies(at: string, list: string, { story, open, text, same, has, holds }: Telling): Promise<void> {
  await story("response bodies of any kind", async (page) => {
    const send = async (org: string): Promise<string> => {
      await page.fill('[name="path.org"]', org);
      await page.click("#send-button");
      await page.waitForFunction(() => document.querySelector("#cancel") === null && document.querySelector("#response .body"));
      return text(page, "#response");
    };
    const save = async (): Promise<[string, Buffer]> => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click('#response button:text-is("Save")')]);
      return [download.suggestedFilename(), await readFile(await download.path())];
    };
    await open(page, at);
    holds("the script for responses is not loaded at first", !(await page.evaluate(() => performance.getEntriesByType("resource").some((it) => it.name.includes("response")))));
    await page.fill('[name="path.username"]', "x");
    await sendable(page);
    has("the media type of bytes is shown", await send("zip"), "application/zip");
    const [name, bytes] = await save();
    same("saved bytes have a file name", name, "copilot.zip");
    holds("bytes are saved unchanged", bytes.equals(ZIP), bytes.toString("hex"));
    await send("image");
    await page.waitForSelector("#response canvas");
    const red = await page.evaluate(() => [...((document.querySelector("#response canvas") as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, 1, 1).data ?? [])].join());
    same("an image is drawn, whatever its media type is", red, "255,0,0,255");
    same("a saved image has a file name", (await save())[0], "copilot.png");
    has("the charset is decoded", await send("latin"), "café");
    const diff = await send("diff");
    has("a diff is shown as text", diff, "diff --git a/a b/a");
    has("characters that reorder text are shown as code points", diff, "userU+202Egnp.exe");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.click('#response button:text-is("Copy")');
    same("text is copied unchanged", await page.evaluate(() => navigator.clipboard.readText()), "diff --git a/a b/a\n+user\u202egnp.exe\n");
    const bidi = await send("bidi");
    has("characters that reorder text are escaped in JSON", bidi, '"user\\u202egnp.exe"');
    has("invisible characters are escaped in property names", bidi, '"na\\u200bme"');
    has("an emoji of several characters is shown", bidi, "👩‍💻");
    await page.click('#response button:text-is("Raw")');
    has("invisible characters in raw JSON are shown as code points", await text(page, "#response .view"), "na\nU+200B\nme".replaceAll("\n", ""));
    await page.route("**/assets/response.*.js", (route) => route.abort());
    await page.waitForFunction(() => Object.values(localStorage).some((it) => it.includes("path.org=bidi")));
    await page.reload();
    await sendable(page);
    await page.click("#send-button");
    await page.waitForFunction(() => /could not be loaded/.test(document.querySelector("#response")?.textContent ?? ""));
    has("without the script for responses, the raw response is shown", await text(page, "#response"), "gnp.exe");
  });

  await story("a response of ten megabytes", async (page) => {
    await open(page, list);
    await page.fill('[name="path.org"]', "large");
    await sendable(page);
    await page.evaluate(() => {
      const long: number[] = [];
      (globalThis as { long?: number[] }).long = long;
      new PerformanceObserver((list) => long.push(...list.getEntries().map((it) => it.duration))).observe({ type: "longtask" });
    });
    await page.click("#send-button");
    await page.waitForSelector("#response .tree", { timeout: 20_000 });
    await page.waitForTimeout(300);
    has("the size is shown", await text(page, "#response .outcome"), "MB");
    const long = await page.evaluate(() => Math.max(0, ...((globalThis as { long?: number[] }).long ?? [])));
    console.log(`10 MB: the longest task took ${Math.round(long)} ms, ${await page.locator("#response *").count()} elements`);
    holds("no task takes a second", long < 1000, String(long));
    holds("the tree has few elements", (await page.locator("#response *").count()) < 2000);
    const fold = page.locator('#response .fold[aria-label^="seats"]');
    if ((await fold.getAttribute("aria-expanded")) === "false") await fold.click();
    await page.click("#response .more >> nth=0");
    holds("further items are shown on demand", (await page.locator("#response .tree li").count()) > 150);
    await page.click('#response button:text-is("Raw")');
    holds("raw text is shown in parts", (await text(page, "#response .view pre")).length <= 300_000);
  });
}
