// Compares a received request with the request that Send would send.

import type { OperationData, Values } from "../src/data.ts";
import { NotJson, parse } from "../src/json.ts";
import type { Json } from "../src/json.ts";
import { request, target } from "../src/request.ts";
import type { Received } from "./loopback.ts";

/** Returns the differences between a request and the request of a form; `undefined` if they are equal. */
export function departure(data: OperationData, values: Values, received: Received | undefined, loosely: boolean): string | undefined {
  const sent = request(data, values);
  if (!received) return "no request was sent";
  const different: string[] = [];
  const same = (what: string, expected: string, found: string): void => {
    if (expected !== found) different.push(`${what}: expected ${JSON.stringify(expected).slice(0, 400)}\n${what}: received ${JSON.stringify(found).slice(0, 400)}`);
  };
  same("method", sent.method, received.method);
  if (loosely) same("target", normal(target(sent)), normal(received.target));
  else same("target", target(sent), received.target);
  for (const [name, value] of sent.headers) {
    let found = String(received.headers[name.toLowerCase()] ?? "");
    if (loosely && name === "Accept") found = found.replace("vnd.github.v3+json", "vnd.github+json");
    same(name, value, found);
  }
  const contentType = String(received.headers["content-type"] ?? "");
  if (sent.contentType && !data.body?.binary) same("Content-Type", sent.contentType, loosely ? contentType.replace(/; charset=utf-8$/, "") : contentType);
  if (data.body?.binary) return different.length > 0 ? different.join("\n") : undefined;
  const isJson = data.body?.json !== undefined && sent.body !== undefined;
  if (loosely && isJson) same("body", canonical(sent.body ?? ""), canonical(received.body));
  else same("body", sent.body ?? "", received.body);
  return different.length > 0 ? different.join("\n") : undefined;
}

/** Compares request targets, ignoring differences in percent-encoding. */
function normal(target: string): string {
  const [path = "", query = ""] = target.split("?", 2);
  const encode = (text: string): string => encodeURIComponent(decodeURIComponent(text));
  // Ignores the order of parameters with different names.
  const pairs = query.split("&").map((it) => it.split("=").map((part) => part.split(",").map(encode).join(",")).join("="));
  const byName = pairs.map((it, index): [string, number, string] => [it.split("=")[0] ?? "", index, it]);
  byName.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
  return `${path.split("/").map((it) => it.split(",").map(encode).join(",")).join("/")}?${byName.map((it) => it[2]).join("&")}`;
}

/** Compares JSON: properties by name (the last of two duplicates counts), numbers by value, and times as instants. */
function canonical(text: string): string {
  try {
    return of(parse(text));
  } catch (error) {
    if (error instanceof NotJson) return `not JSON: ${text}`;
    throw error;
  }
}

function of(json: Json): string {
  switch (json.kind) {
    case "number":
      return /^-?\d+$/.test(json.text) ? BigInt(json.text).toString() : String(Number(json.text));
    case "array":
      return `[${json.items.map(of).join(",")}]`;
    case "object": {
      const members = new Map(json.members.map(([name, it]) => [name, of(it)]));
      return `{${[...members].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, it]) => `${JSON.stringify(name)}:${it}`).join(",")}}`;
    }
    case "string":
      return JSON.stringify(json.value);
    default:
      return json.kind === "null" ? "null" : String(json.value);
  }
}
