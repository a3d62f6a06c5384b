// Validates the URLs of gateways, and requests their properties.

export interface Gateway {
  name: string;
  version: string;
  upstream: string;
  api_version?: string;
  writes: boolean;
  operations: string[];
}

/** Returns the URL of a gateway without a trailing slash, or the reason why it is invalid. */
export function address(text: string): { url: string } | { problem: string } {
  let url: URL;
  try {
    url = new URL(whole(text.trim()));
  } catch {
    return { problem: "Enter a URL such as http://127.0.0.1:8787." };
  }
  if (url.username || url.password) return { problem: "URLs with a user name or password are not accepted." };
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    return { problem: "Use https, or a gateway on this computer (127.0.0.1, localhost): plain http would be unencrypted." };
  }
  // Shortens the URL of a page that a gateway serves to the URL of the gateway.
  const served = /^(.*?)\/(?:reference(?:\/.*)?|-\/gateway)$/.exec(url.pathname)?.[1];
  if (served !== undefined) return { url: url.origin + served };
  if (url.search || url.hash) return { problem: "The URL must not contain `?` or `#`." };
  return { url: url.origin + url.pathname.replace(/\/+$/, "") };
}

/** Adds the scheme to a URL such as `localhost:8787`. */
function whole(text: string): string {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text) || !/^(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:]+\])(?::\d+)?(?:\/.*)?$/i.test(text)) return text;
  const host = text.split("/")[0] ?? "";
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
  return isHere || host.includes(".") || /:\d+$/.test(host) ? `${isHere ? "http" : "https"}://${text}` : text;
}

/** The hosts to which the Content Security Policy permits requests without encryption. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || (host === "[::1]" && host === location.hostname);
}

/** The reason why a gateway is unusable. */
export interface Unusable {
  problem: string;
  /** Whether the gateway requires a caller token. */
  isCaller?: boolean;
  /** A link with more information. */
  link?: string;
}

/** Requests the properties of a gateway. */
export async function ask(url: string, token: string, signal: AbortSignal): Promise<Gateway | Unusable> {
  const headers: Record<string, string> = { "X-Tagsmith-Gateway": "1" };
  if (token) headers["X-Tagsmith-Token"] = token;
  let response: Response;
  try {
    response = await fetch(`${url}/-/gateway`, { headers, signal, credentials: "omit", cache: "no-store", redirect: "manual", referrerPolicy: "no-referrer" });
  } catch {
    return unreachable(url);
  }
  if (response.type === "opaqueredirect") return { problem: `${url} redirects to another URL, which browsers hide from pages.`, link: `${url}/-/gateway` };
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) return { isCaller: response.status === 401, problem: problemOf(response.headers, body) ?? `A server at ${url} responds with the status ${response.status}, but it is not a gateway.` };
  return isGateway(body) ? body : { problem: `A server at ${url} responds, but it is not a gateway.` };
}

/** Returns why a URL is unreachable. Browsers hide the reason, but every page can read a gateway's refusal. */
export async function unreachable(url: string): Promise<Unusable> {
  if (!navigator.onLine) return { problem: "This computer is offline." };
  const probe = (mode: RequestMode, redirect: RequestRedirect): Promise<Response> =>
    fetch(`${url}/-/gateway`, { mode, redirect, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(5000) });
  const here = location.protocol === "file:" ? "pages from files" : location.origin;
  try {
    const response = await probe("cors", "manual");
    if (response.type === "opaqueredirect") return { problem: `${url} redirects to another URL, which browsers hide from pages.`, link: `${url}/-/gateway` };
    if (response.headers.get(MARK) === "origin") return { problem: `The gateway at ${url} refuses ${here}: ${allowing()}`, ...(location.protocol === "file:" ? { link: `${url}/reference/index.html` } : {}) };
  } catch {
    // The response is not readable, because no server or a different server responds.
  }
  try {
    await probe("no-cors", "follow");
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") return { problem: `${url} accepts connections, but does not respond within 5 seconds.` };
    return { problem: `No server listens at ${url}. Check that the gateway is running.` };
  }
  return { problem: `A server at ${url} responds, but does not allow ${here} to read the response (CORS). Check that it is a gateway.` };
}

function allowing(): string {
  if (location.protocol === "file:") return "open the reference site that the gateway serves (`--site`).";
  return `start the gateway with \`--allow-origin ${location.origin}\`.`;
}

/** The header of a gateway's own problem responses, which contains the name of the problem. */
const MARK = "x-tagsmith-problem";

/** Explanations of problems that the API causes, and not the request, by name. */
const OF_THE_API: Record<string, string> = {
  "upstream-timeout": "The API timed out",
  "upstream-unreachable": "The gateway cannot reach the API",
  "upstream-broken": "The gateway cannot read the API's response",
  "response-too-large": "The gateway cut off the API's response",
  "credential-unavailable": "The gateway's credential source failed",
  redirect: "The API redirects to an operation that is not allowed",
};

/** Whether a response is a problem response of the gateway itself. */
export function isOfGateway(headers: Headers): boolean {
  return headers.has(MARK);
}

/** Returns the text of a gateway's own problem; `undefined` for other responses. */
export function problemOf(headers: Headers, body: unknown): string | undefined {
  const name = headers.get(MARK);
  if (name === null) return undefined;
  const { title, detail } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const message = [title, detail].filter((it): it is string => typeof it === "string" && it !== "");
  const words = Object.hasOwn(OF_THE_API, name) ? OF_THE_API[name] : undefined;
  return `${words ?? "The gateway refused"}: ${message.join(": ") || "no reason given"}`;
}

/** Returns the target of a refused redirect, without its query. */
export function locationOf(headers: Headers, body: unknown): string | undefined {
  const { location } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  return isOfGateway(headers) && typeof location === "string" ? location : undefined;
}

function isGateway(body: unknown): body is Gateway {
  const it = body as Partial<Gateway> | null | undefined;
  return typeof it === "object" && it !== null && it.name === "tagsmith-gateway" && Array.isArray(it.operations);
}

/** Describes a gateway and its allowed operations. */
export function allows(gateway: Gateway, operation: string): string {
  const count = gateway.operations.length;
  const version = gateway.api_version ? `, API version ${gateway.api_version}` : "";
  const here = gateway.operations.includes(operation) ? "this one is among them" : "this one is not among them";
  return `${gateway.name} ${gateway.version}, in front of ${gateway.upstream}${version}. It allows ${count} ${count === 1 ? "operation" : "operations"}, ${here}; writes are ${gateway.writes ? "allowed" : "refused"}.`;
}
