// What stands for missing values: token for token what the crate's documentation has
// (`generator/src/emit/rust/example.rs`), and a test holds them equal.

import type { Member, Parameter, TypeRef, Types } from "../../data.ts";
import { DEEPEST } from "../../placeholder.ts";
import { around, call, list } from "./layout.ts";
import type { Code } from "./layout.ts";
import { ident, path, string } from "./words.ts";

export interface Crate {
  krate: string;
  types: Types;
}

/** Returns what stands for a missing parameter. */
export function ofParameter(parameter: Parameter, at: Crate): Code {
  return parameter.type === "str" ? string(parameter.wire.toUpperCase()) : ofType(parameter.type, at);
}

/** Returns what stands for a missing value. */
export function ofType(type: TypeRef, at: Crate, depth = 0): Code {
  const { krate, types } = at;
  switch (type) {
    case "bool":
      return "true";
    case "int":
      return "1";
    case "float":
      return "1.0";
    case "str":
      return '"octocat"';
    case "time":
      return `${krate}::jiff::Timestamp::now()`;
    case "date":
      return call(`${krate}::jiff::civil::date`, ["2025", "10", "13"]);
    case "json":
      return `${krate}::serde_json::Value::Null`;
  }
  if ("list" in type) return list("", [ofType(type.list, at, depth)]);
  if ("map" in type) return "std::collections::BTreeMap::new()";
  if ("nullable" in type) return "None";
  const def = types[type.ref];
  if (!def) return "Default::default()";
  const name = path(krate, def.rust);
  const { shape } = def;
  if ("alias" in shape) return ofType(shape.alias, at, depth);
  if ("values" in shape) return shape.values[0] ? `${name}::${ident(shape.values[0].name)}` : `${name}::default()`;
  if ("variants" in shape) {
    const simple = shape.variants.find((it) => it.type === "str" || it.type === "int");
    return simple ? ofType(simple.type, at, depth) : `${name}::default()`;
  }
  const required = shape.members.filter((it) => it.required);
  if (required.length === 0 || !shape.inRequest || depth >= DEEPEST) return `${name}::default()`;
  return call(
    `${name}::new`,
    required.map((it) => ofMember(it, at, depth + 1)),
  );
}

/** Returns what `new` of a struct takes for a missing member. */
export function ofMember(member: Member, at: Crate, depth = DEEPEST): Code {
  const value = ofType(member.type, at, depth);
  const { type } = member;
  if (!member.takesNull || typeof type === "string") return value;
  if ("list" in type || "map" in type) return "None";
  const shape = "ref" in type ? at.types[type.ref]?.shape : undefined;
  if (!shape || !("variants" in shape)) return value;
  return call("Some", [around("", value, ".into()")]);
}
