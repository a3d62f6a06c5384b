// The code on an operation's page in a real browser: colours, shells, the reader's gateway, media types and examples.

import type { Page } from "playwright-core";
import { sendable } from "./stories.ts";
import type { Telling } from "./bodies.ts";

export async function code(seat: string, add: string, { story, open, text, same, has, holds }: Telling): Promise<void> {
  const snippet = async (page: Page): Promise<string> => {
    await page.waitForSelector("#snippet-panel:not([aria-busy])");
    return text(page, "#snippet-panel pre");
  };

  await story("code", async (page) => {
    await open(page, seat);
    const isLoaded = (): Promise<boolean> => page.evaluate(() => performance.getEntriesByType("resource").some((it) => /assets\/code\./.test(it.name)));
    holds("what writes code is not loaded at first", !(await isLoaded()));
    holds("the code is coloured all the same", (await page.locator("#snippet-panel .k, #snippet-panel .f, #snippet-panel .s").count()) > 3);
    const before = await page.locator("#snippet-panel code").innerHTML();
    await page.fill('[name="path.org"]', "x");
    has("it follows the form", await snippet(page), '"x"');
    holds("by a script of its own", await isLoaded());
    await page.fill('[name="path.org"]', "");
    await snippet(page);
    same("an empty form has the code that the page came with", await page.locator("#snippet-panel code").innerHTML(), before);
    await page.fill('[name="path.org"]', "octo-org");
    await page.fill('[name="path.username"]', "a-name-of-some-length");
    for (const tab of ["rust", "curl", "octokit", "utdk", "gh"]) {
      await page.click(`#snippet-tab-${tab}`);
      const displayed = await snippet(page);
      for (const value of ["octo-org", "a-name-of-some-length"]) has(`${tab} has the values`, displayed, value);
      const [inner, outer] = await page.locator("#snippet-panel pre").evaluate((it) => [it.scrollWidth, it.clientWidth]);
      holds(`${tab}: no line goes beyond its column`, (inner ?? 0) <= (outer ?? 0), `${inner} and ${outer}`);
    }
    same("the first three are those of the original page", (await page.locator("[role=tab]").allTextContents()).slice(0, 4).join(), "Rust,curl,TypeScript,@utdk/github");
    await page.click("#snippet-tab-utdk");
    has("@utdk/github is imported", await snippet(page), "import github from '@utdk/github';");
  });

  await story("shells and the gateway", async (page) => {
    await open(page, add);
    await page.fill('[name="path.org"]', "octo-org");
    await page.click("#snippet-tab-curl");
    has("sh at first", await snippet(page), "$GITHUB_TOKEN");
    await page.selectOption("#snippet-shell", "powershell");
    has("PowerShell", await snippet(page), "$env:GITHUB_TOKEN");
    has("its body is a file", await snippet(page), "[IO.File]::WriteAllText($body, '{");
    await page.selectOption("#snippet-shell", "cmd");
    has("cmd", await snippet(page), "%GITHUB_TOKEN%");
    has("with what has to be known", await text(page, "#snippet-panel .hint"), "batch file");
    await page.reload();
    await page.waitForSelector("#snippet-panel");
    has("it is kept", await snippet(page), "%GITHUB_TOKEN%");
    await page.selectOption("#snippet-shell", "sh");
    await page.waitForFunction(() => (document.querySelector("#gateway-url") as HTMLInputElement | null)?.value);
    await page.locator("#gateway-url").evaluate((it: HTMLInputElement) => {
      it.value = "https://gateway.example/api/";
      it.dispatchEvent(new Event("input", { bubbles: true }));
    });
    holds("without it, code goes to the API", (await snippet(page)).includes("https://api.github.com/orgs/octo-org"));
    await page.check("#snippet-gateway");
    has("with it, to the gateway", await snippet(page), "https://gateway.example/api/orgs/octo-org/copilot/billing/selected_users");
    holds("and without a token", !(await snippet(page)).includes("Authorization"));
    await page.click("#snippet-tab-octokit");
    has("TypeScript too", await snippet(page), 'baseUrl: "https://gateway.example/api"');
    await page.click("#snippet-tab-rust");
    has("and Rust", (await snippet(page)).replace(/\s+/g, ""), '.base_url("https://gateway.example/api")');
    await page.click("#snippet-tab-gh");
    holds("gh has no such choice", !(await page.locator("#snippet-gateway").isVisible()));
  });
}

/** A description with several media types and several examples. */
export function choices(): unknown {
  const json = (name: string): unknown => ({ schema: { type: "object", properties: { name: { type: "string" } } }, examples: { first: { summary: "The first", value: { name } }, second: { value: { name: "two" } } } });
  const org = { name: "org", in: "path", required: true, schema: { type: "string" } };
  return {
    openapi: "3.0.3",
    info: { title: "Things & more", version: "1.2.3", description: "An API of **things**.", license: { name: "MIT" } },
    servers: [{ url: "https://api.example.com" }],
    tags: [{ name: "things", description: "Things" }],
    paths: {
      "/orgs/{org}/thing": {
        get: {
          tags: ["things"], operationId: "things/get", summary: "Get a thing", parameters: [org],
          description: "Gets it.\n\n- **`application/vnd.example.raw+json`**: Returns it raw.",
          responses: { 200: { description: "Response", content: { "application/json": json("one"), "text/x-diff": { schema: { type: "string" }, example: "--- a\n+++ b" } } }, 302: { description: "It moved" }, 404: { description: "Gone", content: { "application/json": json("none") } } },
        },
        post: {
          tags: ["things"], operationId: "things/create", summary: "Create a thing", parameters: [org],
          requestBody: { required: true, content: { "application/json": json("mine") } },
          responses: { 201: { description: "Created" } },
        },
      },
    },
  };
}

export async function choose(url: string, seen: { headers: Record<string, unknown> }[], { story, text, same, has, holds }: Telling): Promise<void> {
  await story("media types and examples", async (page) => {
    await page.goto(`${url}/reference/index.html`);
    same("the title is the API's", await text(page, "h1"), "Things & more");
    same("everywhere", await page.title(), "Things & more");
    const introduction = await text(page, "main");
    for (const part of ["An API of things.", "https://api.example.com", "MIT", "1.2.3", "2 operations"]) has("the front page introduces it", introduction, part);
    holds("no link leads to docs.rs", !(await page.content()).includes("docs.rs"));
    await page.goto(`${url}/reference/things/get/index.html`);
    same("all examples of a response are there", (await page.locator("#responses .example summary").allTextContents()).join(), "Example: The first,Example: Second,Example");
    same("those of an error too", await page.locator("#errors .example").count(), 2);
    has("a redirect is no error", await text(page, "#redirects"), "302");
    holds("nor is it among them", !(await text(page, "#errors")).includes("302"));
    await page.fill('[name="path.org"]', "digits");
    same("the media types to choose from", (await page.locator("#try-accept option").allTextContents()).join(), "application/json,text/x-diff,application/vnd.example.raw+json");
    await page.selectOption("#try-accept", "text/x-diff");
    await page.waitForSelector("#snippet-panel:not([aria-busy])");
    has("the snippet asks for it", await text(page, "#snippet-panel pre"), ".x_diff()");
    await page.waitForFunction(() => Object.values(localStorage).some((it) => it.includes("accept=text")));
    await page.reload();
    await page.waitForFunction(() => (document.querySelector("#try-accept") as HTMLSelectElement | null)?.value === "text/x-diff");
    await sendable(page);
    await page.click("#send-button");
    await page.waitForSelector("#response .outcome");
    same("so does Send", seen.at(-1)?.headers["accept"], "text/x-diff");
    await page.goto(`${url}/reference/things/create/index.html`);
    await page.waitForSelector("#try-example");
    same("the examples of the request", (await page.locator("#try-example option").allTextContents()).join(), "The first,Second,Custom");
    await page.selectOption("#try-example", "1");
    has("one fills the body", await page.inputValue("#try-body"), '"two"');
    await page.fill("#try-body", "{}");
    same("what is written by hand is the reader's own", await page.locator("#try-example").evaluate((it: HTMLSelectElement) => it.selectedOptions[0]?.textContent), "Custom");
  });
}
