// Fills code templates with the values of a form. The crate's documentation uses the same templates
// (`generator/src/crate_ir/slot.rs`). This file decides how a value is quoted, and which template it fills.

import { choose, isDate, isTime } from "../check.ts";
import type { Member, Slot, Struct, Types } from "../data.ts";
import { below, compact, parse } from "../json.ts";
import type { Json } from "../json.ts";
import { within } from "./layout.ts";
import type { Code } from "./layout.ts";
import { float, int, string } from "./quote.ts";

/** A value that the crate's types cannot represent. */
export class Unfit extends Error {}

export class Fill {
  /** Messages about omitted values and placeholders. */
  readonly notes: string[] = [];
  private readonly types: Types;

  constructor(types: Types) {
    this.types = types;
  }

  /** Returns a template with a value in its hole. */
  slot(json: Json, slot: Slot, where: string): Code {
    if (typeof slot === "string") return within(slot, LITERALS[/\{(\w)\}/.exec(slot)?.[1] ?? ""]?.(json, where) ?? []);
    if ("any" in slot) return any(json, slot.any);
    if ("some" in slot) return json.kind === "null" ? slot.null : this.slot(json, slot.some, where);
    if ("of" in slot) return within(slot.in, [this.slot(json, slot.of, where)]);
    if ("list" in slot) {
      if (json.kind !== "array") return unfit(where, "is not a list");
      if (json.items.length === 0) return slot.none;
      return within(slot.in, json.items.map((it, index) => this.slot(it, slot.list, below(where, index))));
    }
    if ("map" in slot) {
      if (json.kind !== "object") return unfit(where, "is not an object");
      if (json.members.length === 0) return slot.none;
      return within(slot.in, json.members.map(([name, it]) => within(slot.entry, this.entry(name, it, slot, where))));
    }
    return "ref" in slot ? this.named(json, slot.ref, true, where) : this.named(json, slot.into, false, where);
  }

  private entry(name: string, json: Json, { key, map }: { key: string; map: Slot }, where: string): Code[] {
    return [within(key, [string(name)]), this.slot(json, map, below(where, name))];
  }

  /** Returns a value of a named type, or a value that converts into such a value. */
  private named(json: Json, key: string, isExact: boolean, where: string): Code {
    const shape = this.types[key]?.shape;
    if (!shape || "alias" in shape) return unfit(where, "has a type that is unknown to this page");
    if ("members" in shape) return this.struct(json, shape, where);
    if ("values" in shape) {
      const text = textOf(json, where);
      const name = shape.names?.[shape.values.indexOf(text)];
      const [template = "", other = ""] = shape.in ?? [];
      return name !== undefined ? within(template, [name]) : isExact ? within(template, [within(other, [string(text)])]) : string(text);
    }
    const variant = shape.variants[choose(json, shape, this.types, where)?.index ?? -1];
    if (variant?.of === undefined || variant.in === undefined) return unfit(where, "matches no variant of the union");
    const code = this.slot(json, variant.of, where);
    return isExact ? within(variant.in, [code]) : code;
  }

  private struct(json: Json, shape: Struct, where: string): Code {
    if (json.kind !== "object") return unfit(where, "is not an object");
    const given = new Map<string, Json>();
    const rest: [string, Json][] = [];
    for (const [wire, value] of json.members) {
      const member = shape.members.find((it) => it.wire === wire);
      if (member?.argument ?? member?.setter) given.set(wire, value);
      else if (!member && shape.rest) rest.push([wire, value]);
      else this.notes.push(`${below(where, wire)} is ${member ? "not sent" : "not declared"} and omitted here`);
    }
    const code = (it: Member, slot: Slot): Code => this.slot(given.get(it.wire) ?? this.missing(it, where), slot, below(where, it.wire));
    const base = within(shape.new ?? "", shape.members.flatMap((it) => (it.argument === undefined ? [] : [code(it, it.argument)])));
    const links = shape.members.flatMap((it) => (it.setter === undefined || !given.has(it.wire) ? [] : [code(it, it.setter)]));
    const built: Code = links.length === 0 ? base : { base, links };
    const more = shape.rest;
    if (rest.length === 0 || !more) return built;
    const [first, each, last] = more.in;
    return { statements: [within(first, [built]), ...rest.map(([wire, value]) => within(each, this.entry(wire, value, more, where))), last] };
  }

  private missing(member: Member, where: string): Json {
    this.notes.push(`${below(where, member.wire)} is required; this is a placeholder`);
    return parse(JSON.stringify(member.sample ?? null));
  }
}

/** Returns the literal of a value, by the letter of the hole. */
const LITERALS: Record<string, (json: Json, where: string) => Code[]> = {
  b: (json, where) => [json.kind === "bool" ? String(json.value) : unfit(where, "is not true or false")],
  i: (json, where) => [whole(json, where, "i64", BigInt.asIntN)],
  u: (json, where) => [whole(json, where, "u64", BigInt.asUintN)],
  f: (json, where) => [json.kind === "number" && Number.isFinite(Number(json.text)) ? float(json.text) : unfit(where, "is not a number")],
  s: (json, where) => [string(textOf(json, where))],
  t: (json, where) => [json.kind === "string" && isTime(json.value) ? string(json.value) : unfit(where, "is not a time")],
  d: (json, where) => (json.kind === "string" && isDate(json.value) ? json.value.split("-").map((it) => it.replace(/^0+(?=.)/, "")) : unfit(where, "is not a date")),
};

function whole(json: Json, where: string, type: string, cut: (bits: number, value: bigint) => bigint): string {
  if (json.kind !== "number" || !/^-?\d+$/.test(json.text)) return unfit(where, "is not an integer");
  const value = BigInt(json.text);
  return value === cut(64, value) ? int(json.text, type) : unfit(where, "is too large");
}

function any(json: Json, [none, plain, text]: [string, string, string]): Code {
  if (json.kind === "null") return none;
  if (json.kind === "bool") return within(plain, [String(json.value)]);
  return json.kind === "string" ? within(plain, [string(json.value)]) : within(text, [string(compact(json))]);
}

function textOf(json: Json, where: string): string {
  return json.kind === "string" ? json.value : unfit(where, "is not a string");
}

function unfit(where: string, why: string): never {
  throw new Unfit(`${where} ${why}`);
}
