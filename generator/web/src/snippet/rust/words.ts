// Words of Rust: identifiers, literals, the names of types.

import type { TypeRef, Types } from "../../data.ts";

const KEYWORDS = new Set(
  "abstract as async await become box break const continue do dyn else enum extern false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return static struct trait true try type typeof unsafe unsized use virtual where while yield".split(
    " ",
  ),
);

/** Returns an identifier, raw where it has to be. */
export function ident(name: string): string {
  return KEYWORDS.has(name) ? `r#${name}` : name;
}

/** Returns a string literal. What cannot be seen, or changes how text reads, is escaped. */
export function string(text: string): string {
  const escaped = text.replace(/["\\]|[\p{C}\p{Z}]/gu, (it) => {
    switch (it) {
      case " ":
        return it;
      case '"':
        return '\\"';
      case "\\":
        return "\\\\";
      case "\n":
        return "\\n";
      case "\r":
        return "\\r";
      case "\t":
        return "\\t";
      default:
        return /\p{Surrogate}/u.test(it) ? "\\u{fffd}" : `\\u{${(it.codePointAt(0) ?? 0xfffd).toString(16)}}`;
    }
  });
  return `"${escaped}"`;
}

/** Returns an integer; with its type where the language would take another one. */
export function int(text: string): string {
  const value = BigInt(text);
  const grouped = value.toString().replace(/\B(?=(\d{3})+$)/g, value > 99_999n || value < -99_999n ? "_" : "");
  return value > 2_147_483_647n || value < -2_147_483_648n ? `${grouped}_i64` : grouped;
}

export function float(text: string): string {
  return /[.eE]/.test(text) ? text : `${text}.0`;
}

/** Returns the path of a named type below its crate, each step raw where it has to be. */
export function path(krate: string, rust: string): string {
  const steps = rust.split("::").map((it) => (it.startsWith("r#") ? it : ident(it)));
  return [krate, ...steps].join("::");
}

/** Returns a type as it is written. */
export function typeName(type: TypeRef, krate: string, types: Types): string {
  switch (type) {
    case "bool":
      return "bool";
    case "int":
      return "i64";
    case "float":
      return "f64";
    case "str":
      return "String";
    case "time":
      return `${krate}::jiff::Timestamp`;
    case "date":
      return `${krate}::jiff::civil::Date`;
    case "json":
      return `${krate}::serde_json::Value`;
  }
  if ("list" in type) return `Vec<${typeName(type.list, krate, types)}>`;
  if ("map" in type) return `std::collections::BTreeMap<String, ${typeName(type.map, krate, types)}>`;
  if ("nullable" in type) return `Option<${typeName(type.nullable, krate, types)}>`;
  const def = types[type.ref];
  return def ? path(krate, def.rust) : `${krate}::serde_json::Value`;
}
