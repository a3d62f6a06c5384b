// Generates the call in TypeScript with `octokit`. All parameters are properties of one object, and so is the body.
// Names that octokit itself uses require a different form.

import { isList } from "../data.ts";
import type { OperationData, Parameter, Values } from "../data.ts";
import { NotJson, compact, parse } from "../json.ts";
import type { Json } from "../json.ts";
import { encode, request, withPlaceholder } from "../request.ts";
import { CALLER } from "./curl.ts";
import { isExact, literal, object } from "./literal.ts";
import type { Way } from "./names.ts";
import { script } from "./quote.ts";

/** The names that octokit itself uses. */
const TAKEN = new Set(["method", "baseUrl", "url", "headers", "request", "mediaType", "data", "__proto__"]);

export function octokit(data: OperationData, values: Values, way: Way = {}): string {
  const it = request(data, values);
  const { route, members } = routed(data, values);
  if (it.server !== "https://api.github.com" && way.gateway === undefined) members.push(["baseUrl", script(it.server)]);
  const headers = it.headers.filter(([name, value]) => name !== "Accept" || value !== "application/vnd.github+json");
  const body = bodyOf(data, values, it.body, members);
  members.push(...body.members);
  if (body.contentType) headers.push(["content-type", body.contentType]);
  const sent = headers.map(([name, value]): [string, string] => [name, script(value)]);
  if (way.caller && way.gateway !== undefined) sent.push(["x-tagsmith-token", `process.env.${CALLER}`]);
  if (sent.length > 0) members.push(["headers", object(sent, "  ")]);
  const lines = members.map(([name, code]) => `  ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : script(name)}: ${code},\n`);
  const options = lines.length > 0 ? `, {\n${lines.join("")}}` : "";
  return `import { Octokit } from "octokit";
${body.imports}
const octokit = new Octokit({ ${way.gateway === undefined ? `auth: process.env.${data.tokenVariable}` : `baseUrl: ${script(way.gateway)}`} });

const response = await octokit.request(${script(`${it.method} ${route}`)}${options});
console.log(response.data);`;
}

/** Returns the route and its parameters. A value that octokit's template would change is encoded in the route. */
function routed(data: OperationData, values: Values): { route: string; members: [string, string][] } {
  const members: [string, string][] = [];
  const isPlain = (parameter: Parameter): boolean =>
    /^\w+$/.test(parameter.wire) && !TAKEN.has(parameter.wire) && data.parameters.filter((it) => it.wire === parameter.wire && it.in !== "header").length === 1;
  let route = data.path.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const parameter = data.parameters.find((it) => it.wire === name && (it.in === "path" || it.in === "segments"));
    if (!parameter) return whole;
    const texts = withPlaceholder(parameter, data, values);
    if (parameter.in === "segments") return (texts[0] ?? "").split("/").map(encode).join("/");
    if (!isPlain(parameter)) return texts.map(encode).join(",");
    members.push([name, code(parameter, texts, data)]);
    return whole;
  });
  const isGet = data.method === "GET" || data.method === "HEAD";
  for (const parameter of data.parameters.filter((it) => it.in === "query")) {
    const texts = withPlaceholder(parameter, data, values);
    if (texts.length === 0) continue;
    const list = isList(parameter.type, data.types);
    if (isPlain(parameter) && isGet && !list && parameter.wire !== "q" && !route.includes("?")) {
      members.push([parameter.wire, code(parameter, texts, data)]);
      continue;
    }
    const mark = route.includes("?") ? "&" : "?";
    // The template would join a repeated list with commas.
    if (isPlain(parameter) && (!list || parameter.list === "joined")) {
      members.push([parameter.wire, code(parameter, texts, data)]);
      route += `{${mark}${parameter.wire}}`;
    } else {
      const name = encode(parameter.wire);
      route += mark + (parameter.list === "joined" ? [`${name}=${texts.map(encode).join(",")}`] : texts.map((it) => `${name}=${encode(it)}`)).join("&");
    }
  }
  return { route, members };
}

function code(parameter: Parameter, texts: string[], data: OperationData): string {
  const one = (text: string): string => {
    const isNumber = /^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) && text !== "-0";
    return parameter.type === "int" && isNumber ? text : parameter.type === "bool" && /^(true|false)$/.test(text) ? text : script(text);
  };
  return isList(parameter.type, data.types) ? `[${texts.map(one).join(", ")}]` : one(texts[0] ?? "");
}

interface BodyCode {
  members: [string, string][];
  contentType?: string;
  imports: string;
}

function bodyOf(data: OperationData, values: Values, text: string | undefined, members: [string, string][]): BodyCode {
  const { body } = data;
  if (body?.binary) {
    const file = script(values.body || "FILE");
    return {
      members: [["data", `await readFile(${file})`]],
      contentType: body.binary,
      imports: 'import { readFile } from "node:fs/promises";\n',
    };
  }
  if (!body || text === undefined) return { members: [], imports: "" };
  if (!body.json) return { members: [["data", script(text || body.sample)]], contentType: body.text?.[0] ?? "text/plain", imports: "" };
  let json: Json;
  try {
    json = parse(text);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { members: [["data", script(text)]], contentType: "application/json", imports: "" };
  }
  // Sends numbers that would lose digits, and texts that octokit would send without quotes, as text.
  if (!isExact(json) || (json.kind !== "object" && json.kind !== "array")) {
    return { members: [["data", script(compact(json))]], contentType: "application/json", imports: "" };
  }
  const names = new Set(members.map(([name]) => name));
  const isFree = json.kind === "object" && json.members.length > 0 && json.members.every(([name]) => !TAKEN.has(name) && !names.has(name) && !data.path.includes(`{${name}}`));
  if (json.kind === "object" && isFree) return { members: json.members.map(([name, it]) => [name, literal(it, "  ")]), imports: "" };
  return { members: [["data", literal(json, "  ")]], imports: "" };
}
