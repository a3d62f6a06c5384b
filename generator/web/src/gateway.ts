// Gateways: whether an address may be one, and what one says of itself.

export interface Gateway {
  name: string;
  version: string;
  upstream: string;
  api_version?: string;
  writes: boolean;
  operations: string[];
}

/** Returns a gateway's address without a slash at its end, or why it cannot be one. */
export function address(text: string): { url: string } | { problem: string } {
  let url: URL;
  try {
    url = new URL(whole(text.trim()));
  } catch {
    return { problem: "Enter an address such as http://127.0.0.1:8787." };
  }
  if (url.username || url.password) return { problem: "An address with a name or password is not taken." };
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    return { problem: "Only https, or a gateway on this computer (127.0.0.1, localhost), is taken: on the way, others could read what is sent." };
  }
  // The address of a page that a gateway serves leads to the gateway, whatever follows in it.
  const served = /^(.*?)\/(?:reference(?:\/.*)?|-\/gateway)$/.exec(url.pathname)?.[1];
  if (served !== undefined) return { url: url.origin + served };
  if (url.search || url.hash) return { problem: "The address ends before `?` and `#`." };
  return { url: url.origin + url.pathname.replace(/\/+$/, "") };
}

/** Completes an address without a scheme, such as `localhost:8787`. */
function whole(text: string): string {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text) || !/^(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:]+\])(?::\d+)?(?:\/.*)?$/i.test(text)) return text;
  const host = text.split("/")[0] ?? "";
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
  return isHere || host.includes(".") || /:\d+$/.test(host) ? `${isHere ? "http" : "https"}://${text}` : text;
}

/** The hosts that the policy of the pages lets them reach without encryption. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || (host === "[::1]" && host === location.hostname);
}

/** Why there is no gateway. */
export interface Unusable {
  problem: string;
  /** Whether it asks for a caller's token. */
  isCaller?: boolean;
  /** Where more can be seen. */
  link?: string;
}

/** Asks a gateway what it is. */
export async function ask(url: string, token: string, signal: AbortSignal): Promise<Gateway | Unusable> {
  const headers: Record<string, string> = { "X-Tagsmith-Gateway": "1" };
  if (token) headers["X-Tagsmith-Token"] = token;
  let answer: Response;
  try {
    answer = await fetch(`${url}/-/gateway`, { headers, signal, credentials: "omit", cache: "no-store", redirect: "manual", referrerPolicy: "no-referrer" });
  } catch {
    return unreachable(url);
  }
  if (answer.type === "opaqueredirect") return { problem: `${url} redirects elsewhere, and browsers do not tell pages where to.`, link: `${url}/-/gateway` };
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) return { isCaller: answer.status === 401, problem: problemOf(answer.headers, body) ?? `Something answers at ${url} with the status ${answer.status}, but it is not a gateway.` };
  return isGateway(body) ? body : { problem: `Something answers at ${url}, but it is not a gateway.` };
}

/** Says why an address cannot be reached. Browsers do not tell; a gateway lets every page read that it refuses the page. */
export async function unreachable(url: string): Promise<Unusable> {
  if (!navigator.onLine) return { problem: "This computer is offline." };
  const probe = (mode: RequestMode, redirect: RequestRedirect): Promise<Response> =>
    fetch(`${url}/-/gateway`, { mode, redirect, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(5000) });
  const here = location.protocol === "file:" ? "pages from files" : location.origin;
  try {
    const answer = await probe("cors", "manual");
    if (answer.type === "opaqueredirect") return { problem: `${url} redirects elsewhere, and browsers do not tell pages where to.`, link: `${url}/-/gateway` };
    if (answer.headers.get(MARK) === "origin") return { problem: `The gateway at ${url} refuses ${here}: ${allowing()}`, ...(location.protocol === "file:" ? { link: `${url}/reference/index.html` } : {}) };
  } catch {
    // It cannot be read: something else answers there, or nothing does.
  }
  try {
    await probe("no-cors", "follow");
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") return { problem: `${url} accepts connections, but does not answer within 5 seconds.` };
    return { problem: `Nothing listens at ${url}: is the gateway running there?` };
  }
  return { problem: `Something answers at ${url}, but does not let ${here} read it (CORS): is it a gateway?` };
}

function allowing(): string {
  if (location.protocol === "file:") return "open the reference that it serves itself (`--site`).";
  return `start it with \`--allow-origin ${location.origin}\`.`;
}

/** The header of a gateway's own refusals: it names the problem. */
const MARK = "x-tagsmith-problem";

/** What a gateway says of the API, and not of the request, by the problem's name. */
const OF_THE_API: Record<string, string> = {
  "upstream-timeout": "The API is slow, and the gateway stopped waiting",
  "upstream-unreachable": "The gateway cannot reach the API",
  "upstream-broken": "The gateway cannot read the API's response",
  "answer-too-large": "The gateway stopped the API's response",
  "credential-unavailable": "The gateway has no credential at the moment",
  redirect: "The API redirects elsewhere",
};

/** Whether a response is a refusal of the gateway's own. */
export function isOfGateway(headers: Headers): boolean {
  return headers.has(MARK);
}

/** Returns what a refusal of the gateway's own says; none if it is none. */
export function problemOf(headers: Headers, body: unknown): string | undefined {
  const name = headers.get(MARK);
  if (name === null) return undefined;
  const { title, detail } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const said = [title, detail].filter((it): it is string => typeof it === "string" && it !== "");
  const words = Object.hasOwn(OF_THE_API, name) ? OF_THE_API[name] : undefined;
  return `${words ?? "The gateway refused"}: ${said.join(": ") || "it does not say why"}`;
}

/** Returns where a refused redirect leads, without its query. */
export function locationOf(headers: Headers, body: unknown): string | undefined {
  const { location } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  return isOfGateway(headers) && typeof location === "string" ? location : undefined;
}

function isGateway(body: unknown): body is Gateway {
  const it = body as Partial<Gateway> | null | undefined;
  return typeof it === "object" && it !== null && it.name === "tagsmith-gateway" && Array.isArray(it.operations);
}

/** Says what a gateway allows. */
export function allows(gateway: Gateway, operation: string): string {
  const count = gateway.operations.length;
  const version = gateway.api_version ? `, API version ${gateway.api_version}` : "";
  const here = gateway.operations.includes(operation) ? "this one is among them" : "this one is not among them";
  return `${gateway.name} ${gateway.version}, in front of ${gateway.upstream}${version}. It allows ${count} ${count === 1 ? "operation" : "operations"}, ${here}; writes are ${gateway.writes ? "allowed" : "refused"}.`;
}
