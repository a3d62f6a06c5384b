// Builds the request of a filled form. Send and all snippets use the same request.

import { givenTexts, isList } from "./data.ts";
import type { OperationData, Parameter, Values } from "./data.ts";

export interface Request {
  method: string;
  /** The URL of the operation's server, without a trailing slash. */
  server: string;
  /** The encoded path. */
  path: string;
  /** The encoded names and values. A joined list is one value with commas. */
  query: [string, string][];
  headers: [string, string][];
  /** The text of the body; absent without a body, and for a file. */
  body?: string;
  contentType?: string;
}

/** Percent-encodes all characters except RFC 3986's unreserved characters. */
export function encode(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Returns the request, with placeholders for missing values. */
export function request(data: OperationData, values: Values): Request {
  const path = data.path.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const parameter = data.parameters.find((it) => it.wire === name && (it.in === "path" || it.in === "segments"));
    return parameter ? segment(parameter, data, values) : whole;
  });
  const query: [string, string][] = [];
  const headers: [string, string][] = [["Accept", values.accept || data.accept]];
  if (data.version) headers.push(data.version);
  for (const parameter of data.parameters) {
    const texts = withPlaceholder(parameter, data, values);
    if (texts.length === 0) continue;
    if (parameter.in === "query") {
      if (isList(parameter.type, data.types) && parameter.list === "joined") query.push([encode(parameter.wire), texts.map(encode).join(",")]);
      else for (const text of texts) query.push([encode(parameter.wire), encode(text)]);
    } else if (parameter.in === "header") {
      const rest = headers.filter(([name]) => name.toLowerCase() !== parameter.wire.toLowerCase());
      headers.splice(0, headers.length, ...rest, [parameter.wire, texts.join(",")]);
    }
  }
  const server = data.server.replace(/\/+$/, "");
  return { method: data.method, server, path, query, headers, ...content(data, values) };
}

/** Returns the path with its query. */
export function target(request: Request): string {
  const query = request.query.map(([name, value]) => `${name}=${value}`).join("&");
  return query ? `${request.path}?${query}` : request.path;
}

function segment(parameter: Parameter, data: OperationData, values: Values): string {
  const texts = withPlaceholder(parameter, data, values);
  if (parameter.in === "segments") return (texts[0] ?? "").split("/").map(encode).join("/");
  return texts.map(encode).join(",");
}

/** Returns the texts of a parameter, or a placeholder if the parameter is required and missing. */
export function withPlaceholder(parameter: Parameter, data: OperationData, values: Values): string[] {
  const texts = givenTexts(parameter, data, values);
  return texts.length > 0 || !parameter.required ? texts : [parameter.sample ?? ""];
}

function content(data: OperationData, values: Values): { body?: string; contentType?: string } {
  const body = data.body;
  if (!body) return {};
  if (body.binary) return { contentType: body.binary };
  const contentType = body.json ? "application/json" : body.text?.[0] ?? "text/plain";
  const text = body.json ? values.body.trim() : values.body;
  if (text !== "") return { body: wellFormed(text), contentType };
  if (body.given === "always") return { body: body.sample, contentType };
  if (body.given === "or-not" || !body.json) return {};
  return { body: isList(body.json, data.types) ? "[]" : "{}", contentType };
}

/** Replaces lone surrogates, as browsers do. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
