// Writes JSON as a JavaScript literal. A long literal has one property per line.

import type { Json } from "../json.ts";
import { script } from "./quote.ts";

/** The visible line length on a page at 1280 pixels. */
const WIDTH = 44;

/** Returns whether JavaScript represents a value exactly. Numbers must keep all digits, and names must be plain. */
export function isExact(json: Json): boolean {
  switch (json.kind) {
    case "number":
      return isExactNumber(json.text);
    case "array":
      return json.items.every(isExact);
    case "object":
      return new Set(json.members.map(([name]) => name)).size === json.members.length && json.members.every(([name, it]) => name !== "__proto__" && isExact(it));
    default:
      return true;
  }
}

export function isExactNumber(text: string): boolean {
  return /^-?\d+$/.test(text) ? Number.isSafeInteger(Number(text)) : Number.isFinite(Number(text));
}

export function literal(json: Json, indent = ""): string {
  switch (json.kind) {
    case "null":
      return "null";
    case "bool":
      return String(json.value);
    case "number":
      return json.text;
    case "string":
      return script(json.value);
    case "array":
      return lines("[", json.items.map((it) => literal(it, `${indent}  `)), "]", indent);
    case "object":
      return object(json.members.map(([name, it]) => [name, literal(it, `${indent}  `)]), indent);
  }
}

/** Returns an object literal from values that are already literals. */
export function object(members: [name: string, code: string][], indent = ""): string {
  if (members.length === 0) return "{}";
  return lines("{ ", members.map(([name, it]) => `${key(name)}: ${it}`), " }", indent);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== "__proto__" ? name : script(name);
}

function lines(open: string, parts: string[], close: string, indent: string): string {
  const flat = open + parts.join(", ") + close;
  if (parts.length === 0 || (!flat.includes("\n") && indent.length + flat.length <= WIDTH)) return flat;
  return `${open.trim()}\n${parts.map((it) => `${indent}  ${it},\n`).join("")}${indent}${close.trim()}`;
}
