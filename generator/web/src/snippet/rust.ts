// The call in Rust, with the crate's types.

import { checkParameters } from "../check.ts";
import { givenTexts, keyOf, plain } from "../data.ts";
import type { Choice, OperationData, Parameter, TypeRef, Values as Form } from "../data.ts";
import { NotJson, parse } from "../json.ts";
import type { Json } from "../json.ts";
import { CALLER } from "./curl.ts";
import type { Way } from "./names.ts";
import { around, call, layout } from "./rust/layout.ts";
import type { Code } from "./rust/layout.ts";
import * as sample from "./rust/sample.ts";
import { Unfit, Values } from "./rust/values.ts";
import { ident, string } from "./rust/words.ts";

export function rust(data: OperationData, form: Form, way: Way = {}): string {
  const at = { krate: data.krate, types: data.types };
  const values = new Values(at);
  const notes: string[] = [];
  const invalid = checkParameters(data, form);

  const parameter = (it: Parameter): Code | undefined => {
    const texts = givenTexts(it, data, form);
    if (texts.length > 0) {
      const fits = attempt(() => argument(values, it, texts, data), notes, "a placeholder stands here");
      if (fits !== undefined && !breaks(it, texts, invalid)) return fits;
      notes.push(`${it.wire}: ${invalid.get(keyOf(it)) ?? "does not fit its type"}`);
    }
    return it.required ? sample.ofParameter(it, at) : undefined;
  };

  const positional: Code[] = [];
  const links: Code[] = [];
  for (const it of data.parameters) {
    const code = parameter(it);
    if (code === undefined) continue;
    if (it.required) positional.push(code);
    else links.push(call(`.${ident(it.name)}`, [code]));
  }
  const body = bodyOf(data, form, values, notes);
  if (body && data.body?.given === "always") positional.push(body.code);
  else if (body) links.push(call(`.${ident(body.name)}`, [body.code]));

  const token = way.caller && way.gateway !== undefined ? [call(".header", ['"x-tagsmith-token"', around("", call("std::env::var", [string(CALLER)]), "?")])] : [];
  const chain: Code = {
    base: "client",
    links: [`.${ident(data.module)}()`, call(`.${ident(data.call)}`, positional), ...links, ...token, ...asked(data, form), ".await?"],
  };
  const allow = data.deprecated ? "#[allow(deprecated)]\n" : "";
  const lines = [...notes, ...values.notes].map((it) => `// ${visible(it)}\n`);
  const isExtended = token.length > 0 || (form.accept && chosen(data, form)?.method === undefined);
  const extended = isExtended ? `use ${data.krate}::OperationExt as _;\n\n` : "";
  return `${extended}${lines.join("")}${layout(client(data, way), "", "let client = ", "?;")}
${allow}${layout(chain, "", "let answer = ", ";")}
println!("{answer:?}");`;
}

function client(data: OperationData, way: Way): Code {
  const type = `${data.krate}::Client`;
  if (way.gateway !== undefined) return { base: `${type}::builder()`, links: [call(".base_url", [string(way.gateway)]), ".build()"] };
  return data.fromEnv ? `${type}::from_env()` : { base: `${type}::builder()`, links: ['.token("TOKEN")', ".build()"] };
}

function chosen(data: OperationData, form: Form): Choice | undefined {
  return data.choices?.find((it) => it.mediaType === form.accept);
}

/** Returns the links that ask for another media type. */
function asked(data: OperationData, form: Form): Code[] {
  const choice = chosen(data, form);
  if (choice?.method !== undefined) return [`.${ident(choice.method)}()`];
  if (!form.accept) return [];
  return [call(".accept", [string(form.accept)]), choice?.text ? ".text()" : ".bytes()"];
}

/** Only what no call could send is left out: what the server may refuse is the reader's choice. */
function breaks(it: Parameter, texts: string[], invalid: Map<string, string>): boolean {
  if (!invalid.has(keyOf(it))) return false;
  if (it.in === "path") return texts.some((text) => text === "." || text === "..");
  return it.in === "segments" || it.in === "header";
}

function argument(values: Values, it: Parameter, texts: string[], data: OperationData): Code {
  if (typeof it.type === "object" && "list" in it.type) {
    const { list } = it.type;
    return values.iterable({ kind: "array", at: 0, items: texts.map((text) => json(text, list, data)) }, list, it.wire);
  }
  const type = plain(it.type, data.types);
  const value: Json =
    typeof type === "object" && "list" in type
      ? { kind: "array", at: 0, items: texts.map((text) => json(text, type.list, data)) }
      : json(texts[0] ?? "", it.type, data);
  return it.type === "str" || typeof it.type === "object" ? values.into(value, it.type, it.wire) : values.exact(value, it.type, it.wire);
}

/** Returns what a text of the form is, by its type. */
function json(text: string, type: TypeRef, data: OperationData): Json {
  const here = plain(type, data.types);
  const asString: Json = { kind: "string", at: 0, value: text };
  const asNumber: Json = { kind: "number", at: 0, text };
  if (here === "bool") return text === "true" || text === "false" ? { kind: "bool", at: 0, value: text === "true" } : asString;
  if (here === "int") return /^-?\d+$/.test(text) ? { kind: "number", at: 0, text: String(BigInt(text)) } : asString;
  if (here === "float") return Number.isFinite(Number(text)) ? { ...asNumber, text: String(Number(text)) } : asString;
  const shape = typeof here === "object" && "ref" in here ? data.types[here.ref]?.shape : undefined;
  if (!shape || !("variants" in shape)) return asString;
  const plains = shape.variants.map((it) => plain(it.type, data.types));
  if (plains.includes("int") && /^-?(0|[1-9]\d*)$/.test(text)) return asNumber;
  if (plains.includes("bool") && (text === "true" || text === "false")) return { kind: "bool", at: 0, value: text === "true" };
  if (plains.some((it) => it === "str" || (typeof it === "object" && "ref" in it))) return asString;
  return { kind: "array", at: 0, items: [asString] };
}

function bodyOf(data: OperationData, form: Form, values: Values, notes: string[]): { name: string; code: Code } | undefined {
  const { body } = data;
  if (!body) return undefined;
  const always = body.given === "always";
  if (body.binary) return form.body === "" ? { name: "body", code: '"Hello, world"' } : { name: "body", code: `std::fs::read(${string(form.body)})?` };
  if (body.text) {
    const name = body.text[0]?.name ?? "body";
    if (form.body !== "") return { name, code: string(form.body) };
    return always ? { name, code: '"Hello, world"' } : undefined;
  }
  const type = body.json;
  if (type === undefined) return undefined;
  if (form.body.trim() !== "") {
    const code = attempt(() => values.exact(parse(form.body), type, "$"), notes, "what stands here is a placeholder");
    if (code !== undefined) return { name: "body", code };
  }
  return always || form.body.trim() !== "" ? { name: "body", code: sample.ofType(type, { krate: data.krate, types: data.types }) } : undefined;
}

function attempt(make: () => Code, notes: string[], instead: string): Code | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unfit) notes.push(`${error.message}: ${instead}`);
    else if (error instanceof NotJson) notes.push(`the body is not JSON (${error.message}): ${instead}`);
    else throw error;
    return undefined;
  }
}

/** A comment ends with its line, and shows what it says. */
function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (it) => `\\u{${(it.codePointAt(0) ?? 0).toString(16)}}`);
}
