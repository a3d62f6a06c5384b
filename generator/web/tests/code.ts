// Tests of the code on an operation's page in a browser: highlighting, shells, the reader's gateway, media types and
// examples.

import type { Page } from "playwright-core";
import { sendable } from "./stories.ts";
import type { Telling } from "./bodies.ts";

export async function code(seat: string, add: string, { story, open, text, same, has, holds }: Telling): Promise<void> {
  const snippet = async (page: Page): Promise<string> => {
    await page.waitForSelector("#snippet-panel:not([aria-busy])");
    return text(page, "#snippet-panel pre");
  };

  await story("code snippets", async (page) => {
    await open(page, seat);
    const isLoaded = (): Promise<boolean> => page.evaluate(() => performance.getEntriesByType("resource").some((it) => /assets\/code\./.test(it.name)));
    holds("the script that generates code is not loaded at first", !(await isLoaded()));
    holds("the initial code is highlighted", (await page.locator("#snippet-panel .k, #snippet-panel .f, #snippet-panel .s").count()) > 3);
    const before = await page.locator("#snippet-panel code").innerHTML();
    await page.fill('[name="path.org"]', "x");
    has("the code contains the value of the form", await snippet(page), '"x"');
    holds("the script that generates code is loaded after a change", await isLoaded());
    await page.fill('[name="path.org"]', "");
    await snippet(page);
    same("an empty form has the initial code", await page.locator("#snippet-panel code").innerHTML(), before);
    await page.fill('[name="path.org"]', "octo-org");
    await page.fill('[name="path.username"]', "a-name-of-some-length");
    for (const tab of ["rust", "curl", "octokit", "utdk", "gh"]) {
      await page.click(`#snippet-tab-${tab}`);
      const displayed = await snippet(page);
      for (const value of ["octo-org", "a-name-of-some-length"]) has(`${tab}: the code contains the values`, displayed, value);
      const [inner, outer] = await page.locator("#snippet-panel pre").evaluate((it) => [it.scrollWidth, it.clientWidth]);
      holds(`${tab}: no line is wider than the panel`, (inner ?? 0) <= (outer ?? 0), `${inner} and ${outer}`);
    }
    same("the first four languages are those of the original page", (await page.locator("[role=tab]").allTextContents()).slice(0, 4).join(), "Rust,curl,TypeScript,@utdk/github");
    await page.click("#snippet-tab-utdk");
    has("the snippet imports @utdk/github", await snippet(page), "import github from '@utdk/github';");
  });

  await story("shells and the gateway in snippets", async (page) => {
    await open(page, add);
    await page.fill('[name="path.org"]', "octo-org");
    await page.click("#snippet-tab-curl");
    has("the default shell is sh", await snippet(page), "$GITHUB_TOKEN");
    await page.selectOption("#snippet-shell", "powershell");
    has("the PowerShell command reads the token from the environment", await snippet(page), "$env:GITHUB_TOKEN");
    has("the PowerShell command passes the body in a file", await snippet(page), "[IO.File]::WriteAllText($body, '{");
    await page.selectOption("#snippet-shell", "cmd");
    has("the cmd command reads the token from the environment", await snippet(page), "%GITHUB_TOKEN%");
    has("a hint explains batch files", await text(page, "#snippet-panel .hint"), "batch file");
    await page.reload();
    await page.waitForSelector("#snippet-panel");
    has("the selected shell is stored", await snippet(page), "%GITHUB_TOKEN%");
    await page.selectOption("#snippet-shell", "sh");
    await page.waitForFunction(() => (document.querySelector("#gateway-url") as HTMLInputElement | null)?.value);
    await page.locator("#gateway-url").evaluate((it: HTMLInputElement) => {
      it.value = "https://gateway.example/api/";
      it.dispatchEvent(new Event("input", { bubbles: true }));
    });
    holds("by default the snippet calls the API", (await snippet(page)).includes("https://api.github.com/orgs/octo-org"));
    await page.check("#snippet-gateway");
    has("with the gateway, the snippet calls the gateway", await snippet(page), "https://gateway.example/api/orgs/octo-org/copilot/billing/selected_users");
    holds("with the gateway, the snippet contains no token", !(await snippet(page)).includes("Authorization"));
    await page.click("#snippet-tab-octokit");
    has("the TypeScript snippet calls the gateway", await snippet(page), 'baseUrl: "https://gateway.example/api"');
    await page.click("#snippet-tab-rust");
    has("the Rust snippet calls the gateway", (await snippet(page)).replace(/\s+/g, ""), '.base_url("https://gateway.example/api")');
    await page.click("#snippet-tab-gh");
    holds("the gh snippet cannot use the gateway", !(await page.locator("#snippet-gateway").isVisible()));
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
    same("the heading is the title of the API", await text(page, "h1"), "Things & more");
    same("the page title is the title of the API", await page.title(), "Things & more");
    const introduction = await text(page, "main");
    for (const part of ["An API of things.", "https://api.example.com", "MIT", "1.2.3", "2 operations"]) has("the front page contains the introduction", introduction, part);
    holds("no link leads to docs.rs", !(await page.content()).includes("docs.rs"));
    await page.goto(`${url}/reference/things/get/index.html`);
    same("the page contains all examples of a response", (await page.locator("#responses .example summary").allTextContents()).join(), "Example: The first,Example: Second,Example");
    same("the page contains all examples of an error", await page.locator("#errors .example").count(), 2);
    has("a redirect is listed under redirects", await text(page, "#redirects"), "302");
    holds("a redirect is not listed under errors", !(await text(page, "#errors")).includes("302"));
    await page.fill('[name="path.org"]', "digits");
    same("the form offers all media types", (await page.locator("#try-accept option").allTextContents()).join(), "application/json,text/x-diff,application/vnd.example.raw+json");
    await page.selectOption("#try-accept", "text/x-diff");
    await page.waitForSelector("#snippet-panel:not([aria-busy])");
    has("the snippet requests the selected media type", await text(page, "#snippet-panel pre"), ".x_diff()");
    await page.waitForFunction(() => Object.values(localStorage).some((it) => it.includes("accept=text")));
    await page.reload();
    await page.waitForFunction(() => (document.querySelector("#try-accept") as HTMLSelectElement | null)?.value === "text/x-diff");
    await sendable(page);
    await page.click("#send-button");
    await page.waitForSelector("#response .outcome");
    same("Send requests the selected media type", seen.at(-1)?.headers["accept"], "text/x-diff");
    await page.goto(`${url}/reference/things/create/index.html`);
    await page.waitForSelector("#try-example");
    same("the form offers all examples of the body", (await page.locator("#try-example option").allTextContents()).join(), "The first,Second,Custom");
    await page.selectOption("#try-example", "1");
    has("a selected example fills the body", await page.inputValue("#try-body"), '"two"');
    await page.fill("#try-body", "{}");
    same("an edited body is labelled as custom", await page.locator("#try-example").evaluate((it: HTMLSelectElement) => it.selectedOptions[0]?.textContent), "Custom");
  });
}
