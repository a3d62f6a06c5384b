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
  if (!answer.ok) return { isCaller: answer.status === 401, problem: problemOf(body) ?? `The gateway refused: status ${answer.status}.` };
  return isGateway(body) ? body : { problem: "Something answers there, but it is not a gateway." };
}

/** Says why an address cannot be reached: browsers do not tell, but whether anything answers can be seen. */
export async function unreachable(url: string): Promise<string> {
  if (!navigator.onLine) return "This computer is offline.";
  try {
    await fetch(`${url}/-/gateway`, { mode: "no-cors", credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(3000) });
  } catch {
    return `Nothing answers at ${url}: is the gateway running there?`;
  }
  const origin = location.protocol === "file:" ? "files (origin null)" : location.origin;
  return `Something answers at ${url}, but does not let this page read it (CORS): does the gateway allow ${origin}?`;
}

/** Returns what a refusal of the gateway's own says; none if it is none. */
export function problemOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { type, title, detail } = body as Record<string, unknown>;
  if (typeof type !== "string" || !type.startsWith("https://github.com/tagsmith/tagsmith/blob/main/gateway/PROBLEMS.md#")) return undefined;
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
