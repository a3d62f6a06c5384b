// Tests the site in a browser.
//
//     npm run site -- --site DIR [--tagsmith PROGRAM] [--gateway PROGRAM]
//
// With `--tagsmith`, also generates and opens sites of descriptions that try to run scripts. With `--gateway`, also
// makes the first request through the real gateway, which serves the site.

import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { bodies } from "./bodies.ts";
import { choices, choose, code } from "./code.ts";
import { launch } from "./chromium.ts";
import { real } from "./gateway.ts";
import { HOSTILE, mock } from "./mock.ts";
import { Stories, sendable, snippet, stored, text, unfold } from "./stories.ts";
import { Tally, options, required } from "./tally.ts";
import { ATTEMPTS, description } from "./xss.ts";

const given = options();
const tally = new Tally();
const site = resolve(required(given, "site"));
const gateway = await mock({ site });
const guarded = await mock({ site, token: "caller-secret", operations: [] });
const closed = await mock({ site, origins: [] });
const other = await mock({ site });
const browser = await launch();

const SEAT = "copilot/get-copilot-seat-details-for-user/index.html";
const SEATS = "copilot/list-copilot-seats/index.html";
const ADD = "copilot/add-copilot-seats-for-users/index.html";

const stories = new Stories(browser, tally, given.get("only"));
const story = stories.story.bind(stories);
const holds = stories.holds.bind(stories);
const same = stories.same.bind(stories);
const has = stories.has.bind(stories);

async function open(page: Page, path: string, from = gateway.url, fragment = ""): Promise<void> {
  await page.goto(`${from}/reference/${path}${fragment}`);
  await page.waitForSelector("#gateway-url", { state: "attached" });
}

await story("the first request", async (page) => {
  await open(page, SEAT);
  await page.waitForFunction(() => (document.querySelector("#gateway-url") as HTMLInputElement).value !== "");
  same("the URL of the gateway that serves the page is filled in", await page.inputValue("#gateway-url"), gateway.url);
  has("the page shows what the gateway allows", await page.textContent("#gateway-status"), "this one is among them");
  await page.fill('[name="path.org"]', "octo-org");
  await page.fill('[name="path.username"]', "octocat");
  has("the snippet contains the values", await snippet(page), '.get_copilot_seat_details_for_user(\n        "octo-org",\n        "octocat",\n    )');
  await page.click("#send-button");
  await page.waitForSelector("#response .tree");
  has("the status is shown", await text(page, "#response .outcome"), "200");
  has("the remaining rate limit is shown", await text(page, "#response .outcome"), "4999 of 5000 requests left");
  has("the response is shown as a tree", await text(page, "#response .tree"), "octocat");
  has("the tree names types", await text(page, "#response .tree"), "CopilotSeatDetails");
  has("the tree marks undeclared properties", await text(page, "#response .tree"), "undeclared");
  const sent = gateway.seen.at(-1);
  same("the request has the method and the path", `${sent?.method} ${sent?.target}`, "GET /orgs/octo-org/members/octocat/copilot");
  same("the request has the header for the gateway", sent?.headers["x-tagsmith-gateway"], "1");
  same("the request has the API version", sent?.headers["x-github-api-version"], "2022-11-28");
  same("the request has the media type", sent?.headers.accept, "application/vnd.github+json");
  await page.waitForTimeout(400);
  holds("the URL of the page stays unchanged", !page.url().includes("#"), page.url());
  await page.reload();
  await page.waitForSelector("#history li");
  same("the form is stored", await page.inputValue('[name="path.username"]'), "octocat");
  has("the last requests are listed", await text(page, "#history"), "/orgs/octo-org/members/octocat/copilot");
  await page.goto(`${gateway.url}/reference/${SEAT}`);
  await page.waitForSelector("#history li");
  same("the form is restored without a link", await page.inputValue('[name="path.org"]'), "octo-org");
});

await story("a linked type expands in place", async (page) => {
  await open(page, "copilot/list-copilot-coding-agent-selected-repositories-for-organization/index.html");
  const item = page.locator(".schema > li").filter({ has: page.locator(":scope > .row > .type") }).filter({ has: page.locator(":scope > details > summary:text-matches('^properties of')") }).first();
  await item.evaluate((it) => {
    for (let above = it.parentElement; above; above = above.parentElement) if (above instanceof HTMLDetailsElement) above.open = true;
  });
  await item.locator(":scope > details > summary").click();
  const below = item.locator(":scope > details > .schema > li");
  await below.first().waitFor();
  const address = await item.locator(":scope > .row > .type").getAttribute("href");
  const rows = await below.locator(":scope > .row > .name").allTextContents();
  const kinds = await below.locator(":scope > .row > .kind").count();
  await page.goto(new URL(address ?? "", page.url()).href);
  const own = await page.locator("main .schema").first().locator(":scope > li > .row > .name").allTextContents();
  holds("the rows are equal to those on the type's page", rows.length > 0 && rows.join() === own.join(), `${rows.join()} and ${own.join()}`);
  holds("each row has a type", kinds > 0);
});

if (given.has("gateway")) {
  const served = await real(resolve(given.get("gateway") ?? ""));
  await story("the first request, with the real gateway", async (page) => {
    const headers: Record<string, string>[] = [];
    page.on("response", (it) => it.request().isNavigationRequest() && headers.push(it.headers()));
    await page.goto(served.url);
    await page.click('a[href$="get-copilot-seat-details-for-user/index.html"] >> nth=0');
    await page.fill('[name="path.org"]', "octo-org");
    await page.fill('[name="path.username"]', "octocat");
    await page.click("#send-button");
    await page.waitForSelector("#response .tree");
    has("the status is shown", await text(page, "#response .outcome"), "200 OK");
    has("the description's example is the response", await text(page, "#response .tree"), "octocat_happy.gif");
    has("the tree names the type", await text(page, "#response .tree"), "CopilotSeatDetails");
    holds("the tree marks nothing as undeclared", !(await text(page, "#response .tree")).includes("undeclared"));
    const [first] = served.received;
    same("the upstream received one request", served.received.map((it) => `${it.method} ${it.target}`).join(), "GET /orgs/octo-org/members/octocat/copilot");
    same("the upstream received the gateway's credential", first?.headers.authorization, `Bearer ${served.token}`);
    holds("neither the page nor the storage contains the credential", !(await page.content()).includes(served.token) && !(await stored(page)).includes(served.token));
    await page.fill("#search", "billing seats");
    await page.waitForSelector("#search-results a");
    const policy = await page.getAttribute("meta[http-equiv=Content-Security-Policy]", "content");
    same("both pages have headers", headers.length, 2);
    for (const it of headers) {
      same("the policy in the header equals that of the page, and forbids frames", it["content-security-policy"], `${policy}; frame-ancestors 'none'`);
    }
    await open(page, ADD, new URL(served.url).origin, "#path.org=octo-org");
    await page.waitForFunction(() => /A gateway serves this page/.test(document.querySelector("#gateway-status")?.textContent ?? ""));
    same("the page reports that the write is not allowed", await text(page, "#send-why"), "This gateway does not allow this operation.");
  });
  served.close();
}

await story("links to a filled form", async (page) => {
  await open(page, SEAT, gateway.url, `#path.org=${encodeURIComponent("a'b\"c é")}&path.username=x`);
  same("the link fills the parameters", await page.inputValue('[name="path.org"]'), "a'b\"c é");
  await open(page, ADD, gateway.url, `#path.org=o&body=${encodeURIComponent('{"selected_usernames":["z"]}')}`);
  same("the link fills the body", await page.inputValue("#try-body"), '{"selected_usernames":["z"]}');
  await open(page, SEAT, gateway.url, "#errors");
  holds("an anchor in the URL stays unchanged", page.url().endsWith("#errors"), page.url());
});

await story("without a gateway", async (page) => {
  await page.route("**/-/gateway", (route) => route.abort());
  await open(page, SEAT);
  holds("Send is disabled", await page.locator("#send-button").isDisabled());
  same("the page shows why Send is disabled", await text(page, "#send-why"), "Enter a gateway URL below to enable sending.");
  await page.waitForSelector("#authentication[open]");
  has("the panel contains the text of the original page", await text(page, "#authentication"), "The gateway proxies requests and injects credentials server-side");
  has("the panel explains what is stored", await text(page, "#authentication"), "saved automatically to browser storage");
  for (const address of ["http://example.com", "ftp://x", "nonsense", "https://u:p@example.com", "http://10.0.0.1:8080"]) {
    await unfold(page);
    await page.fill("#gateway-url", address);
    holds(`${address} is refused with a message`, (await text(page, "#gateway-error")) !== "");
    same("the field is marked as invalid", await page.getAttribute("#gateway-url", "aria-invalid"), "true");
    holds("Send stays disabled", await page.locator("#send-button").isDisabled());
  }
  await unfold(page);
  await page.fill("#gateway-url", "https://gateway.example");
  holds("an https URL enables Send", await page.locator("#send-button").isEnabled());
});

await story("testing a gateway", async (page) => {
  await page.route("**/reference/**", (route) => route.continue());
  await open(page, SEAT);
  const test = async (address: string): Promise<string> => {
    await unfold(page);
    await page.fill("#gateway-url", address);
    await page.click("#gateway-test");
    await page.waitForFunction(() => !/^(Testing.*)?$/.test(document.querySelector("#gateway-status")?.textContent ?? ""));
    return (await page.textContent("#gateway-status")) ?? "";
  };
  has("a gateway on a different origin is accepted", await test(other.url), "It allows 1 operation, this one is among them; writes are allowed.");
  has("the message requires a caller token", await test(guarded.url), "the caller's token is missing or unknown");
  holds("the field for the caller token is visible", await page.locator("#caller-token").isVisible());
  await unfold(page);
  await page.fill("#caller-token", "caller-secret");
  has("the gateway accepts the caller token", await test(guarded.url), "this one is not among them");
  same("the page warns that the operation is not allowed", await text(page, "#send-why"), "This gateway does not allow this operation.");
  has("a gateway that does not allow this page", await test(closed.url), "--allow-origin");
  has("a gateway that is not running", await test("http://127.0.0.1:9"), "Check that the gateway is running.");
  holds("no token is stored by default", !(await stored(page)).includes("caller-secret"), await stored(page));
});

await story("tokens and storage", async (page, context) => {
  await open(page, SEAT);
  await unfold(page);
  await page.check('[name="way"][value="direct"]');
  same("Send is disabled without a token", await text(page, "#send-why"), "Enter a token below to enable sending.");
  await page.fill("#direct-token", "ghp_canary");
  await page.fill('[name="path.org"]', "octo-org");
  await page.fill('[name="path.username"]', "octocat");
  holds("a token enables Send", await page.locator("#send-button").isEnabled());
  let asked: Record<string, string> = {};
  await page.route("https://api.github.com/**", async (route) => {
    asked = await route.request().allHeaders();
    await route.fulfill({ status: 200, contentType: "application/json", headers: { "access-control-allow-origin": "*" }, body: '{"message":"direct"}' });
  });
  await page.click("#send-button");
  await page.waitForSelector("#response .tree");
  same("the token is sent to api.github.com", asked["authorization"], "Bearer ghp_canary");
  await page.waitForTimeout(400);
  holds("the token is not stored", !(await stored(page)).includes("ghp_canary"), await stored(page));
  holds("the URL does not contain the token", !page.url().includes("canary"));
  holds("the page does not contain the token", !(await page.content()).includes("ghp_canary"));
  for (const tab of ["curl", "gh", "octokit", "rust", "utdk"]) {
    await page.click(`#snippet-tab-${tab}`);
    holds(`the snippet of ${tab} does not contain the token`, !(await snippet(page)).includes("canary"));
  }
  await unfold(page);
  await page.check("#keep-tab");
  holds("the token is stored only in the tab", await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes("ghp_canary") && !JSON.stringify({ ...localStorage }).includes("ghp_canary")));
  await page.check("#keep-computer");
  holds("only one storage is selected", !(await page.locator("#keep-tab").isChecked()));
  holds("the token is stored only on the computer", await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("ghp_canary") && !JSON.stringify({ ...sessionStorage }).includes("ghp_canary")));
  has("a warning is shown", await text(page, "#authentication"), "can read stored tokens");
  await page.uncheck("#keep-computer");
  holds("the token is removed from the storage", !(await stored(page)).includes("ghp_canary"));
  await page.check("#keep-computer");
  const second = await context.newPage();
  await open(second, SEAT);
  same("a new tab reads the stored token", await second.inputValue("#direct-token"), "ghp_canary");
  await second.close();
  await page.click("#forget");
  same("Forget all empties the storage", await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }).filter((it) => it !== "tagsmith.theme").length), 0);
  await page.waitForTimeout(500);
  holds("nothing is stored afterwards", !/canary|octo-org/.test(await stored(page)), await stored(page));
  same("the form is empty", await page.inputValue('[name="path.org"]'), "");
});

await story("messages at fields", async (page) => {
  await open(page, SEATS);
  await sendable(page);
  await page.click("#send-button");
  has("a message says that the parameter is required", await text(page, "#try-path-org-error"), "required");
  same("the missing field is focused", await page.evaluate(() => document.activeElement?.getAttribute("name")), "path.org");
  has("the message describes the field", await page.getAttribute('[name="path.org"]', "aria-describedby"), "try-path-org-error");
  await page.fill('[name="path.org"]', "..");
  has("`..` in a path is refused", await text(page, "#try-path-org-error"), "not allowed in a path");
  await page.fill('[name="path.org"]', "octo");
  same("a valid value removes the message", await page.locator("#try-path-org-error").textContent(), "");
  await page.fill('[name="query.per_page"]', "many");
  has("a message requires a number", await text(page, "#try-query-per_page-error"), "whole number");
  has("the snippet contains a comment for an invalid value", await snippet(page), "// per_page:");
  const before = gateway.seen.length;
  await page.click("#send-button");
  same("nothing is sent", gateway.seen.length, before);
  await page.fill('[name="query.per_page"]', "5");
  has("the snippet contains the valid value", await snippet(page), ".per_page(5)");
});

await story("the body", async (page) => {
  await open(page, ADD);
  has("the body is an example", await page.inputValue("#try-body"), "selected_usernames");
  await page.fill("#try-body", "{\n  oops");
  has("a syntax error is shown with its position", await text(page, "#try-body-deviations"), "line 2, column 3");
  await page.fill("#try-body", '{"selected_usernames": ["a", 1], "more": true}');
  const deviations = await text(page, "#try-body-deviations");
  has("a value of the wrong type is shown with its path", deviations, "$.selected_usernames[1]");
  has("an undeclared property is shown with its path", deviations, "$.more");
  await page.click('#try-body-deviations .path:text-is("$.more")');
  same("a click on the path selects the position", await page.evaluate(() => (document.querySelector("#try-body") as HTMLTextAreaElement).selectionStart), 33);
  await page.fill("#try-body", '{"selected_usernames": ["octo\\"cat", "hubot"]}');
  same("a valid body has no deviations", await page.locator("#try-body-deviations").textContent(), "");
  has("the snippet calls the operation", await snippet(page), '.add_copilot_seats_for_users(');
  has("the snippet contains the body as a type", (await snippet(page)).replace(/\s+/g, " "), 'AddCopilotSeatsForUsersBody::new( ["octo\\"cat", "hubot"], )');
});

await story("writes require confirmation", async (page) => {
  await open(page, ADD);
  await page.fill('[name="path.org"]', "octo-org");
  await page.fill("#try-body", '{"selected_usernames": ["octocat"]}');
  await sendable(page);
  const before = gateway.seen.length;
  await page.click("#send-button");
  const dialog = await text(page, "#confirm");
  has("the dialog shows the method", dialog, "POST");
  has("the dialog shows the path", dialog, "/orgs/octo-org/copilot/billing/selected_users");
  has("the dialog shows the body", dialog, '{"selected_usernames": ["octocat"]}');
  await page.keyboard.press("Escape");
  await page.waitForSelector("#confirm", { state: "detached" });
  same("nothing is sent after Escape", gateway.seen.length, before);
  same("the focus returns to Send", await page.evaluate(() => document.activeElement?.id), "send-button");
  await page.click("#send-button");
  await page.click("#confirm .danger");
  await page.waitForSelector("#response .tree");
  has("the confirmed request is sent", await text(page, "#response .outcome"), "201");
  same("the body is sent unchanged", gateway.seen.at(-1)?.body, '{"selected_usernames": ["octocat"]}');
  same("the media type is JSON", gateway.seen.at(-1)?.headers["content-type"], "application/json");
});

await story("error messages", async (page, context) => {
  const send = async (org: string): Promise<string> => {
    await page.fill('[name="path.org"]', org);
    await page.click("#send-button");
    await page.waitForFunction(() => document.querySelector("#cancel") === null && (document.querySelector("#response")?.textContent ?? "") !== "" && !document.querySelector("#response progress"));
    return text(page, "#response");
  };
  await open(page, SEAT);
  await page.fill('[name="path.username"]', "x");
  await sendable(page);
  has("an exhausted rate limit", await send("limited"), "The rate limit is exhausted until");
  has("a missing resource", await send("missing"), "do not permit access to it");
  has("an operation that the gateway does not allow", await send("refused"), "the operation is not allowed: this gateway allows copilot alone");
  has("an interrupted connection", await send("broken"), "was interrupted");
  has("markup is shown as text", await send("html"), "<img src=x");
  has("markup within JSON is shown as text", await send("hostile"), "<script>");
  same("no script of a response runs", await page.evaluate(() => (globalThis as { pwned?: number }).pwned), undefined);
  holds("no markup of a response becomes an element", (await page.locator("#response img, #response script").count()) === 0);
  const digits = await send("digits");
  for (const number of ["9007199254740993", "1.10", "1e400", "-0"]) has("numbers keep their digits", digits, number);
  await context.setOffline(true);
  has("an offline computer", await send("octo"), "offline");
  await context.setOffline(false);
  await page.fill('[name="path.org"]', "slow");
  await page.click("#send-button");
  await page.click("#cancel");
  await page.waitForFunction(() => document.querySelector("#cancel") === null);
  has("a cancelled request", await text(page, "#response"), "Cancelled");
  has("failed requests are in the history", await text(page, "#history"), "no response");
  holds("the history contains no token", !(await stored(page)).includes("ghp_"));
  void HOSTILE;
});

await code(SEAT, ADD, { story, open, text, same, has, holds });
await bodies(SEAT, SEATS, { story, open, text, same, has, holds });

await story("pagination", async (page) => {
  await open(page, SEATS);
  await page.fill('[name="path.org"]', "octo-org");
  await sendable(page);
  await page.click("#send-button");
  await page.click(".next-page");
  await page.waitForFunction(() => (document.querySelector('[name="query.page"]') as HTMLInputElement).value === "2");
  await page.waitForSelector(".next-page");
  await page.click(".next-page");
  await page.waitForFunction(() => (document.querySelector('[name="query.page"]') as HTMLInputElement).value === "3" && document.querySelector("#response .tree") && !document.querySelector(".next-page"));
  has("the snippet contains the page number", await snippet(page), ".page(3)");
  same("the next page is requested", gateway.seen.at(-1)?.target, "/orgs/octo-org/copilot/billing/seats?page=3");
});

await story("use by keyboard only", async (page) => {
  await open(page, SEAT);
  await sendable(page);
  const reach = async (what: string): Promise<boolean> => {
    for (let presses = 0; presses < 200; presses += 1) {
      if (await page.evaluate((it) => document.activeElement?.matches(it), what)) return true;
      await page.keyboard.press("Tab");
    }
    return false;
  };
  await page.keyboard.press("Tab");
  has("the first element is a link to the content", await page.evaluate(() => document.activeElement?.textContent ?? ""), "Skip");
  holds("Tab reaches the form", await reach('[name="path.org"]'));
  await page.keyboard.type("octo-org");
  await page.keyboard.press("Tab");
  await page.keyboard.type("octocat");
  holds("Tab reaches the authentication panel", await reach("#authentication > summary"));
  await page.keyboard.press("Enter");
  holds("Tab reaches the gateway's field", await reach("#gateway-url"));
  await page.focus('[name="path.username"]');
  holds("Tab reaches Send", await reach("#send-button"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("#response .tree");
  holds("Tab reaches the collapsible parts of the tree", await reach("#response .fold"));
  await page.keyboard.press("Enter");
  same("Enter collapses a part of the tree", await page.getAttribute("#response .fold >> nth=0", "aria-expanded"), "false");
  holds("Tab reaches the languages", await reach("[role=tab]"));
  await page.keyboard.press("ArrowRight");
  same("an arrow key selects the next language", await page.evaluate(() => document.activeElement?.textContent), "curl");
  has("the panel shows the selected language", await snippet(page), "curl -L");
  await page.keyboard.press("End");
  same("End selects the last language", await page.evaluate(() => document.activeElement?.textContent), "gh api");
  await page.keyboard.press("ArrowRight");
  same("an arrow key after the last language selects the first", await page.evaluate(() => document.activeElement?.textContent), "Rust");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("/");
  same("a slash focuses the search", await page.evaluate(() => document.activeElement?.id), "search");
});

await story(
  "without JavaScript",
  async (page) => {
    await page.goto(`${gateway.url}/reference/${SEAT}`);
    has("the text is visible", await text(page, "main"), "assignment details");
    has("the parameters are visible", await text(page, "#parameters"), "username");
    has("the Rust snippet is visible", await text(page, "#snippets"), ".get_copilot_seat_details_for_user");
    has("the curl snippet is visible", await text(page, "#snippets"), "curl");
    holds("controls that need JavaScript are hidden", !(await page.locator("#theme").isVisible()));
    holds("Send is disabled", await page.locator("#send-button").isDisabled());
  },
  { javaScriptEnabled: false },
);

await story("a page from a file", async (page) => {
  await page.goto(pathToFileURL(join(site, SEAT)).href);
  await page.waitForSelector("#gateway-url");
  await page.fill('[name="path.org"]', "octo-org");
  has("the snippet is updated", await snippet(page), '"octo-org"');
  await unfold(page);
  await page.fill("#gateway-url", gateway.url);
  await page.fill('[name="path.username"]', "octocat");
  await page.click('nav a[href$="index.html"] >> nth=0');
  holds("links end with index.html", page.url().endsWith("index.html"), page.url());
  await page.waitForLoadState();
});

await story("a page in a frame", async (page) => {
  await page.route("**/framing.html", (route) => route.fulfill({ contentType: "text/html", body: `<iframe src="${gateway.url}/reference/${SEAT}" width=1000 height=800></iframe>` }));
  await page.goto(`${gateway.url}/framing.html`);
  const frame = page.frameLocator("iframe");
  await frame.locator("#gateway-url").waitFor({ state: "attached" });
  await frame.locator("#gateway-url").fill(gateway.url);
  holds("Send is disabled", await frame.locator("#send-button").isDisabled());
  has("the page shows why Send is disabled", await frame.locator("#send-why").innerText(), "in a frame");
});

await story("theme", async (page) => {
  await open(page, SEAT);
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme + getComputedStyle(document.body).backgroundColor);
  const before = await background();
  await page.click("#theme");
  same("a click selects the dark theme", await page.getAttribute("html", "data-theme"), "dark");
  holds("the colours of the page change", (await background()) !== before, before);
  await page.reload();
  same("the selected theme is stored", await page.getAttribute("html", "data-theme"), "dark");
});

if (given.has("tagsmith")) {
  const place = await mkdtemp(join(tmpdir(), "sites-"));
  const make = async (name: string, description: unknown): Promise<string> => {
    const [file, out] = [join(place, `${name}.json`), join(place, name)];
    await writeFile(file, JSON.stringify(description));
    execFileSync(resolve(given.get("tagsmith") ?? ""), ["site", "--description", file, "--all-tags", "--out", out], { stdio: ["ignore", "ignore", "inherit"] });
    return out;
  };
  const chosen = await mock({ site: await make("choices", choices()) });
  await choose(chosen.url, chosen.seen, { story, open, text, same, has, holds });
  chosen.close();
  const made = await make("xss", description());
  const hostile = await mock({ site: made });
  const pages = (await readdir(made, { recursive: true })).filter((it) => it.endsWith(".html"));
  holds("all pages of the hostile description exist", pages.length >= 2 * ATTEMPTS.length, String(pages.length));
  // The only inlined script of each page is `first.js`.
  const first = await readFile(new URL("../../../src/emit/site/assets/first.js", import.meta.url), "utf8");
  await story("hostile texts run no scripts", async (page) => {
    for (const name of pages) {
      await page.goto(`${hostile.url}/reference/${name}`);
      const found = await page.evaluate((first) => {
        const all = [...document.querySelectorAll("*")];
        const bad = all.filter((it) => [...it.attributes].some((at) => at.name.startsWith("on") || /^\s*javascript:/i.test(at.value.replace(/[\u0000-\u0020]/g, "")) || at.name === "srcdoc"));
        const foreign = all.filter((it) => it.matches("iframe, object, embed, base, meta[http-equiv=refresh]") || (it.matches("script") && !it.hasAttribute("src") && it.textContent !== first && !/json/.test(it.getAttribute("type") ?? "")));
        return [(globalThis as { pwned?: number }).pwned ?? 0, bad.map((it) => it.outerHTML.slice(0, 200)).join("\n"), foreign.map((it) => it.outerHTML.slice(0, 200)).join("\n")];
      }, first);
      holds(`no script runs on ${name}`, found[0] === 0 && found[1] === "" && found[2] === "", found.join("\n"));
      const tab = page.locator("[role=tab]");
      for (let at = 0; at < (await tab.count()); at += 1) await tab.nth(at).click();
      await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
      same(`no script runs when the page is used`, await page.evaluate(() => (globalThis as { pwned?: number }).pwned ?? 0), 0);
    }
  });
  hostile.close();
  await rm(place, { recursive: true, force: true });
}

await browser.close();
for (const it of [gateway, guarded, closed, other]) it.close();
tally.close();
