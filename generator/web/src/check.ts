// Validates the form against the description. Returns messages for the reader.

import { definition, isList, keyOf, mayBeEmpty, plain, textsOf } from "./data.ts";
import type { Bound, OperationData, Parameter, Struct, TypeRef, Types, Union, Values } from "./data.ts";
import { NotJson, below, parse } from "./json.ts";
import type { Json } from "./json.ts";

/** A part of a body that deviates from the schema. */
export interface Deviation {
  /** The path, such as `$.selected_usernames[0]`. */
  path: string;
  message: string;
  /** The position in the text. */
  at: number;
  /** Whether the body cannot be sent at all. */
  fatal?: true;
}

const INT = /^-?\d+$/;
const I64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Returns the errors of parameters, by the key of the parameter. */
export function checkParameters(data: OperationData, values: Values): Map<string, string> {
  const problems = new Map<string, string>();
  for (const parameter of data.parameters) {
    const problem = checkParameter(parameter, values, data);
    if (problem) problems.set(keyOf(parameter), problem);
  }
  return problems;
}

function checkParameter(parameter: Parameter, values: Values, data: OperationData): string | undefined {
  const { path, types } = data;
  const texts = textsOf(parameter, values);
  if (texts.length === 0) return parameter.required && !mayBeEmpty(parameter, data) ? `${parameter.wire} is required.` : undefined;
  const type = plain(parameter.type, types);
  const item = typeof type === "object" && "list" in type ? type.list : type;
  const bounds = parameter.bounds ?? [];
  for (const text of texts) {
    const inList = texts.length > 1 ? `${quoted(text)}: ` : "";
    const problem =
      checkPlace(parameter, path, text) ?? checkText(text, item, types) ?? checkBounds(text, bounds, isList(parameter.type, types) ? "items." : "");
    if (problem) return `${inList}${problem}`;
  }
  return checkCount(texts.length, bounds);
}

/** Returns why a text is invalid in a path or a header, independent of the type. */
function checkPlace(parameter: Parameter, path: string, text: string): string | undefined {
  if (parameter.in === "path" && (text === "." || text === "..")) return "`.` and `..` are not allowed in a path.";
  const isLast = path.endsWith(`{${parameter.wire}}`);
  const segments = isLast ? text.replace(/\/$/, "") : text;
  if (parameter.in === "segments" && segments.split("/").some((it) => it === "" || it === "." || it === "..")) {
    return "No part between slashes may be empty, `.` or `..`.";
  }
  if (parameter.in === "header" && !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
    return "A header must not contain line breaks, or characters beyond Latin-1.";
  }
  return undefined;
}

/** Returns why a text is not a value of a type. */
export function checkText(text: string, type: TypeRef, types: Types): string | undefined {
  const here = plain(type, types);
  switch (here) {
    case "int":
      if (!INT.test(text)) return "Enter a whole number.";
      return fits(text) ? undefined : "The number is too large.";
    case "float":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? undefined : "Enter a number.";
    case "bool":
      return text === "true" || text === "false" ? undefined : "Enter true or false.";
    case "time":
      return isTime(text) ? undefined : "Enter a time such as 2026-11-27T09:30:00Z.";
    case "date":
      return isDate(text) ? undefined : "Enter a date such as 2026-11-27.";
    case "str":
    case "json":
      return undefined;
  }
  if ("list" in here) return checkText(text, here.list, types);
  if (!("ref" in here)) return undefined;
  const shape = types[here.ref]?.shape;
  if (!shape) return undefined;
  if ("values" in shape) {
    // An unlisted value is valid, since it may be new to the server.
    return undefined;
  }
  if ("variants" in shape) {
    const deviations = shape.variants.map((it) => checkText(text, it.type, types));
    return deviations.some((it) => it === undefined) ? undefined : deviations[0];
  }
  return undefined;
}

function checkBounds(text: string, bounds: Bound[], prefix: string): string | undefined {
  for (const [keyword, json] of bounds) {
    if (prefix && !keyword.startsWith(prefix)) continue;
    const problem = outOf(keyword.slice(prefix.length), json, text);
    if (problem) return `${problem}.`;
  }
  return undefined;
}

function checkCount(count: number, bounds: Bound[]): string | undefined {
  for (const [keyword, json] of bounds) {
    if (keyword === "maxItems" && count > Number(json)) return `Enter at most ${json} values, one per line.`;
    if (keyword === "minItems" && count < Number(json)) return `Enter at least ${json} values, one per line.`;
  }
  return undefined;
}

function outOf(keyword: string, json: string, text: string): string | undefined {
  const limit = Number(json);
  const length = [...text].length;
  switch (keyword) {
    case "minimum":
      return Number(text) < limit ? `The minimum is ${json}` : undefined;
    case "maximum":
      return Number(text) > limit ? `The maximum is ${json}` : undefined;
    case "minLength":
      return length < limit ? `The minimum length is ${json} characters; the current length is ${length}` : undefined;
    case "maxLength":
      return length > limit ? `The maximum length is ${json} characters; the current length is ${length}` : undefined;
    case "pattern":
      return matches(json, text) ? undefined : `The value does not match the pattern ${json.slice(1, -1)}`;
    default:
      return undefined;
  }
}

/** Ignores patterns that JavaScript does not support, and patterns whose check could take long. */
function matches(json: string, text: string): boolean {
  try {
    const pattern = JSON.parse(json) as string;
    if (/[+*}]\)?[+*{]/.test(pattern) || text.length > 2000) return true;
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

/** Returns the deviations of the body. `json` is the parsed body, if the body is JSON. */
export function checkBody(data: OperationData, text: string): { deviations: Deviation[]; json?: Json } {
  const body = data.body;
  if (!body) return { deviations: [] };
  if (text.trim() === "") {
    if (body.given !== "always") return { deviations: [] };
    return { deviations: [{ path: "$", message: "The body is required.", at: 0, fatal: true }] };
  }
  if (!body.json) return { deviations: [] };
  let json: Json;
  try {
    json = parse(text);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { deviations: [{ path: "$", message: `The body is not valid JSON: ${error.message}.`, at: error.at, fatal: true }] };
  }
  return { deviations: compare(json, body.json, data.types), json };
}

/** Returns the deviations of a value from a type. */
export function compare(json: Json, type: TypeRef, types: Types, path = "$"): Deviation[] {
  const found: Deviation[] = [];
  walk(json, type, path);
  return found;

  function add(path: string, message: string, at: number): void {
    found.push({ path, message, at });
  }

  function walk(json: Json, type: TypeRef, path: string): void {
    if (typeof type === "object" && "nullable" in type) {
      if (json.kind !== "null") walk(json, type.nullable, path);
      return;
    }
    if (typeof type === "object" && "ref" in type) {
      const shape = types[type.ref]?.shape;
      if (!shape) return;
      if ("alias" in shape) walk(json, shape.alias, path);
      else if ("values" in shape) {
        if (json.kind !== "string") add(path, "Expected a string.", json.at);
        else if (lone(json.value)) add(path, LONE, json.at);
        else if (!shape.values.includes(json.value)) {
          add(path, `Not one of ${shape.values.map(quoted).join(", ")}.`, json.at);
        }
      } else if ("variants" in shape) found.push(...(choose(json, shape, types, path)?.deviations ?? [none(json, path)]));
      else members(json, shape, path);
      return;
    }
    if (typeof type === "object" && "list" in type) {
      if (json.kind !== "array") return add(path, "Expected an array.", json.at);
      json.items.forEach((it, index) => walk(it, type.list, below(path, index)));
      return;
    }
    if (typeof type === "object") {
      if (json.kind !== "object") return add(path, "Expected an object.", json.at);
      for (const [name, it] of json.members) walk(it, type.map, below(path, name));
      return;
    }
    const problem = scalar(json, type);
    if (problem) add(path, problem, json.at);
  }

  function members(json: Json, shape: Struct, path: string): void {
    if (json.kind !== "object") return add(path, "Expected an object.", json.at);
    const seen = new Set<string>();
    for (const [name, value, at] of json.members) {
      const here = below(path, name);
      if (seen.has(name)) add(here, "The property is repeated.", at);
      seen.add(name);
      const member = shape.members.find((it) => it.wire === name);
      if (!member) {
        if (shape.additional) walk(value, shape.additional, here);
        else add(here, "The description does not declare this property.", at);
        continue;
      }
      if (value.kind === "null") {
        if (!member.nullable) add(here, "The property must not be null.", value.at);
        continue;
      }
      const before = found.length;
      walk(value, member.type, here);
      if (found.length === before) {
        const problem = memberBounds(value, member.bounds ?? []);
        if (problem) add(here, `${problem}.`, value.at);
      }
    }
    for (const member of shape.members) {
      if (member.required && !seen.has(member.wire)) add(below(path, member.wire), "The property is required.", json.at);
    }
  }
}

function memberBounds(json: Json, bounds: Bound[]): string | undefined {
  for (const [keyword, limit] of bounds) {
    if (json.kind === "array") {
      if (keyword === "maxItems" && json.items.length > Number(limit)) return `The maximum number of items is ${limit}`;
      if (keyword === "minItems" && json.items.length < Number(limit)) return `The minimum number of items is ${limit}`;
    }
    const text = json.kind === "string" ? json.value : json.kind === "number" ? json.text : undefined;
    const ofNumber = keyword === "minimum" || keyword === "maximum";
    if (text === undefined || ofNumber !== (json.kind === "number")) continue;
    const problem = outOf(keyword, limit, text);
    if (problem) return problem;
  }
  return undefined;
}

const LONE = "The text contains a lone surrogate, which is not valid Unicode.";

function scalar(json: Json, type: string): string | undefined {
  switch (type) {
    case "bool":
      return json.kind === "bool" ? undefined : "Expected true or false.";
    case "int":
      if (json.kind !== "number" || !INT.test(json.text)) return "Expected a whole number.";
      return fits(json.text) ? undefined : "The number is too large.";
    case "float":
      return json.kind === "number" && Number.isFinite(Number(json.text)) ? undefined : "Expected a number.";
    case "time":
      return json.kind === "string" && isTime(json.value) ? undefined : "Expected a time such as 2026-11-27T09:30:00Z.";
    case "date":
      return json.kind === "string" && isDate(json.value) ? undefined : "Expected a date such as 2026-11-27.";
    case "str":
      if (json.kind !== "string") return "Expected a string.";
      return lone(json.value) ? LONE : undefined;
    default:
      return undefined;
  }
}

/** Returns the variant with the fewest deviations, like the crate. */
export function choose(json: Json, union: Union, types: Types, path = "$"): { index: number; deviations: Deviation[] } | undefined {
  const by = union.discriminator;
  if (by && json.kind === "object") {
    const named = json.members.find(([name]) => name === by.member)?.[1];
    const name = named?.kind === "string" ? by.values.find(([value]) => value === named.value)?.[1] : undefined;
    const index = union.variants.findIndex((it) => it.name === name);
    const variant = union.variants[index];
    if (variant) return { index, deviations: compare(json, variant.type, types, path) };
  }
  let best: { index: number; deviations: Deviation[] } | undefined;
  union.variants.forEach((variant, index) => {
    const deviations = compare(json, variant.type, types, path);
    if (deviations.some((it) => it.path === path)) return;
    const wrong = wrongOnly(json, variant.type, types);
    if (wrong) return;
    if (!best || deviations.length < best.deviations.length) best = { index, deviations };
  });
  return best;
}

/** Whether a property with a constant value contains a different value. */
function wrongOnly(json: Json, type: TypeRef, types: Types): boolean {
  const shape = definition(type, types)?.shape;
  if (!shape || !("members" in shape) || json.kind !== "object") return false;
  return shape.members.some((member) => {
    if (member.only === undefined) return false;
    const value = json.members.find(([name]) => name === member.wire)?.[1];
    return value?.kind === "string" && value.value !== member.only;
  });
}

function none(json: Json, path: string): Deviation {
  return { path, message: "The value matches no variant of the union.", at: json.at };
}

export function isTime(text: string): boolean {
  return TIME.test(text) && isDate(text.slice(0, 10));
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function fits(text: string): boolean {
  const value = BigInt(text);
  return value >= I64[0] && value <= I64[1];
}

function lone(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

function quoted(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
