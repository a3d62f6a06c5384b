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
    url = new URL(text.trim());
  } catch {
    return { problem: "Enter a whole address, such as http://127.0.0.1:8787." };
  }
  if (url.username || url.password) return { problem: "An address with a name or password is not taken." };
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    return { problem: "Only https, or a gateway on this computer (127.0.0.1, localhost), is taken: on the way, others could read what is sent." };
  }
  if (url.search || url.hash) return { problem: "The address ends before `?` and `#`." };
  return { url: url.origin + url.pathname.replace(/\/+$/, "") };
}

/** The hosts that the policy of the pages lets them reach without encryption. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || (host === "[::1]" && host === location.hostname);
}

/** Asks a gateway what it is. */
export async function ask(url: string, token: string, signal: AbortSignal): Promise<Gateway | { problem: string; isCaller?: boolean }> {
  const headers: Record<string, string> = { "X-Tagsmith-Gateway": "1" };
  if (token) headers["X-Tagsmith-Token"] = token;
  let answer: Response;
  try {
    answer = await fetch(`${url}/-/gateway`, { headers, signal, credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" });
  } catch {
    return { problem: await unreachable(url) };
  }
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) return { isCaller: answer.status === 401, problem: problemOf(answer.headers, body) ?? `The gateway refused: status ${answer.status}.` };
  return isGateway(body) ? body : { problem: "Something answers there, but it is not a gateway." };
}

/** Says why an address cannot be reached. Browsers do not tell; a gateway lets every page read that it refuses the page. */
export async function unreachable(url: string): Promise<string> {
  if (!navigator.onLine) return "This computer is offline.";
  const init: RequestInit = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
  const here = location.protocol === "file:" ? "pages from files" : location.origin;
  try {
    const answer = await fetch(`${url}/-/gateway`, { ...init, signal: AbortSignal.timeout(3000) });
    if (answer.headers.get(MARK) === "origin") return `The gateway at ${url} refuses ${here}: ${allowing()}`;
  } catch {
    // It cannot be read: something else answers there, or nothing does.
  }
  try {
    await fetch(`${url}/-/gateway`, { ...init, mode: "no-cors", signal: AbortSignal.timeout(3000) });
  } catch {
    return `Nothing answers at ${url}: is the gateway running there?`;
  }
  return `Something answers at ${url}, but does not let ${here} read it (CORS): is it a gateway?`;
}

function allowing(): string {
  if (location.protocol === "file:") return "open the reference that it serves itself (`--site`).";
  return `start it with \`--allow-origin ${location.origin}\`.`;
}

/** The header of a gateway's own refusals: it names the problem. */
const MARK = "x-tagsmith-problem";

/** Returns what a refusal of the gateway's own says; none if it is none. */
export function problemOf(headers: Headers, body: unknown): string | undefined {
  if (!headers.has(MARK)) return undefined;
  const { title, detail } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const said = [title, detail].filter((it): it is string => typeof it === "string" && it !== "");
  return `The gateway refused: ${said.join(": ") || "it does not say why"}`;
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
