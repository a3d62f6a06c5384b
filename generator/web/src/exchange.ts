// Sends a request. Returns the response, or the reason for a failure.

import { ask, isOfGateway, locationOf, problemOf, unreachable } from "./gateway.ts";
import type { Way } from "./access.ts";
import { target } from "./request.ts";
import type { Request } from "./request.ts";
import { sizeInWords } from "./size.ts";

/** The timeout for the start of a response. Gateways use a shorter timeout, and report it. */
const PATIENCE = 330_000;
/** The timeout between parts of a response. */
const SILENCE = 60_000;
/** The maximum size of a response that a page can show. */
const LARGEST = 50 << 20;

export interface Reply {
  status: number;
  statusText: string;
  milliseconds: number;
  bytes: number;
  headers: Headers;
  content: Uint8Array<ArrayBuffer>;
  /** An explanation, if the status alone is ambiguous. */
  words?: string;
  /** Which credentials are invalid: the caller token, or the credentials for the API. */
  refused?: "caller" | "api";
  /** The target of a redirect that the gateway does not follow. */
  link?: string | undefined;
}

export interface Route {
  base: string;
  headers: Record<string, string>;
  through: Way;
}

/** The reason why there is no response. */
export interface Failure {
  failure: string;
  /** A link with more information. */
  link?: string;
}

/** Sends a request. Calls `progress` with the state. `cancel` aborts the request. */
export async function exchange(request: Request, route: Route, file: File | undefined, cancel: AbortSignal, progress: (words: string) => void): Promise<Reply | Failure> {
  const begun = performance.now();
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(route.headers)) headers.set(name, value);
  if (request.contentType) headers.set("Content-Type", request.contentType);
  const patience = new Patience(PATIENCE);
  const url = route.base + target(request);
  const send = (redirect: RequestRedirect): Promise<Response> =>
    fetch(url, {
      method: request.method,
      headers,
      body: file ?? request.body ?? null,
      signal: AbortSignal.any([cancel, patience.signal]),
      redirect,
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
  let isRedirect = false;
  try {
    // Pages cannot read the target of a redirect, so the first request only detects the redirect.
    let response = await send("manual");
    if (response.type === "opaqueredirect") {
      isRedirect = true;
      // Removes the caller token, which must not be sent to the target of a redirect.
      if (headers.has("X-Tagsmith-Token")) return elsewhere(request.method, url);
      response = await send("follow");
    }
    isRedirect = false;
    const bytes = await receive(response, progress, patience);
    if (!bytes) return { failure: `The response is larger than ${LARGEST >> 20} MB. Use a snippet to save it to a file.` };
    const reply: Reply = {
      status: response.status,
      statusText: response.statusText,
      milliseconds: performance.now() - begun,
      bytes: bytes.length,
      headers: response.headers,
      content: bytes,
    };
    explain(reply, route, parsed(bytes));
    return reply;
  } catch (error) {
    if (cancel.aborted) return { failure: "Cancelled. The server may have received the request." };
    if (patience.isOver) return { failure: `${patience.words} The server may have received the request.` };
    if (isRedirect) return elsewhere(request.method, url);
    return why(route, error);
  } finally {
    patience.end();
  }
}

/** A timeout that restarts with each received part. */
class Patience {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout>;
  words = "";

  constructor(first: number) {
    this.timer = this.start(first, `The server did not respond within ${first / 1000} seconds.`);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isOver(): boolean {
    return this.controller.signal.aborted;
  }

  renew(): void {
    clearTimeout(this.timer);
    this.timer = this.start(SILENCE, `The response stalled for ${SILENCE / 1000} seconds.`);
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private start(milliseconds: number, words: string): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.words = words;
      this.controller.abort();
    }, milliseconds);
  }
}

function elsewhere(method: string, url: string): Failure {
  const failure = "The response is a redirect to another host, which browsers do not let this page follow. The snippets follow it.";
  return method === "GET" ? { failure, link: url } : { failure };
}

async function why(route: Route, error: unknown): Promise<Failure> {
  if (!navigator.onLine) return { failure: "This computer is offline." };
  if (route.through === "gateway") {
    const { problem, link } = await unreachable(route.base);
    const failure = /CORS/.test(problem) ? await broken(route, problem) : problem;
    return link === undefined ? { failure } : { failure, link };
  }
  const reported = error instanceof Error ? ` (${error.message})` : "";
  return { failure: `${route.base} is unreachable, or does not allow this page to read its responses (CORS)${reported}. Use a gateway.` };
}

/** If the gateway is reachable, the failure is an interrupted connection. */
async function broken(route: Route, problem: string): Promise<string> {
  const found = await ask(route.base, route.headers["X-Tagsmith-Token"] ?? "", AbortSignal.timeout(5000));
  return "name" in found ? `The connection to the gateway at ${route.base} was interrupted. The server may have received the request.` : problem;
}

async function receive(response: Response, progress: (words: string) => void, patience: Patience): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  let reported = 0;
  for (;;) {
    patience.renew();
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
    if (size > LARGEST) {
      await reader.cancel();
      return undefined;
    }
    if (size - reported > 100_000) {
      reported = size;
      progress(`Receiving: ${sizeInWords(size)}`);
    }
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Explains a response whose status alone is ambiguous. */
function explain(reply: Reply, route: Route, body: unknown): void {
  const isGateway = route.through === "gateway" && isOfGateway(reply.headers);
  const words = meaning(reply, route, body);
  if (words) reply.words = words;
  if (isGateway) reply.link = locationOf(reply.headers, body);
  if (reply.status === 401) reply.refused = isGateway ? "caller" : "api";
}

function meaning(reply: Reply, route: Route, body: unknown): string | undefined {
  const { status, headers } = reply;
  if (status < 400) return undefined;
  const refused = route.through === "gateway" ? problemOf(headers, body) : undefined;
  if (refused) return `${refused.replace(/\.$/, "")}.`;
  if (status === 403 || status === 429) {
    const wait = headers.get("retry-after");
    if (wait) return `Too many requests: retry in ${wait} seconds.`;
    if (headers.get("x-ratelimit-remaining") === "0") return `The rate limit is exhausted until ${until(headers)}.`;
  }
  if (status === 401) return route.through === "direct" ? "The API rejected the token: check that it is complete and not expired." : "GitHub rejected the gateway's credentials.";
  if (status === 403) return "The credentials do not permit this operation. This page lists the required scopes and permissions.";
  if (status === 404) return "The resource does not exist, or the credentials do not permit access to it.";
  if (status === 502 || status === 504) return route.through === "direct" ? "The API failed or timed out." : "The API, or a proxy between the gateway and this page, failed or timed out. The gateway itself did not generate this response.";
  return undefined;
}

function until(headers: Headers): string {
  const seconds = Number(headers.get("x-ratelimit-reset"));
  if (!seconds) return "an unknown time";
  const minutes = Math.max(0, Math.ceil((seconds * 1000 - Date.now()) / 60_000));
  return `${new Date(seconds * 1000).toLocaleTimeString()}, in ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
}

function parsed(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content));
  } catch {
    return undefined;
  }
}
