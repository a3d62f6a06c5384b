// Tests of the messages about an unusable gateway, with the real gateway and a browser.
//
//     npm run diagnosis -- --site DIR --gateway PROGRAM [--only NAME]

import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { launch } from "./chromium.ts";
import { real } from "./gateway.ts";
import { mock } from "./mock.ts";
import { Stories, sendable, text, unfold } from "./stories.ts";
import { Tally, options, required } from "./tally.ts";

const given = options();
const tally = new Tally();
const site = resolve(required(given, "site"));
const program = resolve(required(given, "gateway"));
const browser = await launch();
const stories = new Stories(browser, tally, given.get("only"));
const story = stories.story.bind(stories);
const { holds, same, has } = { holds: stories.holds.bind(stories), same: stories.same.bind(stories), has: stories.has.bind(stories) };

const SEAT = "copilot/get-copilot-seat-details-for-user/index.html";
/** More bytes than the gateway buffers while it searches for a leaked credential. */
const DROP = "drop ".repeat(20_000);
const held: ServerResponse[] = [];
const place = await mkdtemp(join(tmpdir(), "diagnosis-"));

/** The upstream of the gateway: the organization in the path selects its response. */
const gateway = await real(program, {
  words: ["--upstream-timeout", "1s"],
  response: (request, response) => {
    const org = (request.url ?? "").split("/")[2];
    const move = (status: number, location: string): true => {
      response.writeHead(status, { location }).end();
      return true;
    };
    switch (org) {
      case "slow":
        return true;
      case "renamed":
        return move(301, "/repositories/1?token=hidden");
      case "moved":
        return move(302, "/orgs/octo-org/members/octocat/copilot");
      case "download":
        return move(302, "https://elsewhere.invalid/file?signature=x");
      case "drip":
        response.writeHead(200, { "content-type": "text/plain" });
        response.write(DROP);
        held.push(response);
        return true;
      case "broken":
        response.socket?.destroy();
        return true;
      case "denied":
        response.writeHead(504, { "content-type": "text/html" }).end("a proxy");
        return true;
    }
    return false;
  },
});
const own = new URL(gateway.url).origin;
/** A site on a different origin, which the gateway does not allow. */
const foreign = await mock({ site });

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await unfold(page);
}

async function test(page: Page, address: string): Promise<string> {
  await unfold(page);
  await page.fill("#gateway-url", address);
  await page.click("#gateway-test");
  await page.waitForFunction(() => !/^(Testing.*)?$/.test(document.querySelector("#gateway-status")?.textContent ?? ""), undefined, { timeout: 20_000 });
  return (await page.textContent("#gateway-status")) ?? "";
}

async function send(page: Page, org: string): Promise<string> {
  await page.fill('[name="path.org"]', org);
  await page.fill('[name="path.username"]', "octocat");
  await sendable(page);
  await page.click("#send-button");
  await page.waitForFunction(() => !document.querySelector("#response progress") && (document.querySelector("#response")?.textContent ?? "") !== "", undefined, { timeout: 20_000 });
  return text(page, "#response");
}

await story("a gateway that refuses this origin", async (page) => {
  await open(page, `${foreign.url}/reference/${SEAT}`);
  const expected = `The gateway at ${own} refuses ${foreign.url}: start the gateway with \`--allow-origin ${foreign.url}\`.`;
  same("testing the gateway reports the refusal", await test(page, own), expected);
  same("sending reports the refusal", await send(page, "octo-org"), expected);
  holds("the panel stays open", await page.locator("#gateway-url").isVisible());
});

await story("a gateway that refuses pages from files", async (page) => {
  await open(page, pathToFileURL(join(site, SEAT)).href);
  has("testing the gateway reports the refusal", await test(page, own), `The gateway at ${own} refuses pages from files: open the reference site that the gateway serves`);
  same("the message links to the reference of the gateway", await page.getAttribute("#gateway-status a", "href"), `${own}/reference/index.html`);
  has("sending reports the refusal", await send(page, "octo-org"), `The gateway at ${own} refuses pages from files`);
});

await story("an allowed origin", async (page) => {
  const allowing = await real(program, { words: ["--allow-origin", foreign.url] });
  await open(page, `${foreign.url}/reference/${SEAT}`);
  has("testing the gateway succeeds", await test(page, new URL(allowing.url).origin), "this one is among them");
  has("sending succeeds", await send(page, "octo-org"), "200");
  allowing.close();
});

await story("accepted URLs of a gateway", async (page) => {
  await open(page, `${own}/reference/${SEAT}`);
  const host = new URL(own).host;
  for (const address of [host, `${own}/`, `${own}/reference/${SEAT}#path.org=x`, `${host}/reference/`, `${own}/reference`, `${own}/-/gateway`]) {
    has(`${address} is accepted`, await test(page, address), "this one is among them");
  }
  has("requests are sent to the gateway", await send(page, "octo-org"), "200");
});

for (const from of ["own", "file"] as const) {
  await story(`no server listens, from ${from}`, async (page) => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, "127.0.0.1", done));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    await open(page, from === "own" ? `${own}/reference/${SEAT}` : pathToFileURL(join(site, SEAT)).href);
    const expected = `No server listens at http://127.0.0.1:${port}. Check that the gateway is running.`;
    same("testing the gateway reports that no server listens", await test(page, `127.0.0.1:${port}`), expected);
    same("sending reports that no server listens", await send(page, "octo-org"), expected);
  });
}

await story("servers that are not a gateway", async (page) => {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/login")) response.writeHead(302, { location: "https://login.invalid/", "access-control-allow-origin": "*" }).end();
    else if (request.url?.startsWith("/closed")) response.writeHead(302, { location: "/" }).end();
    else response.writeHead(200, request.url?.startsWith("/open") ? { "access-control-allow-origin": "*", "access-control-allow-headers": "*" } : {}).end("hello");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await open(page, `${own}/reference/${SEAT}`);
  has("a server without CORS headers", await test(page, url), `A server at ${url} responds, but does not allow ${own} to read the response (CORS)`);
  has("a server with CORS headers", await test(page, `${url}/open`), `A server at ${url}/open responds, but it is not a gateway.`);
  has("a redirect without CORS headers", await test(page, `${url}/closed`), `A server at ${url}/closed responds, but does not allow ${own} to read the response (CORS)`);
  has("a redirect with CORS headers", await test(page, `${url}/login`), `${url}/login redirects to another URL`);
  same("the message links to the gateway's URL", await page.getAttribute("#gateway-status a", "href"), `${url}/login/-/gateway`);
  server.close();
});

await story("failures of the API", async (page) => {
  await open(page, `${own}/reference/${SEAT}`);
  has("a timeout is reported by the gateway's 504", await send(page, "slow"), "The API timed out: the upstream did not respond in time");
  has("the status is shown", await text(page, "#response .outcome"), "504");
  has("a 504 that the gateway did not generate", await send(page, "denied"), "did not generate this response");
  has("an interrupted response", await send(page, "broken"), "The gateway cannot reach the API");
  has("a redirect that the gateway does not follow", await send(page, "renamed"), "The API redirects to an operation that is not allowed");
  const link = (await page.getAttribute("#response .warning a", "href")) ?? "";
  holds("the message links to the target without its query", link.endsWith("/repositories/1"), link);
  has("a redirect to an allowed operation is followed", await send(page, "moved"), "200");
  has("a redirect to a different host is reported", await send(page, "download"), "The response is a redirect to another host");
  same("the message links to the request's URL", await page.getAttribute("#response a", "href"), `${own}/orgs/download/members/octocat/copilot`);
});

await story("slow and stalled responses", async (page) => {
  await page.clock.install();
  await open(page, `${own}/reference/${SEAT}`);
  await page.fill('[name="path.org"]', "drip");
  await page.fill('[name="path.username"]', "octocat");
  await page.clock.runFor(1000);
  await sendable(page);
  await page.click("#send-button");
  const flowing = async (): Promise<ServerResponse> => {
    for (let tries = 0; held.length === 0 && tries < 100; tries += 1) await new Promise((done) => setTimeout(done, 50));
    const response = held.pop();
    if (!response) throw new Error("the upstream received no request");
    return response;
  };
  const first = await flowing();
  for (let piece = 0; piece < 9; piece += 1) {
    await new Promise((done) => setTimeout(done, 200));
    await page.clock.runFor(50_000);
    first.write(DROP);
  }
  first.end("done");
  await page.waitForSelector("#response .outcome.good");
  has("a slow response has no timeout while bytes arrive", await text(page, "#response .outcome"), "1.0 MB");
  await page.click("#send-button");
  const second = await flowing();
  await new Promise((done) => setTimeout(done, 300));
  await page.clock.runFor(61_000);
  await page.waitForFunction(() => /stalled/.test(document.querySelector("#response")?.textContent ?? ""));
  has("a stalled response times out", await text(page, "#response"), "The response stalled for 60 seconds.");
  second.destroy();
});

await story("a gateway that requires a token, on its own pages", async (page) => {
  const tokens = join(place, "tokens");
  const token = "a-caller-token-that-is-long-enough-0123456789";
  await writeFile(tokens, `someone sha256:${createHash("sha256").update(token).digest("hex")}\n`, { mode: 0o600 });
  const guarded = await real(program, { words: ["--caller-tokens", tokens] });
  await page.goto(`${new URL(guarded.url).origin}/reference/${SEAT}`);
  await page.waitForSelector("#caller-token", { state: "visible" });
  has("the page detects the gateway", await page.textContent("#gateway-status"), "A gateway serves this page.");
  await page.fill("#caller-token", token);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#authentication:not([open])");
  has("the gateway accepts the token", await send(page, "octo-org"), "200");
  guarded.close();
});

await browser.close();
gateway.close();
foreign.close();
await rm(place, { recursive: true, force: true });
tally.close();
