// One request and what came of it: an answer, or words that say why there is none.

import { problemOf, unreachable } from "./gateway.ts";
import type { Way } from "./access.ts";
import { target } from "./request.ts";
import type { Request } from "./request.ts";
import { sizeInWords } from "./size.ts";

/** How long an answer may take. */
const PATIENCE = 30_000;
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
}

export interface Route {
  base: string;
  headers: Record<string, string>;
  through: Way;
}

/** Sends a request. `progress` hears what is going on; `cancel` ends it. */
export async function exchange(request: Request, route: Route, file: File | undefined, cancel: AbortSignal, progress: (words: string) => void): Promise<Reply | { failure: string }> {
  const begun = performance.now();
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(route.headers)) headers.set(name, value);
  if (request.contentType) headers.set("Content-Type", request.contentType);
  const late = AbortSignal.timeout(PATIENCE);
  // A caller's token must not go along to where a redirect leads.
  const isFollowed = !headers.has("X-Tagsmith-Token");
  try {
    const answer = await fetch(route.base + target(request), {
      method: request.method,
      headers,
      body: file ?? request.body ?? null,
      signal: AbortSignal.any([cancel, late]),
      redirect: isFollowed ? "follow" : "manual",
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    if (answer.type === "opaqueredirect") return { failure: "The answer leads elsewhere, and browsers do not say where to. The snippets follow it." };
    const bytes = await receive(answer, progress);
    if (!bytes) return { failure: `The answer is larger than ${LARGEST >> 20} MB: a snippet can save it to a file.` };
    const reply: Reply = {
      status: answer.status,
      statusText: answer.statusText,
      milliseconds: performance.now() - begun,
      bytes: bytes.length,
      headers: answer.headers,
      content: bytes,
    };
    const words = meaning(reply, route);
    if (words) reply.words = words;
    return reply;
  } catch (error) {
    if (cancel.aborted) return { failure: "Cancelled. What was sent may have arrived all the same." };
    if (late.aborted) return { failure: `No answer within ${PATIENCE / 1000} seconds.` };
    return { failure: await why(route, error) };
  }
}

async function why(route: Route, error: unknown): Promise<string> {
  if (!navigator.onLine) return "This computer is offline.";
  if (route.through === "gateway") return unreachable(route.base);
  const said = error instanceof Error ? ` (${error.message})` : "";
  return `${route.base} cannot be reached, or does not let this page read what it answers (CORS)${said}. A gateway can.`;
}

async function receive(answer: Response, progress: (words: string) => void): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = answer.body?.getReader();
  if (!reader) return new Uint8Array(await answer.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  let told = 0;
  for (;;) {
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

function meaning(reply: Reply, route: Route): string | undefined {
  const { status, headers } = reply;
  if (status < 400) return undefined;
  const refused = route.through === "gateway" ? problemOf(headers, parsed(reply.content)) : undefined;
  if (refused) return `${refused.replace(/\.$/, "")}.`;
  if (status === 403 || status === 429) {
    const wait = headers.get("retry-after");
    if (wait) return `Too many requests: try again in ${wait} seconds.`;
    if (headers.get("x-ratelimit-remaining") === "0") return `The rate limit is used up until ${until(headers)}.`;
  }
  if (status === 401) return route.through === "direct" ? "The token is not accepted: is it whole, and has it not expired?" : "GitHub does not accept the gateway's credentials.";
  if (status === 403) return "This is not allowed with these credentials: the text of this page names the scopes and permissions that it takes.";
  if (status === 404) return "There is no such thing, or these credentials may not see it.";
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
