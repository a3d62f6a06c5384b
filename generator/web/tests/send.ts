// Checks the position of Send, the effect of Enter, and the position of the response, at common screen sizes and in
// both themes. Also checks other details of pages.
//
//     npm run send -- --site DIR [--pages N] [--shots DIR] [--only NAME]

import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { launch } from "./chromium.ts";
import { mock } from "./mock.ts";
import { pages } from "./operations.ts";
import { Stories, sendable, snippet, stored, text, unfold } from "./stories.ts";
import { Tally, options, required } from "./tally.ts";

const DESKTOP = [[1280, 720], [1366, 768], [1440, 900], [1536, 864], [1920, 1080]] as const;
const PHONE = [360, 640] as const;

/** The number of parameters up to which an operation shows Send without scrolling. */
const FEW = 3;

const given = options();
const tally = new Tally();
const site = resolve(required(given, "site"));
const gateway = await mock({ site });
const browser = await launch();
const stories = new Stories(browser, tally, given.get("only"));
const story = stories.story.bind(stories);
const holds = stories.holds.bind(stories);
const same = stories.same.bind(stories);
const has = stories.has.bind(stories);

const SEAT = "copilot/get-copilot-seat-details-for-user/index.html";
const ADD = "copilot/add-copilot-seats-for-users/index.html";
const all = (await readdir(site, { recursive: true })).filter((it) => it.endsWith(".html")).sort();
const hasPin = all.includes(SEAT) && all.includes(ADD);

async function open(page: Page, path: string, fragment = ""): Promise<void> {
  await page.goto(`${gateway.url}/reference/${path}${fragment}`);
  await page.waitForSelector("#gateway-url", { state: "attached" });
}

const boxOf = (page: Page, selector: string): Promise<{ top: number; bottom: number; page: number; covered: boolean }> =>
  page.evaluate((selector) => {
    const element = document.querySelector(selector);
    if (!element) throw new Error(`there is no ${selector}`);
    const { left, top, bottom, width, height } = element.getBoundingClientRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    return { top, bottom, page: top + scrollY, covered: !seen || !(element.contains(seen) || seen.contains(element)) };
  }, selector);

await story("Send is visible", async (page) => {
  const displayed = (await pages(site)).filter((it) => it.data.parameters.length <= FEW);
  const count = Number(given.get("pages") ?? displayed.length);
  const chosen = displayed.filter((_, at) => at === 0 || Math.floor((at * count) / displayed.length) !== Math.floor(((at - 1) * count) / displayed.length));
  holds("enough operations are checked", chosen.length > 5, String(chosen.length));
  for (const { data } of chosen) {
    const name = all.find((it) => it === `${data.id.split("/")[0]}/${data.id.split("/")[1]}/index.html`) ?? all.find((it) => it.endsWith(`/${data.id.split("/").at(-1)}/index.html`)) ?? "";
    await open(page, name);
    for (const [width, height] of DESKTOP) {
      await page.setViewportSize({ width, height });
      const send = await boxOf(page, "#send-button");
      holds(`${data.id}: Send is visible at ${width}×${height}`, send.top >= 0 && send.bottom <= height && !send.covered, JSON.stringify(send));
    }
    const [width, height] = PHONE;
    await page.setViewportSize({ width, height });
    await page.evaluate(() => scrollTo(0, 0));
    const send = await boxOf(page, "#send-button");
    holds(`${data.id}: Send is within 1.5 screens at ${width}×${height}`, send.page + (send.bottom - send.top) <= 1.5 * height, JSON.stringify(send));
    await page.setViewportSize({ width: 1280, height: 720 });
  }
});

if (hasPin) {
  const shots = given.get("shots");
  if (shots) await mkdir(shots, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await story(
      `the page scrolls to the response, ${colorScheme}`,
      async (page) => {
        for (const [width, height] of [...DESKTOP, PHONE]) {
          await page.setViewportSize({ width, height });
          await page.goto("about:blank");
          await open(page, SEAT, "#path.org=octo-org&path.username=octocat");
          await sendable(page);
          const shot = async (what: string): Promise<void> => {
            if (shots) await page.screenshot({ path: join(shots, `${what}-${colorScheme}-${width}.png`) });
          };
          await shot("before");
          await page.focus('[name="path.org"]');
          await page.keyboard.press("Enter");
          await page.waitForSelector("#response .tree");
          await page.waitForTimeout(100);
          const first = await boxOf(page, "#response .outcome");
          holds(`at ${width}×${height}, the first line of the response is visible`, first.top >= 0 && first.bottom <= height && !first.covered, JSON.stringify(first));
          const body = await boxOf(page, "#response .view");
          holds("the start of the response body is visible", body.top < height - 40, JSON.stringify(body));
          await shot("after");
        }
      },
      { colorScheme },
    );
  }

  await story("Enter sends the form", async (page) => {
    await open(page, SEAT);
    await sendable(page);
    const before = gateway.seen.length;
    await page.fill('[name="path.org"]', "octo-org");
    await page.keyboard.press("Enter");
    same("Enter sends nothing while a field is missing", gateway.seen.length, before);
    same("Enter focuses the missing field", await page.evaluate(() => document.activeElement?.getAttribute("name")), "path.username");
    await page.keyboard.type("octocat");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#response .tree");
    same("Enter sends one request", gateway.seen.length, before + 1);
    has("the response is announced to screen readers", await page.textContent("#response-status"), "200");
    same("the announcement does not interrupt", await page.getAttribute("#response-status", "aria-live"), "polite");
    same("Send is a submit button of the form", await page.evaluate(() => (document.querySelector("#send-button") as HTMLButtonElement).form?.id), "try");
    await open(page, ADD, "#path.org=octo-org");
    await sendable(page);
    await page.focus("#try-body");
    await page.keyboard.press("Enter");
    holds("Enter inserts a line break in a body", (await page.inputValue("#try-body")).includes("\n") && (await page.locator("#confirm").count()) === 0);
    await page.fill("#try-body", '{"selected_usernames": []}');
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector("#confirm");
  });

  await story("Enter without a gateway", async (page) => {
    await page.route("**/-/gateway", (route) => route.abort());
    await open(page, SEAT, "#path.org=octo-org&path.username=octocat");
    await page.waitForSelector("#authentication[open]");
    await page.focus('[name="path.org"]');
    await page.keyboard.press("Enter");
    same("Enter focuses the field of the gateway", await page.evaluate(() => document.activeElement?.id), "gateway-url");
  });

  await story("the authentication panel collapses", async (page) => {
    await open(page, SEAT);
    await page.waitForSelector("#authentication:not([open])");
    await page.waitForFunction(() => /works/.test(document.querySelector("#authentication-state")?.textContent ?? ""));
    const line = await page.locator("#authentication").boundingBox();
    holds("the collapsed panel is one line", (line?.height ?? 99) < 48, JSON.stringify(line));
    has("the collapsed panel names the working gateway", await text(page, "#authentication"), `works: ${new URL(gateway.url).host}`);
    await unfold(page);
    has("the expanded panel names the API", await text(page, "#authentication"), "Configure credentials for GitHub's official OpenAPI spec + Octokit extension. The gateway proxies requests and injects credentials server-side.");
    await page.check('[name="way"][value="direct"]');
    await page.fill("#direct-token", "ghp_x");
    let status = 401;
    await page.route("https://api.github.com/**", (route) => route.fulfill({ status, contentType: "application/json", headers: { "access-control-allow-origin": "*" }, body: "{}" }));
    await page.fill('[name="path.org"]', "octo-org");
    await page.fill('[name="path.username"]', "octocat");
    await page.click("#send-button");
    await page.waitForSelector("#response .outcome.bad");
    holds("a rejected token keeps the panel expanded", await page.locator("#direct-token").isVisible());
    status = 200;
    await page.click("#send-button");
    await page.waitForSelector("#authentication:not([open])");
    has("a working token collapses the panel", await text(page, "#authentication"), "works: a token");
  });

  await story("on its own pages, a gateway that requires a token shows the token's field", async (page) => {
    const guarded = await mock({ site, token: "caller-secret" });
    await page.goto(`${guarded.url}/reference/${SEAT}`);
    await page.waitForSelector("#caller-token", { state: "visible" });
    same("the gateway's URL is filled in", await page.inputValue("#gateway-url"), guarded.url);
    await page.fill("#caller-token", "caller-secret");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#authentication:not([open])");
    guarded.close();
  });

  await story("names are prefilled in the next operation", async (page, context) => {
    await open(page, SEAT);
    await page.fill('[name="path.org"]', "octo-org");
    await page.fill('[name="path.username"]', "octocat");
    await page.waitForTimeout(400);
    await open(page, ADD);
    same("the form of the next operation contains the name", await page.inputValue('[name="path.org"]'), "octo-org");
    has("the code of the next operation contains the name", await snippet(page), "octo-org");
    await open(page, ADD, "#path.org=other");
    same("a link takes precedence over stored names", await page.inputValue('[name="path.org"]'), "other");
    const second = await context.newPage();
    await open(second, "copilot/list-copilot-seats/index.html");
    same("names are stored only for this tab", await second.inputValue('[name="path.org"]'), "");
    await unfold(page);
    await page.click("#forget");
    holds("Forget all removes the names", !/octo/.test(await stored(page)), await stored(page));
  });

  await story("keyboard shortcuts", async (page) => {
    await open(page, SEAT);
    await page.keyboard.press("Control+k");
    same("Ctrl+K focuses the search", await page.evaluate(() => document.activeElement?.id), "search");
    await page.keyboard.type("billing seats");
    await page.waitForSelector("#search-results a");
    const before = page.url();
    const press = (key: string, more: object): Promise<void> =>
      page.evaluate(([key, more]) => void document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: key as string, bubbles: true, cancelable: true, ...(more as object) })), [key, more] as const);
    await press("Enter", { isComposing: true });
    await press("Enter", { keyCode: 229 });
    await page.waitForTimeout(200);
    same("Enter within an input method does not navigate", page.url(), before);
    holds("Enter within an input method does not close the list", await page.locator("#search-results").isVisible());
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== before);
    await open(page, SEAT, "#path.org=octo-org&path.username=octocat");
    await sendable(page);
    const client = await page.context().newCDPSession(page);
    const seen = gateway.seen.length;
    await page.focus('[name="path.org"]');
    await client.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
    await client.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 229, key: "Process", code: "Enter" });
    await client.send("Input.insertText", { text: "日本" });
    await page.waitForTimeout(200);
    same("Enter within an input method does not send", gateway.seen.length, seen);
    await page.reload();
    await page.waitForSelector("#gateway-url", { state: "attached" });
    const links = await page.locator("a.skip").evaluateAll((them) => them.map((it) => it.getAttribute("href")));
    same("there are skip links to the content and to Send", links.join(), "#content,#send-button");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    holds("the skip link to Send works", await page.evaluate(() => document.querySelector("#send-button")!.compareDocumentPosition(document.activeElement!) !== Node.DOCUMENT_POSITION_PRECEDING));
  });

  await story("a search script that cannot be loaded", async (page) => {
    await page.route("**/assets/search.*.js", (route) => route.fulfill({ status: 404, body: "gone" }));
    await open(page, SEAT);
    await page.fill("#search", "seats");
    await page.waitForSelector("#search-results .none");
    has("the error is shown", await text(page, "#search-results"), "The search could not be loaded");
    await page.unroute("**/assets/search.*.js");
    await page.fill("#search", "billing seats");
    await page.waitForSelector("#search-results a");
  });

  await story("the theme is set before the first paint", async (page) => {
    await page.addInitScript(() => localStorage.setItem("tagsmith.theme", "dark"));
    await page.route("**/assets/page.*.js", () => undefined);
    await page.goto(`${gateway.url}/reference/${SEAT}`, { waitUntil: "commit" });
    await page.waitForSelector("#send-button", { state: "attached" });
    same("the theme is set before the page's script runs", await page.getAttribute("html", "data-theme"), "dark");
    same("the page is dark", await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
  });

  await story("the printed page", async (page) => {
    await open(page, SEAT, "#path.org=octo-org&path.username=octocat");
    await page.emulateMedia({ media: "print" });
    holds("the code is printed", await page.locator("#snippet-panel pre").isVisible());
    has("the printed code contains the values", await snippet(page), "octo-org");
    holds("controls are not printed", !(await page.locator("#send-button").isVisible()) && !(await page.locator("#authentication").isVisible()) && !(await page.locator("[role=tab] >> nth=0").isVisible()));
    holds("the text is printed", await page.locator("#parameters").isVisible());
  });

  await story("code is not translated", async (page) => {
    await open(page, SEAT);
    same("all code elements forbid translation", await page.locator('code:not([translate="no"]):not([translate="no"] *)').count(), 0);
  });

  await story(
    "fields on touch screens",
    async (page) => {
      await open(page, ADD);
      await unfold(page);
      const small = await page.locator("input:not([type=checkbox], [type=radio]), select, textarea").evaluateAll((them) => them.filter((it) => parseFloat(getComputedStyle(it).fontSize) < 16).map((it) => it.id));
      same("have 16 px", small.join(), "");
    },
    { hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } },
  );
}

await browser.close();
gateway.close();
tally.close();
