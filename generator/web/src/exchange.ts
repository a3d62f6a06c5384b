// One request and what came of it: an answer, or words that say why there is none.

import { ask, isOfGateway, locationOf, problemOf, unreachable } from "./gateway.ts";
import type { Way } from "./access.ts";
import { target } from "./request.ts";
import type { Request } from "./request.ts";
import { sizeInWords } from "./size.ts";

/** How long a response may take to begin: a gateway gives up earlier, and says so. */
const PATIENCE = 330_000;
/** How long a response may be silent once it has begun. */
const SILENCE = 60_000;
/** What a page can hold and show. */
const LARGEST = 50 << 20;

export interface Reply {
  status: number;
  statusText: string;
  milliseconds: number;
  bytes: number;
  headers: Headers;
  content: Uint8Array<ArrayBuffer>;
  /** What it means, where the status alone does not say it. */
  words?: string;
  /** Whose credentials were not accepted: those of the caller, or those of the gateway or the reader at the API. */
  refused?: "caller" | "api";
  /** Where a redirect leads that the gateway does not follow. */
  link?: string | undefined;
}

export interface Route {
  base: string;
  headers: Record<string, string>;
  through: Way;
}

/** Why there is no response. */
export interface Failure {
  failure: string;
  /** Where more can be seen. */
  link?: string;
}

/** Sends a request. `progress` hears what is going on; `cancel` ends it. */
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
    // A page does not see where a redirect leads. What is sent first shows whether there is one.
    let answer = await send("manual");
    if (answer.type === "opaqueredirect") {
      isRedirect = true;
      // A caller's token must not go along to where a redirect leads.
      if (headers.has("X-Tagsmith-Token")) return elsewhere(request.method, url);
      answer = await send("follow");
    }
    isRedirect = false;
    const bytes = await receive(answer, progress, patience);
    if (!bytes) return { failure: `The answer is larger than ${LARGEST >> 20} MB: a snippet can save it to a file.` };
    const reply: Reply = {
      status: answer.status,
      statusText: answer.statusText,
      milliseconds: performance.now() - begun,
      bytes: bytes.length,
      headers: answer.headers,
      content: bytes,
    };
    explain(reply, route, parsed(bytes));
    return reply;
  } catch (error) {
    if (cancel.aborted) return { failure: "Cancelled. What was sent may have arrived all the same." };
    if (patience.isOver) return { failure: `${patience.words} What was sent may have arrived all the same.` };
    if (isRedirect) return elsewhere(request.method, url);
    return why(route, error);
  } finally {
    patience.end();
  }
}

/** A limit of time that begins anew with each piece that comes: what is slow, but flows, is not cut. */
class Patience {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout>;
  words = "";

  constructor(first: number) {
    this.timer = this.start(first, `No response began within ${first / 1000} seconds.`);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isOver(): boolean {
    return this.controller.signal.aborted;
  }

  renew(): void {
    clearTimeout(this.timer);
    this.timer = this.start(SILENCE, `The response fell silent for ${SILENCE / 1000} seconds.`);
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
  const failure = "The response redirects elsewhere, and browsers do not let this page follow it or see where to. The snippets follow it.";
  return method === "GET" ? { failure, link: url } : { failure };
}

async function why(route: Route, error: unknown): Promise<Failure> {
  if (!navigator.onLine) return { failure: "This computer is offline." };
  if (route.through === "gateway") {
    const { problem, link } = await unreachable(route.base);
    const failure = /CORS/.test(problem) ? await broken(route, problem) : problem;
    return link === undefined ? { failure } : { failure, link };
  }
  const said = error instanceof Error ? ` (${error.message})` : "";
  return { failure: `${route.base} cannot be reached, or does not let this page read what it answers (CORS)${said}. A gateway can.` };
}

/** A gateway that can be read is there: then it was the connection that broke off. */
async function broken(route: Route, problem: string): Promise<string> {
  const found = await ask(route.base, route.headers["X-Tagsmith-Token"] ?? "", AbortSignal.timeout(5000));
  return "name" in found ? `The connection to the gateway at ${route.base} broke off. What was sent may have arrived all the same.` : problem;
}

async function receive(answer: Response, progress: (words: string) => void, patience: Patience): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = answer.body?.getReader();
  if (!reader) return new Uint8Array(await answer.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  let told = 0;
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
    if (size - told > 100_000) {
      told = size;
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

/** Says what a response means, where its status alone does not say it. */
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
    if (wait) return `Too many requests: try again in ${wait} seconds.`;
    if (headers.get("x-ratelimit-remaining") === "0") return `The rate limit is used up until ${until(headers)}.`;
  }
  if (status === 401) return route.through === "direct" ? "The token is not accepted: is it whole, and has it not expired?" : "GitHub does not accept the gateway's credentials.";
  if (status === 403) return "This is not allowed with these credentials: the text of this page names the scopes and permissions that it takes.";
  if (status === 404) return "There is no such thing, or these credentials may not see it.";
  if (status === 502 || status === 504) return route.through === "direct" ? "The API failed or took too long." : "The API, or a proxy between the gateway and this page, failed or took too long: this is no response of the gateway's own.";
  return undefined;
}

function until(headers: Headers): string {
  const seconds = Number(headers.get("x-ratelimit-reset"));
  if (!seconds) return "GitHub says otherwise";
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
