// Checks that no page is wider than the window, with everything expanded.
//
//     npm run fits -- --site DIR [--pages N]

import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { launch } from "./chromium.ts";
import { mock } from "./mock.ts";
import { Tally, options, required } from "./tally.ts";

const WIDTHS = [320, 360, 768, 1024, 1280, 1920];

const given = options();
const tally = new Tally();
const site = resolve(required(given, "site"));
const all = (await readdir(site, { recursive: true })).filter((it) => it.endsWith(".html")).sort();
const count = Number(given.get("pages") ?? all.length);
const chosen = all.filter((it, at) => it === "index.html" || Math.floor((at * count) / all.length) !== Math.floor(((at - 1) * count) / all.length));
const gateway = await mock({ site });
const browser = await launch();
const page = await browser.newPage();

for (const name of chosen) {
  await page.goto(`${gateway.url}/reference/${name}`);
  // Waits for the script, which adds content after the text.
  if ((await page.locator("#operation-data").count()) > 0) await page.waitForSelector("#gateway-url", { state: "attached" });
  await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      const over = document.documentElement.scrollWidth - room;
      const aside = document.querySelector(".try");
      const beside = aside ? aside.scrollWidth - aside.clientWidth : 0;
      if (over <= 0 && beside <= 0) return "";
      const first = [...document.querySelectorAll("body *")].find((it) => it.getBoundingClientRect().right > room + 1);
      return `${over} px too wide, ${beside} px beside the text: ${first?.outerHTML.slice(0, 300) ?? "unknown"}`;
    });
    tally.check(wide === "", `${name} fits into ${width} px`, () => wide);
  }
}

await browser.close();
gateway.close();
tally.close();
