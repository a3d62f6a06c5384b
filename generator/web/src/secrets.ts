// Removes secrets from a filled form before it is stored or linked. The generator marks which values are secret.

import { keyOf, plain, textsOf } from "./data.ts";
import type { Member, OperationData, TypeRef, Types, Values } from "./data.ts";
import { NotJson, below, parse, spaced } from "./json.ts";
import type { Json } from "./json.ts";

/** The maximum depth of unions and aliases, since types may be recursive. */
const DEEPEST = 16;

export interface Kept {
  values: Values;
  /** The omitted values: parameter names, and paths of the body. */
  left: string[];
}

/** Returns a form without its secrets. */
export function withoutSecrets(data: OperationData, values: Values): Kept {
  const parameters = { ...values.parameters };
  const left: string[] = [];
  for (const parameter of data.parameters) {
    if (!parameter.secret) continue;
    if (textsOf(parameter, values).length > 0) left.push(parameter.wire);
    delete parameters[keyOf(parameter)];
  }
  const { text, left: places } = bodyWithoutSecrets(data, values.body);
  return { values: { ...values, parameters, body: text }, left: [...left, ...places] };
}

function bodyWithoutSecrets(data: OperationData, text: string): { text: string; left: string[] } {
  const { body, types } = data;
  if (!body || body.binary || text.trim() === "") return { text, left: [] };
  if (body.secret) return { text: "", left: ["the body"] };
  if (!body.json) return { text, left: [] };
  const names = new Set(data.secretNames);
  let json: Json;
  try {
    json = parse(text);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    // Omits a body that is not valid JSON, because the extent of a secret in it is unknown.
    const isOpen = hasSecret(types) || [...names].some((it) => text.includes(it));
    return isOpen ? { text: "", left: ["the body, which is not JSON"] } : { text, left: [] };
  }
  const left: string[] = [];
  const kept = without(json, [body.json], "$", { types, names, left });
  return left.length === 0 ? { text, left } : { text: spaced(kept), left };
}

interface Walk {
  types: Types;
  names: Set<string>;
  left: string[];
}

/** Returns a value without the properties that are secret in any of its possible types. */
function without(json: Json, kinds: TypeRef[], path: string, walk: Walk): Json {
  const { types, names, left } = walk;
  const all = kinds.flatMap((it) => variants(it, types, 0));
  if (json.kind === "array") {
    const items = all.flatMap((it) => (typeof it === "object" && "list" in it ? [it.list] : []));
    return { ...json, items: json.items.map((it, index) => without(it, items, below(path, index), walk)) };
  }
  if (json.kind !== "object") return json;
  const members: typeof json.members = [];
  for (const [name, value, at] of json.members) {
    const here = below(path, name);
    const declared = all.flatMap((it) => membersOf(it, types).filter((member) => member.wire === name));
    const isSecret = declared.length > 0 ? declared.some((it) => it.secret) : names.has(name);
    if (isSecret) left.push(here);
    else members.push([name, without(value, declared.length > 0 ? declared.map((it) => it.type) : othersOf(all, types), here, walk), at]);
  }
  return { ...json, members };
}

/** Returns the possible types of a value, which include the types of all variants of a union. */
function variants(type: TypeRef, types: Types, depth: number): TypeRef[] {
  const here = plain(type, types);
  const shape = typeof here === "object" && "ref" in here ? types[here.ref]?.shape : undefined;
  if (!shape || !("variants" in shape) || depth > DEEPEST) return [here];
  return shape.variants.flatMap((it) => variants(it.type, types, depth + 1));
}

function membersOf(type: TypeRef, types: Types): Member[] {
  const shape = typeof type === "object" && "ref" in type ? types[type.ref]?.shape : undefined;
  return shape && "members" in shape ? shape.members : [];
}

/** Returns the types of additional properties. */
function othersOf(all: TypeRef[], types: Types): TypeRef[] {
  return all.flatMap((it) => {
    if (typeof it !== "object") return [];
    if ("map" in it) return [it.map];
    const shape = "ref" in it ? types[it.ref]?.shape : undefined;
    return shape && "members" in shape && shape.additional !== undefined ? [shape.additional] : [];
  });
}

function hasSecret(types: Types): boolean {
  return Object.values(types).some((it) => "members" in it.shape && it.shape.members.some((member) => member.secret));
}
