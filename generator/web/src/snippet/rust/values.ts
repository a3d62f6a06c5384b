// Values of the form as Rust: each as its very type, or as something that becomes it. The shapes that
// they go into are those of `generator/src/emit/rust/types.rs`.

import { choose, isDate, isTime } from "../../check.ts";
import type { Member, Struct, TypeDef, TypeRef, Union } from "../../data.ts";
import { below, compact } from "../../json.ts";
import type { Json } from "../../json.ts";
import { around, call, list } from "./layout.ts";
import type { Code } from "./layout.ts";
import { ofMember } from "./sample.ts";
import type { Crate } from "./sample.ts";
import { float, ident, int, path, string, typeName } from "./words.ts";

/** A value that the crate's types cannot hold. */
export class Unfit extends Error {}

export class Values {
  /** What was left out, or stands for something that is missing. */
  readonly notes: string[] = [];
  private readonly at: Crate;

  constructor(at: Crate) {
    this.at = at;
  }

  /** Returns code of exactly this type. */
  exact(json: Json, type: TypeRef, where: string): Code {
    const { krate, types } = this.at;
    switch (type) {
      case "bool":
        return json.kind === "bool" ? String(json.value) : unfit(where, "is not true or false");
      case "int":
        return this.int(json, where);
      case "float":
        return json.kind === "number" && Number.isFinite(Number(json.text)) ? float(json.text) : unfit(where, "is no number");
      case "str":
        return `${this.text(json, where)}.to_owned()`;
      case "time":
        if (json.kind !== "string" || !isTime(json.value)) unfit(where, "is no time");
        return `${this.text(json, where)}.parse::<${typeName(type, krate, types)}>()?`;
      case "date":
        if (json.kind !== "string" || !isDate(json.value)) unfit(where, "is no date");
        return `${this.text(json, where)}.parse::<${typeName(type, krate, types)}>()?`;
      case "json":
        return this.free(json);
    }
    if ("nullable" in type) return json.kind === "null" ? "None" : call("Some", [this.exact(json, type.nullable, where)]);
    if ("list" in type) {
      const items = this.items(json, where);
      if (items.length === 0) return `Vec::<${typeName(type.list, krate, types)}>::new()`;
      return list("vec!", items.map((it, index) => this.exact(it, type.list, below(where, index))));
    }
    if ("map" in type) return this.map(json, type.map, where);
    const def = types[type.ref] ?? unfit(where, "has a type that this page does not know");
    const { shape } = def;
    if ("alias" in shape) return this.exact(json, shape.alias, where);
    if ("values" in shape) return this.one(json, def, shape.values, where);
    if ("variants" in shape) return this.union(json, def, shape, where);
    return this.struct(json, def, shape, where);
  }

  /** Returns code for `impl Into<type>`. */
  into(json: Json, type: TypeRef, where: string): Code {
    if (type === "str") return this.text(json, where);
    if (typeof type === "string" || !("ref" in type)) return this.exact(json, type, where);
    const shape = this.at.types[type.ref]?.shape;
    if (shape && "alias" in shape) return this.into(json, shape.alias, where);
    if (shape && "values" in shape && json.kind === "string" && !shape.values.some((it) => it.wire === json.value)) {
      return this.text(json, where);
    }
    if (shape && "variants" in shape) {
      const variant = this.variant(json, shape, where);
      return variant.type === "str" ? this.text(json, where) : this.exact(json, variant.type, where);
    }
    return this.exact(json, type, where);
  }

  /** Returns code for `impl IntoIterator<Item = impl Into<type>>`. */
  iterable(json: Json, type: TypeRef, where: string): Code {
    const items = this.items(json, where);
    if (items.length === 0) return `Vec::<${typeName(type, this.at.krate, this.at.types)}>::new()`;
    const codes = items.map((it, index) =>
      type === "str" ? this.into(it, type, below(where, index)) : this.exact(it, type, below(where, index)),
    );
    // A list has items of one type: where one needs it said, all do.
    const long = type === "int" && codes.some((it) => typeof it === "string" && it.endsWith("_i64"));
    return list("", long ? codes.map((it) => (typeof it === "string" && !it.endsWith("_i64") ? `${it}_i64` : it)) : codes);
  }

  /** Returns code for `impl Into<Nullable<type>>`. */
  private nullable(json: Json, member: Member, where: string): Code {
    if (json.kind === "null") return "None";
    if (member.boxed) return call("Box::new", [this.exact(json, member.type, where)]);
    return member.type === "str" ? this.text(json, where) : this.exact(json, member.type, where);
  }

  private struct(json: Json, def: TypeDef, shape: Struct, where: string): Code {
    if (json.kind !== "object") return unfit(where, "is no object");
    const name = path(this.at.krate, def.rust);
    const given = new Map<string, Json>();
    const rest: [string, Json][] = [];
    for (const [wire, value] of json.members) {
      if (shape.members.some((it) => it.wire === wire)) given.set(wire, value);
      else if (shape.additional) rest.push([wire, value]);
      else this.notes.push(`${below(where, wire)} is not in the description: it is left out here`);
    }
    const required = shape.members.filter((it) => it.required);
    const base =
      required.length === 0
        ? `${name}::default()`
        : call(`${name}::new`, required.map((it) => this.argument(given.get(it.wire), it, below(where, it.wire))));
    const links = shape.members
      .filter((it) => !it.required && given.has(it.wire))
      .map((it) => call(`.${ident(it.name)}`, [this.setter(given.get(it.wire) as Json, it, below(where, it.wire))]));
    const built: Code = links.length === 0 ? base : { base, links };
    if (rest.length === 0 || !shape.additional) return built;
    const inserted = rest.map(([wire, value]) =>
      call("value.additional.insert", [`${string(wire)}.to_owned()`, this.exact(value, shape.additional as TypeRef, below(where, wire))]),
    );
    return {
      statements: [
        statement(around("let mut value = ", built, "")),
        ...inserted.map(statement),
        "value",
      ],
    };
  }

  /** Returns what `new` takes for a member. */
  private argument(json: Json | undefined, member: Member, where: string): Code {
    if (!json) {
      this.notes.push(`${where} is required: what stands here is a placeholder`);
      return ofMember(member, this.at);
    }
    const { type } = member;
    if (typeof type === "object" && "list" in type && !member.field) return this.iterable(json, type.list, where);
    if (member.takesNull) return this.nullable(json, member, where);
    if (member.boxed) return json.kind === "null" ? "None" : call("Some", [call("Box::new", [this.exact(json, type, where)])]);
    return this.into(json, type, where);
  }

  /** Returns what a member's setter takes. */
  private setter(json: Json, member: Member, where: string): Code {
    const { type } = member;
    if (member.field === "three") return this.nullable(json, member, where);
    if (typeof type === "object" && "list" in type) return this.iterable(json, type.list, where);
    if (member.boxed) return call("Box::new", [this.exact(json, type, where)]);
    return this.into(json, type, where);
  }

  private one(json: Json, def: TypeDef, values: { wire: string; name: string }[], where: string): Code {
    if (json.kind !== "string") return unfit(where, "is no string");
    const name = path(this.at.krate, def.rust);
    const known = values.find((it) => it.wire === json.value);
    return known ? `${name}::${ident(known.name)}` : call(`${name}::from`, [this.text(json, where)]);
  }

  private union(json: Json, def: TypeDef, shape: Union, where: string): Code {
    const name = path(this.at.krate, def.rust);
    const variant = this.variant(json, shape, where);
    if (variant.type === "str") return call(`${name}::from`, [this.text(json, where)]);
    const value = this.exact(json, variant.type, where);
    const isNamed = typeof variant.type === "object" && "ref" in variant.type;
    return call(isNamed ? `${name}::from` : `${name}::${ident(variant.name)}`, [value]);
  }

  private variant(json: Json, shape: Union, where: string): { name: string; type: TypeRef } {
    const index = choose(json, shape, this.at.types, where)?.index;
    const variant = index === undefined ? undefined : shape.variants[index];
    return variant ?? unfit(where, "fits none of the shapes of the description");
  }

  private map(json: Json, type: TypeRef, where: string): Code {
    if (json.kind !== "object") return unfit(where, "is no object");
    if (json.members.length === 0) {
      return `std::collections::BTreeMap::<String, ${typeName(type, this.at.krate, this.at.types)}>::new()`;
    }
    const entries = json.members.map(([name, value]): Code => {
      return call("", [`${string(name)}.to_owned()`, this.exact(value, type, below(where, name))]);
    });
    return call("std::collections::BTreeMap::from", [list("", entries)]);
  }

  private free(json: Json): Code {
    const { krate } = this.at;
    switch (json.kind) {
      case "null":
        return `${krate}::serde_json::Value::Null`;
      case "bool":
        return `${krate}::serde_json::json!(${String(json.value)})`;
      case "string":
        return `${krate}::serde_json::json!(${string(json.value)})`;
      default:
        return around("", call(`${krate}::serde_json::from_str::<${krate}::serde_json::Value>`, [string(compact(json))]), "?");
    }
  }

  private items(json: Json, where: string): Json[] {
    return json.kind === "array" ? json.items : unfit(where, "is no list");
  }

  private int(json: Json, where: string): string {
    if (json.kind !== "number" || !/^-?\d+$/.test(json.text)) return unfit(where, "is no whole number");
    const value = BigInt(json.text);
    if (value !== BigInt.asIntN(64, value)) return unfit(where, "is too large");
    return int(json.text);
  }

  private text(json: Json, where: string): string {
    return json.kind === "string" ? string(json.value) : unfit(where, "is no string");
  }
}

function statement(code: Code): Code {
  return around("", code, ";");
}

function unfit(where: string, why: string): never {
  throw new Unfit(`${where} ${why}`);
}
