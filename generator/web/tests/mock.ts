// A mock gateway that serves the site under `/reference/`, and a mock API. The organization in the path selects the
// response.

import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

export interface Seen {
  method: string;
  target: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Mock {
  url: string;
  seen: Seen[];
  close: () => void;
}

export interface Options {
  site: string;
  /** The origins whose pages may read responses; by default all. */
  origins?: string[];
  /** The caller token that the gateway requires. */
  token?: string;
  operations?: string[];
}

const PROBLEMS = "https://github.com/tagsmith/tagsmith/blob/main/gateway/PROBLEMS.md#";
const EXPOSED = "x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, x-github-request-id, link, etag, last-modified, location, retry-after, x-tagsmith-problem";
export const HOSTILE = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;

/** A red pixel. */
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC", "base64");
export const ZIP = Buffer.from([0x50, 0x4b, 0x05, 0x06, ...new Array<number>(18).fill(0)]);

export async function mock(options: Options): Promise<Mock> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void respond(request, response, options, seen).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, seen, close };
}

async function respond(request: IncomingMessage, response: ServerResponse, options: Options, seen: Seen[]): Promise<void> {
  const url = new URL(request.url ?? "/", "http://x");
  if (url.pathname.startsWith("/reference/")) return file(url.pathname.slice("/reference/".length), response, options.site, request);
  const { origin } = request.headers;
  if (origin && (!options.origins || options.origins.includes(origin))) {
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-expose-headers", EXPOSED);
  }
  if (request.method === "OPTIONS") {
    response.setHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
    response.setHeader("access-control-allow-headers", String(request.headers["access-control-request-headers"] ?? ""));
    response.writeHead(204).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const json = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(JSON.stringify(value));
  };
  const problem = (status: number, name: string, title: string, detail: string): void => json(status, { type: PROBLEMS + name, title, status, detail, message: detail }, { "x-tagsmith-problem": name });

  if (origin && options.origins && !options.origins.includes(origin) && url.pathname === "/-/gateway") {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "x-tagsmith-problem");
    return problem(403, "origin", "the origin is not allowed", "allow it with --allow-origin");
  }
  if (request.headers["x-tagsmith-gateway"] !== "1") return problem(403, "no-header", "the request is not from a page of the reference", "it lacks `X-Tagsmith-Gateway`");
  if (options.token && request.headers["x-tagsmith-token"] !== options.token) return problem(401, "caller", "the caller's token is missing or unknown", "send `X-Tagsmith-Token`");
  if (url.pathname === "/-/gateway") {
    return json(200, { name: "tagsmith-gateway", version: "0.1.0", upstream: "https://api.github.com", api_version: "2022-11-28", writes: true, operations: options.operations ?? ["copilot/get-copilot-seat-details-for-user"] });
  }
  seen.push({ method: request.method ?? "", target: request.url ?? "", headers: request.headers, body });
  const limits = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4999", "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 600), "x-github-request-id": "ABCD:1" };
  const org = url.pathname.split("/")[2] ?? "";
  switch (org) {
    case "slow":
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"a":');
      return;
    case "limited":
      return json(403, { message: "API rate limit exceeded" }, { ...limits, "x-ratelimit-remaining": "0" });
    case "missing":
      return json(404, { message: "Not Found", documentation_url: "https://docs.github.com" }, limits);
    case "refused":
      return problem(403, "not-allowed", "the operation is not allowed", "this gateway allows copilot alone");
    case "broken":
      response.socket?.destroy();
      return;
    case "hostile":
      return json(200, { [HOSTILE]: HOSTILE, assignee: { login: HOSTILE } }, limits);
    case "html":
      response.writeHead(200, { "content-type": "text/html" }).end(HOSTILE);
      return;
    case "large": {
      const row = { id: 1, name: "a".repeat(80), nested: { list: [1, 2, 3], text: "b".repeat(40) } };
      return json(200, { total_seats: 50_000, seats: Array.from({ length: 50_000 }, (_, id) => ({ ...row, id })) }, limits);
    }
    case "digits":
      response.writeHead(200, { "content-type": "application/json" }).end('{"id": 9007199254740993, "x": 1.10, "y": 1e400, "z": -0}');
      return;
    case "image":
      response.writeHead(200, { "content-type": "application/vnd.github.raw+json; charset=utf-8" }).end(PNG);
      return;
    case "zip":
      response.writeHead(200, { "content-type": "application/zip" }).end(ZIP);
      return;
    case "latin":
      response.writeHead(200, { "content-type": "text/plain; charset=iso-8859-1" }).end(Buffer.from([0x63, 0x61, 0x66, 0xe9]));
      return;
    case "diff":
      response.writeHead(200, { "content-type": "application/vnd.github.diff; charset=utf-8" }).end("diff --git a/a b/a\n+user\u202egnp.exe\n");
      return;
    case "bidi":
      return json(200, { "na\u200bme": "user\u202egnp.exe", emoji: "👩‍💻" }, { ...limits, etag: '"x"' });
  }
  if (url.pathname.endsWith("/billing/seats")) {
    const page = Number(url.searchParams.get("page") ?? "1");
    const next = new URL(url.href);
    next.searchParams.set("page", String(page + 1));
    const link: Record<string, string> = page < 3 ? { link: `<https://api.github.com${next.pathname}${next.search}>; rel="next"` } : {};
    return json(200, { total_seats: 3, seats: [{ created_at: "2026-01-01T00:00:00Z", page, surprise: true }] }, { ...limits, ...link });
  }
  if (request.method !== "GET") return json(201, { seats_created: 1, sent: body }, limits);
  return json(200, { created_at: "2026-01-01T00:00:00Z", assignee: { login: "octocat", id: 1 }, plan_type: "business", surprise: "new" }, limits);
}

const TYPES: Record<string, string> = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml", xml: "application/xml", json: "application/json" };

async function file(path: string, response: ServerResponse, site: string, request: IncomingMessage): Promise<void> {
  const safe = normalize(`/${decodeURIComponent(path)}`);
  const name = safe.endsWith("/") ? `${safe}index.html` : safe;
  const bytes = await readFile(join(site, name)).catch(() => undefined);
  const headers: Record<string, string> = { "content-type": TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream", "cache-control": "max-age=600" };
  const packed = bytes && String(request.headers["accept-encoding"] ?? "").includes("gzip") ? gzipSync(bytes) : undefined;
  if (packed) response.writeHead(200, { ...headers, "content-encoding": "gzip" }).end(packed);
  else if (bytes) response.writeHead(200, headers).end(bytes);
  else response.writeHead(404, headers).end("not there");
}
