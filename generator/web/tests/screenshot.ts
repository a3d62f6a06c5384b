// Takes the screenshot for README: a page after the steps of README and a click on Send.
//
//     npm run screenshot -- --gateway PROGRAM --out FILE

import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { PNG } from "pngjs";
import { launch } from "./chromium.ts";
import { real } from "./gateway.ts";
import { options, required } from "./tally.ts";

const given = options();
const out = resolve(required(given, "out"));
const gateway = await real(resolve(required(given, "gateway")), { listen: "127.0.0.1:8787" });
const browser = await launch("--disable-lcd-text");
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1200 }, colorScheme: "light" });
  const page = await context.newPage();
  await page.goto(`${gateway.url}copilot/get-copilot-seat-details-for-user/index.html`);
  await page.fill('[name="path.org"]', "octo-org");
  await page.fill('[name="path.username"]', "octocat");
  await page.click("#send-button");
  await page.waitForSelector("#response .tree");
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.querySelector(".try")?.scrollTo(0, 0);
  });
  // Reduces Chromium's large PNG. Without filters and with fewer colours, the file is smaller, and the difference is
  // not visible.
  const picture = PNG.sync.read(await page.screenshot());
  picture.data.forEach((it, at) => (picture.data[at] = Math.round(it / 5) * 5));
  await writeFile(out, PNG.sync.write(picture, { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 }));
  console.log(`wrote ${out}`);
} finally {
  await browser.close();
  gateway.close();
}
