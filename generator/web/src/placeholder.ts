// What stands for a value that is missing, in every snippet. The crate's examples have the same.

import { plain } from "./data.ts";
import type { OperationData, Parameter, TypeRef, Types } from "./data.ts";
import { compact } from "./json.ts";
import type { Json } from "./json.ts";

/** How many structs within structs are spelled out: a schema may hold itself. */
export const DEEPEST = 3;

/** Returns the text of a missing parameter. */
export function ofParameter(parameter: Parameter, types: Types): string {
  if (parameter.type === "str") return parameter.wire.toUpperCase();
  const type = plain(parameter.type, types);
  const item = typeof type === "object" && "list" in type ? type.list : type;
  const json = ofType(item, types);
  return json.kind === "string" ? json.value : compact(json);
}

/** Returns the text of a missing body. */
export function ofBody(data: OperationData): string {
  const body = data.body;
  return body?.json ? compact(ofType(body.json, data.types)) : "Hello, world";
}

/** Returns a value of a type, with what has to be there. */
export function ofType(type: TypeRef, types: Types, depth = 0): Json {
  const at = 0;
  switch (type) {
    case "bool":
      return { kind: "bool", at, value: true };
    case "int":
      return { kind: "number", at, text: "1" };
    case "float":
      return { kind: "number", at, text: "1.0" };
    case "str":
      return { kind: "string", at, value: "octocat" };
    case "time":
      return { kind: "string", at, value: "2025-10-13T00:00:00Z" };
    case "date":
      return { kind: "string", at, value: "2025-10-13" };
    case "json":
      return { kind: "null", at };
  }
  if ("list" in type) return { kind: "array", at, items: [ofType(type.list, types, depth)] };
  if ("map" in type) return { kind: "object", at, members: [] };
  if ("nullable" in type) return { kind: "null", at };
  const shape = types[type.ref]?.shape;
  if (!shape) return { kind: "null", at };
  if ("alias" in shape) return ofType(shape.alias, types, depth);
  if ("values" in shape) return { kind: "string", at, value: shape.values[0]?.wire ?? "" };
  if ("variants" in shape) {
    const simple = shape.variants.find((it) => it.type === "str" || it.type === "int");
    const first = simple ?? shape.variants[0];
    return first && depth < DEEPEST ? ofType(first.type, types, depth + 1) : { kind: "null", at };
  }
  if (depth >= DEEPEST) return { kind: "object", at, members: [] };
  const required = shape.members.filter((it) => it.required);
  return { kind: "object", at, members: required.map((it) => [it.wire, ofType(it.type, types, depth + 1), at]) };
}
