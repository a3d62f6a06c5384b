// Tests the site in a browser.
//
//     npm run site -- --site DIR [--tagsmith PROGRAM] [--gateway PROGRAM]
//
// With `--tagsmith`, also generates and opens sites of descriptions that try to run scripts. With `--gateway`, follows
// a newcomer's steps with the real gateway, which serves its generated site; otherwise with a mock.

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

await story("the newcomer", async (page) => {
  await open(page, SEAT);
  await page.waitForFunction(() => (document.querySelector("#gateway-url") as HTMLInputElement).value !== "");
  same("the gateway that serves the page is offered", await page.inputValue("#gateway-url"), gateway.url);
  has("it says what it allows", await page.textContent("#gateway-status"), "this one is among them");
  await page.fill('[name="path.org"]', "octo-org");
  await page.fill('[name="path.username"]', "octocat");
  has("the snippet follows", await snippet(page), '.get_copilot_seat_details_for_user(\n        "octo-org",\n        "octocat",\n    )');
  await page.click("#send-button");
  await page.waitForSelector("#response .tree");
  has("the status is said", await text(page, "#response .outcome"), "200");
  has("and the limit that is left", await text(page, "#response .outcome"), "4999 of 5000 requests left");
  has("the response is a tree", await text(page, "#response .tree"), "octocat");
  has("types are named", await text(page, "#response .tree"), "CopilotSeatDetails");
  has("what is not described is marked", await text(page, "#response .tree"), "undeclared");
  const sent = gateway.seen.at(-1);
  same("what was asked for was sent", `${sent?.method} ${sent?.target}`, "GET /orgs/octo-org/members/octocat/copilot");
  same("with the header of the page", sent?.headers["x-tagsmith-gateway"], "1");
  same("and the version", sent?.headers["x-github-api-version"], "2022-11-28");
  same("and what is accepted", sent?.headers.accept, "application/vnd.github+json");
  await page.waitForTimeout(400);
  holds("the address stays as it is", !page.url().includes("#"), page.url());
  await page.reload();
  await page.waitForSelector("#history li");
  same("the form is kept", await page.inputValue('[name="path.username"]'), "octocat");
  has("the last requests are listed", await text(page, "#history"), "/orgs/octo-org/members/octocat/copilot");
  await page.goto(`${gateway.url}/reference/${SEAT}`);
  await page.waitForSelector("#history li");
  same("without the link too", await page.inputValue('[name="path.org"]'), "octo-org");
});

await story("a type that has no rows unfolds in place", async (page) => {
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
  holds("the rows are those of the type's own page", rows.length > 0 && rows.join() === own.join(), `${rows.join()} and ${own.join()}`);
  holds("each says what it is", kinds > 0);
});

if (given.has("gateway")) {
  const served = await real(resolve(given.get("gateway") ?? ""));
  await story("the newcomer, with the real gateway", async (page) => {
    const headers: Record<string, string>[] = [];
    page.on("response", (it) => it.request().isNavigationRequest() && headers.push(it.headers()));
    await page.goto(served.url);
    await page.click('a[href$="get-copilot-seat-details-for-user/index.html"] >> nth=0');
    await page.fill('[name="path.org"]', "octo-org");
    await page.fill('[name="path.username"]', "octocat");
    await page.click("#send-button");
    await page.waitForSelector("#response .tree");
    has("the status is said", await text(page, "#response .outcome"), "200 OK");
    has("the description's example is the response", await text(page, "#response .tree"), "octocat_happy.gif");
    has("its type is named", await text(page, "#response .tree"), "CopilotSeatDetails");
    holds("all of it is in the description", !(await text(page, "#response .tree")).includes("undeclared"));
    const [first] = served.received;
    same("one request went to the upstream", served.received.map((it) => `${it.method} ${it.target}`).join(), "GET /orgs/octo-org/members/octocat/copilot");
    same("with the credential that the gateway holds", first?.headers.authorization, `Bearer ${served.token}`);
    holds("which no page and no storage has", !(await page.content()).includes(served.token) && !(await stored(page)).includes(served.token));
    await page.fill("#search", "billing seats");
    await page.waitForSelector("#search-results a");
    const policy = await page.getAttribute("meta[http-equiv=Content-Security-Policy]", "content");
    same("the two pages come with headers", headers.length, 2);
    for (const it of headers) {
      same("the policy of the header is that of the page, and forbids frames", it["content-security-policy"], `${policy}; frame-ancestors 'none'`);
    }
    await open(page, ADD, new URL(served.url).origin, "#path.org=octo-org");
    await page.waitForFunction(() => /A gateway serves this page/.test(document.querySelector("#gateway-status")?.textContent ?? ""));
    same("a write is said not to be allowed", await text(page, "#send-why"), "This gateway does not allow this operation.");
  });
  served.close();
}

await story("deep links", async (page) => {
  await open(page, SEAT, gateway.url, `#path.org=${encodeURIComponent("a'b\"c é")}&path.username=x`);
  same("the form is filled by the link", await page.inputValue('[name="path.org"]'), "a'b\"c é");
  await open(page, ADD, gateway.url, `#path.org=o&body=${encodeURIComponent('{"selected_usernames":["z"]}')}`);
  same("the body too", await page.inputValue("#try-body"), '{"selected_usernames":["z"]}');
  await open(page, SEAT, gateway.url, "#errors");
  holds("an anchor stays an anchor", page.url().endsWith("#errors"), page.url());
});

await story("without a gateway", async (page) => {
  await page.route("**/-/gateway", (route) => route.abort());
  await open(page, SEAT);
  holds("send is off", await page.locator("#send-button").isDisabled());
  same("and says why", await text(page, "#send-why"), "Enter a gateway URL below to enable sending.");
  await page.waitForSelector("#authentication[open]");
  has("the original's words are there", await text(page, "#authentication"), "The gateway proxies requests and injects credentials server-side");
  has("and these", await text(page, "#authentication"), "saved automatically to browser storage");
  for (const address of ["http://example.com", "ftp://x", "nonsense", "https://u:p@example.com", "http://10.0.0.1:8080"]) {
    await unfold(page);
    await page.fill("#gateway-url", address);
    holds(`${address} is refused in words`, (await text(page, "#gateway-error")) !== "");
    same("the field says so", await page.getAttribute("#gateway-url", "aria-invalid"), "true");
    holds("send stays off", await page.locator("#send-button").isDisabled());
  }
  await unfold(page);
  await page.fill("#gateway-url", "https://gateway.example");
  holds("https turns it on", await page.locator("#send-button").isEnabled());
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
  has("another origin's gateway responds", await test(other.url), "It allows 1 operation, this one is among them; writes are allowed.");
  has("a caller's token is asked for", await test(guarded.url), "the caller's token is missing or unknown");
  holds("and its field is opened", await page.locator("#caller-token").isVisible());
  await unfold(page);
  await page.fill("#caller-token", "caller-secret");
  has("and taken", await test(guarded.url), "this one is not among them");
  same("send warns", await text(page, "#send-why"), "This gateway does not allow this operation.");
  has("a gateway that does not allow this page", await test(closed.url), "--allow-origin");
  has("a gateway that is not there", await test("http://127.0.0.1:9"), "Check that the gateway is running.");
  holds("no token is kept unasked", !(await stored(page)).includes("caller-secret"), await stored(page));
});

await story("tokens and storage", async (page, context) => {
  await open(page, SEAT);
  await unfold(page);
  await page.check('[name="way"][value="direct"]');
  same("send is off without one", await text(page, "#send-why"), "Enter a token below to enable sending.");
  await page.fill("#direct-token", "ghp_canary");
  await page.fill('[name="path.org"]', "octo-org");
  await page.fill('[name="path.username"]', "octocat");
  holds("send is on", await page.locator("#send-button").isEnabled());
  let asked: Record<string, string> = {};
  await page.route("https://api.github.com/**", async (route) => {
    asked = await route.request().allHeaders();
    await route.fulfill({ status: 200, contentType: "application/json", headers: { "access-control-allow-origin": "*" }, body: '{"message":"direct"}' });
  });
  await page.click("#send-button");
  await page.waitForSelector("#response .tree");
  same("the token goes to api.github.com", asked["authorization"], "Bearer ghp_canary");
  await page.waitForTimeout(400);
  holds("it is in no storage", !(await stored(page)).includes("ghp_canary"), await stored(page));
  holds("in no link", !page.url().includes("canary"));
  holds("in no text of the page", !(await page.content()).includes("ghp_canary"));
  for (const tab of ["curl", "gh", "octokit", "rust", "utdk"]) {
    await page.click(`#snippet-tab-${tab}`);
    holds(`nor in the snippet of ${tab}`, !(await snippet(page)).includes("canary"));
  }
  await unfold(page);
  await page.check("#keep-tab");
  holds("kept in the tab", await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes("ghp_canary") && !JSON.stringify({ ...localStorage }).includes("ghp_canary")));
  await page.check("#keep-computer");
  holds("one or the other", !(await page.locator("#keep-tab").isChecked()));
  holds("kept on the computer", await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("ghp_canary") && !JSON.stringify({ ...sessionStorage }).includes("ghp_canary")));
  has("with a warning", await text(page, "#authentication"), "can read stored tokens");
  await page.uncheck("#keep-computer");
  holds("and not any more", !(await stored(page)).includes("ghp_canary"));
  await page.check("#keep-computer");
  const second = await context.newPage();
  await open(second, SEAT);
  same("another tab finds it", await second.inputValue("#direct-token"), "ghp_canary");
  await second.close();
  await page.click("#forget");
  same("one press forgets all", await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }).filter((it) => it !== "tagsmith.theme").length), 0);
  await page.waitForTimeout(500);
  holds("and it stays forgotten", !/canary|octo-org/.test(await stored(page)), await stored(page));
  same("the form too", await page.inputValue('[name="path.org"]'), "");
});

await story("words at the field", async (page) => {
  await open(page, SEATS);
  await sendable(page);
  await page.click("#send-button");
  has("what is required is said", await text(page, "#try-path-org-error"), "required");
  same("and gets the focus", await page.evaluate(() => document.activeElement?.getAttribute("name")), "path.org");
  has("the field is described by it", await page.getAttribute('[name="path.org"]', "aria-describedby"), "try-path-org-error");
  await page.fill('[name="path.org"]', "..");
  has("a step in the path is refused", await text(page, "#try-path-org-error"), "not allowed in a path");
  await page.fill('[name="path.org"]', "octo");
  same("and mended", await page.locator("#try-path-org-error").textContent(), "");
  await page.fill('[name="query.per_page"]', "many");
  has("a number is asked for", await text(page, "#try-query-per_page-error"), "whole number");
  has("the snippet shows a comment instead", await snippet(page), "// per_page:");
  const before = gateway.seen.length;
  await page.click("#send-button");
  same("nothing is sent", gateway.seen.length, before);
  await page.fill('[name="query.per_page"]', "5");
  has("the snippet takes it", await snippet(page), ".per_page(5)");
});

await story("the body", async (page) => {
  await open(page, ADD);
  has("the example is there", await page.inputValue("#try-body"), "selected_usernames");
  await page.fill("#try-body", "{\n  oops");
  has("what is not JSON is said with its place", await text(page, "#try-body-deviations"), "line 2, column 3");
  await page.fill("#try-body", '{"selected_usernames": ["a", 1], "more": true}');
  const deviations = await text(page, "#try-body-deviations");
  has("a type by its path", deviations, "$.selected_usernames[1]");
  has("a member that is not described", deviations, "$.more");
  await page.click('#try-body-deviations .path:text-is("$.more")');
  same("the path leads there", await page.evaluate(() => (document.querySelector("#try-body") as HTMLTextAreaElement).selectionStart), 33);
  await page.fill("#try-body", '{"selected_usernames": ["octo\\"cat", "hubot"]}');
  same("all is well", await page.locator("#try-body-deviations").textContent(), "");
  has("the snippet has it", await snippet(page), '.add_copilot_seats_for_users(');
  has("typed", (await snippet(page)).replace(/\s+/g, " "), 'AddCopilotSeatsForUsersBody::new( ["octo\\"cat", "hubot"], )');
});

await story("writes ask first", async (page) => {
  await open(page, ADD);
  await page.fill('[name="path.org"]', "octo-org");
  await page.fill("#try-body", '{"selected_usernames": ["octocat"]}');
  await sendable(page);
  const before = gateway.seen.length;
  await page.click("#send-button");
  const dialog = await text(page, "#confirm");
  has("what will be sent is shown", dialog, "POST");
  has("where to", dialog, "/orgs/octo-org/copilot/billing/selected_users");
  has("and the body", dialog, '{"selected_usernames": ["octocat"]}');
  await page.keyboard.press("Escape");
  await page.waitForSelector("#confirm", { state: "detached" });
  same("nothing is sent", gateway.seen.length, before);
  same("the focus comes back", await page.evaluate(() => document.activeElement?.id), "send-button");
  await page.click("#send-button");
  await page.click("#confirm .danger");
  await page.waitForSelector("#response .tree");
  has("it is sent after that", await text(page, "#response .outcome"), "201");
  same("exactly", gateway.seen.at(-1)?.body, '{"selected_usernames": ["octocat"]}');
  same("as JSON", gateway.seen.at(-1)?.headers["content-type"], "application/json");
});

await story("errors in words", async (page, context) => {
  const send = async (org: string): Promise<string> => {
    await page.fill('[name="path.org"]', org);
    await page.click("#send-button");
    await page.waitForFunction(() => document.querySelector("#cancel") === null && (document.querySelector("#response")?.textContent ?? "") !== "" && !document.querySelector("#response progress"));
    return text(page, "#response");
  };
  await open(page, SEAT);
  await page.fill('[name="path.username"]', "x");
  await sendable(page);
  has("a rate limit, until when", await send("limited"), "The rate limit is exhausted until");
  has("what is not there", await send("missing"), "do not permit access to it");
  has("what the gateway does not allow", await send("refused"), "the operation is not allowed: this gateway allows copilot alone");
  has("a connection that breaks", await send("broken"), "was interrupted");
  has("markup is text", await send("html"), "<img src=x");
  has("and within JSON", await send("hostile"), "<script>");
  same("nothing of it ran", await page.evaluate(() => (globalThis as { pwned?: number }).pwned), undefined);
  holds("nor became an element", (await page.locator("#response img, #response script").count()) === 0);
  const digits = await send("digits");
  for (const number of ["9007199254740993", "1.10", "1e400", "-0"]) has("numbers keep their digits", digits, number);
  await context.setOffline(true);
  has("being offline", await send("octo"), "offline");
  await context.setOffline(false);
  await page.fill('[name="path.org"]', "slow");
  await page.click("#send-button");
  await page.click("#cancel");
  await page.waitForFunction(() => document.querySelector("#cancel") === null);
  has("cancelled", await text(page, "#response"), "Cancelled");
  has("all are in the history", await text(page, "#history"), "no response");
  holds("without what is secret", !(await stored(page)).includes("ghp_"));
  void HOSTILE;
});

await code(SEAT, ADD, { story, open, text, same, has, holds });
await bodies(SEAT, SEATS, { story, open, text, same, has, holds });

await story("pages", async (page) => {
  await open(page, SEATS);
  await page.fill('[name="path.org"]', "octo-org");
  await sendable(page);
  await page.click("#send-button");
  await page.click(".next-page");
  await page.waitForFunction(() => (document.querySelector('[name="query.page"]') as HTMLInputElement).value === "2");
  await page.waitForSelector(".next-page");
  await page.click(".next-page");
  await page.waitForFunction(() => (document.querySelector('[name="query.page"]') as HTMLInputElement).value === "3" && document.querySelector("#response .tree") && !document.querySelector(".next-page"));
  has("the page is in the snippet", await snippet(page), ".page(3)");
  same("and was asked for", gateway.seen.at(-1)?.target, "/orgs/octo-org/copilot/billing/seats?page=3");
});

await story("by keyboard alone", async (page) => {
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
  has("the first stop skips to the content", await page.evaluate(() => document.activeElement?.textContent ?? ""), "Skip");
  holds("the form is reached", await reach('[name="path.org"]'));
  await page.keyboard.type("octo-org");
  await page.keyboard.press("Tab");
  await page.keyboard.type("octocat");
  holds("the panel on authentication is reached", await reach("#authentication > summary"));
  await page.keyboard.press("Enter");
  holds("and within it the gateway", await reach("#gateway-url"));
  await page.focus('[name="path.username"]');
  holds("send is reached", await reach("#send-button"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("#response .tree");
  holds("folds are reached", await reach("#response .fold"));
  await page.keyboard.press("Enter");
  same("and fold", await page.getAttribute("#response .fold >> nth=0", "aria-expanded"), "false");
  holds("tabs are reached", await reach("[role=tab]"));
  await page.keyboard.press("ArrowRight");
  same("and moved between by arrows", await page.evaluate(() => document.activeElement?.textContent), "curl");
  has("the panel follows", await snippet(page), "curl -L");
  await page.keyboard.press("End");
  same("to the end", await page.evaluate(() => document.activeElement?.textContent), "gh api");
  await page.keyboard.press("ArrowRight");
  same("and round", await page.evaluate(() => document.activeElement?.textContent), "Rust");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("/");
  same("a slash goes to the search", await page.evaluate(() => document.activeElement?.id), "search");
});

await story(
  "without JavaScript",
  async (page) => {
    await page.goto(`${gateway.url}/reference/${SEAT}`);
    has("the text is there", await text(page, "main"), "assignment details");
    has("the parameters", await text(page, "#parameters"), "username");
    has("the Rust snippet", await text(page, "#snippets"), ".get_copilot_seat_details_for_user");
    has("curl", await text(page, "#snippets"), "curl");
    holds("what needs the program is not shown", !(await page.locator("#theme").isVisible()));
    holds("send is off", await page.locator("#send-button").isDisabled());
  },
  { javaScriptEnabled: false },
);

await story("from a file", async (page) => {
  await page.goto(pathToFileURL(join(site, SEAT)).href);
  await page.waitForSelector("#gateway-url");
  await page.fill('[name="path.org"]', "octo-org");
  has("the snippet lives", await snippet(page), '"octo-org"');
  await unfold(page);
  await page.fill("#gateway-url", gateway.url);
  await page.fill('[name="path.username"]', "octocat");
  await page.click('nav a[href$="index.html"] >> nth=0');
  holds("links end in index.html", page.url().endsWith("index.html"), page.url());
  await page.waitForLoadState();
});

await story("within a frame", async (page) => {
  await page.route("**/framing.html", (route) => route.fulfill({ contentType: "text/html", body: `<iframe src="${gateway.url}/reference/${SEAT}" width=1000 height=800></iframe>` }));
  await page.goto(`${gateway.url}/framing.html`);
  const frame = page.frameLocator("iframe");
  await frame.locator("#gateway-url").waitFor({ state: "attached" });
  await frame.locator("#gateway-url").fill(gateway.url);
  holds("send is off", await frame.locator("#send-button").isDisabled());
  has("and says why", await frame.locator("#send-why").innerText(), "in a frame");
});

await story("theme", async (page) => {
  await open(page, SEAT);
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme + getComputedStyle(document.body).backgroundColor);
  const before = await background();
  await page.click("#theme");
  same("the page is dark", await page.getAttribute("html", "data-theme"), "dark");
  holds("and looks so", (await background()) !== before, before);
  await page.reload();
  same("it is kept", await page.getAttribute("html", "data-theme"), "dark");
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
  holds("every attempt has its pages", pages.length >= 2 * ATTEMPTS.length, String(pages.length));
  // The one inlined script of each page is ours.
  const first = await readFile(new URL("../../../src/emit/site/assets/first.js", import.meta.url), "utf8");
  await story("attempts to run scripts", async (page) => {
    for (const name of pages) {
      await page.goto(`${hostile.url}/reference/${name}`);
      const found = await page.evaluate((first) => {
        const all = [...document.querySelectorAll("*")];
        const bad = all.filter((it) => [...it.attributes].some((at) => at.name.startsWith("on") || /^\s*javascript:/i.test(at.value.replace(/[\u0000-\u0020]/g, "")) || at.name === "srcdoc"));
        const foreign = all.filter((it) => it.matches("iframe, object, embed, base, meta[http-equiv=refresh]") || (it.matches("script") && !it.hasAttribute("src") && it.textContent !== first && !/json/.test(it.getAttribute("type") ?? "")));
        return [(globalThis as { pwned?: number }).pwned ?? 0, bad.map((it) => it.outerHTML.slice(0, 200)).join("\n"), foreign.map((it) => it.outerHTML.slice(0, 200)).join("\n")];
      }, first);
      holds(`nothing runs on ${name}`, found[0] === 0 && found[1] === "" && found[2] === "", found.join("\n"));
      const tab = page.locator("[role=tab]");
      for (let at = 0; at < (await tab.count()); at += 1) await tab.nth(at).click();
      await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
      same(`nor when it is used`, await page.evaluate(() => (globalThis as { pwned?: number }).pwned ?? 0), 0);
    }
  });
  hostile.close();
  await rm(place, { recursive: true, force: true });
}

await browser.close();
for (const it of [gateway, guarded, closed, other]) it.close();
tally.close();
