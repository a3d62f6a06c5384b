// Forms with values that break incorrect quoting.

import { keyOf, plain } from "../src/data.ts";
import type { OperationData, Parameter, TypeRef, Types, Values } from "../src/data.ts";
import type { Filled } from "./operations.ts";
import { compact, parse } from "../src/json.ts";
import type { Json } from "../src/json.ts";

export const TEXTS = [
  `it's`,
  `'\\''`,
  `"double" \\ and \\" back`,
  "two\nlines\r\nand\ttab",
  "$(echo pwned) `id` $HOME ${x} !!",
  "👩‍💻 é ü \u202e\u2028\u00a0 日本",
  "@/etc/passwd",
  "-rf --x",
  `{owner} {{x}} %s %25 & ; | > < * ? ~ #`,
  "<script>alert(1)</script>",
  `${"a'b\"c$d\\".repeat(1250)}`,
  "+1",
  "a/b",
  "=, :x",
];

/** Returns forms of an operation: one per hostile text, an empty form, and the example. */
export function forms(data: Filled): { name: string; values: Values }[] {
  const found: { name: string; values: Values }[] = [
    { name: "empty", values: { parameters: {}, body: "" } },
    { name: "example", values: { parameters: {}, body: data.example } },
  ];
  const example = found[1]?.values;
  for (const { mediaType } of data.choices ?? []) if (example) found.push({ name: `asked for ${mediaType}`, values: { ...example, accept: mediaType } });
  TEXTS.forEach((text, index) => found.push({ name: `text ${index}`, values: filled(data, text, index) }));
  return found;
}

function filled(data: OperationData, text: string, round: number): Values {
  const parameters: Values["parameters"] = {};
  for (const parameter of data.parameters) parameters[keyOf(parameter)] = value(parameter, data.types, text, round);
  let body = "";
  if (data.body?.json !== undefined) {
    const json = ofType(data.body.json, data.types, text, round, 0);
    body = round % 2 === 0 ? compact(json) : JSON.stringify(JSON.parse(compact(json)), null, 2);
    // Does not change bodies whose numbers JavaScript cannot represent.
    if (/\d{16}/.test(compact(json))) body = compact(json);
  } else if (data.body?.text) body = text;
  return { parameters, body };
}

function value(parameter: Parameter, types: Types, text: string, round: number): string | string[] {
  const type = plain(parameter.type, types);
  if (typeof type === "object" && "list" in type) return [scalar(type.list, types, text, round), scalar(type.list, types, "b", round + 1)];
  if (parameter.in === "segments") return text.split("/").filter((it) => it).join("/");
  if (parameter.in === "header") return text.replace(/[^\x20-\x7e]/g, "").trim() || "x";
  return scalar(parameter.type, types, text, round);
}

function scalar(type: TypeRef, types: Types, text: string, round: number): string {
  const json = ofType(type, types, text, round, 0);
  if (json.kind === "string") return json.value;
  return json.kind === "number" || json.kind === "bool" ? compact(json) : text;
}

const INTS = ["0", "1", "-7", "2147483648", "9007199254740993", "9223372036854775807", "-9223372036854775808"];

/**
 * Returns a value of a type. Even rounds contain all properties, and every third round contains null for nullable
 * values.
 */
function ofType(type: TypeRef, types: Types, text: string, round: number, depth: number): Json {
  const at = 0;
  const string = (value: string): Json => ({ kind: "string", at, value });
  switch (type) {
    case "bool":
      return { kind: "bool", at, value: round % 2 === 0 };
    case "int":
      return { kind: "number", at, text: INTS[round % INTS.length] ?? "1" };
    case "float":
      return { kind: "number", at, text: ["1.5", "0", "-2", "1e3"][round % 4] ?? "1" };
    case "str":
      return string(text);
    case "time":
      return string("2026-11-27T09:30:00Z");
    case "date":
      return string("2026-02-28");
    case "json":
      return parse(JSON.stringify({ [text]: [text, 1, null, true] }));
  }
  if ("list" in type) {
    if (depth > 4 || round % 5 === 4) return { kind: "array", at, items: [] };
    return { kind: "array", at, items: [0, 1].map((it) => ofType(type.list, types, text, round + it, depth + 1)) };
  }
  if ("map" in type) return { kind: "object", at, members: [[text, ofType(type.map, types, text, round, depth + 1), at]] };
  if ("nullable" in type) return round % 3 === 0 ? { kind: "null", at } : ofType(type.nullable, types, text, round, depth);
  const shape = types[type.ref]?.shape;
  if (!shape) return { kind: "null", at };
  if ("alias" in shape) return ofType(shape.alias, types, text, round, depth);
  if ("values" in shape) return string(shape.values[round % shape.values.length] ?? text);
  if ("variants" in shape) {
    const variant = shape.variants[round % shape.variants.length];
    return variant ? ofType(variant.type, types, text, round, depth + 1) : string(text);
  }
  const members: [string, Json, number][] = [];
  for (const member of shape.members) {
    if (!member.required && (round % 2 === 1 || depth > 4)) continue;
    if (member.nullable && (round + members.length) % 3 === 0) members.push([member.wire, { kind: "null", at }, at]);
    else if (member.only !== undefined) members.push([member.wire, string(member.only), at]);
    else members.push([member.wire, ofType(member.type, types, text, round, depth + 1), at]);
  }
  if (shape.additional !== undefined && round % 4 === 0) {
    members.push([`x ${text.slice(0, 20)}`, ofType(shape.additional, types, text, round, depth + 1), at]);
  }
  return { kind: "object", at, members };
}
