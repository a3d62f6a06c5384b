// Generates the call in Rust from the page's code templates and the values of the form.

import { checkParameters } from "../check.ts";
import { givenTexts, keyOf, plain } from "../data.ts";
import type { Frame, OperationData, Parameter, TypeRef, Values as Form } from "../data.ts";
import { NotJson, parse } from "../json.ts";
import type { Json } from "../json.ts";
import { CALLER } from "./curl.ts";
import { Fill, Unfit } from "./fill.ts";
import { layout, within } from "./layout.ts";
import type { Code } from "./layout.ts";
import type { Way } from "./names.ts";
import { string } from "./quote.ts";

/** The initial data of the script that writes code. */
const program = globalThis as { tagsmith?: { frame?: Frame } };

export function rust(data: OperationData, form: Form, way: Way = {}): string {
  const code = program.tagsmith?.frame;
  if (!code) return "";
  const fill = new Fill(data.types);
  const notes: string[] = [];
  const invalid = checkParameters(data, form);

  const parameter = (it: Parameter): Code | undefined => {
    const texts = givenTexts(it, data, form);
    if (texts.length > 0) {
      const fits = attempt(() => fill.slot(valueOf(it, texts, data), it.code, it.wire), notes, "replaced by a placeholder");
      if (fits !== undefined && !breaks(it, texts, invalid)) return fits;
      notes.push(`${it.wire}: ${invalid.get(keyOf(it)) ?? "does not fit its type"}`);
    }
    return it.sample === undefined ? undefined : fill.slot(valueOf(it, [it.sample], data), it.code, it.wire);
  };

  const positional: Code[] = [];
  const links: Code[] = [];
  for (const it of data.parameters) {
    const filled = parameter(it);
    if (filled !== undefined) (it.required ? positional : links).push(filled);
  }
  const body = bodyOf(data, form, fill, notes);
  if (body !== undefined) (data.body?.given === "always" ? positional : links).push(body);
  const choice = data.choices?.find((it) => it.mediaType === form.accept);
  links.push(...(choice?.code ?? []));
  const hasCaller = way.caller && way.gateway !== undefined;
  if (hasCaller) links.push(within(code.caller, [string(CALLER)]));

  const client = way.gateway === undefined ? code.client : code.gateway;
  const lines = [...notes, ...fill.notes].map((it) => `// ${visible(it)}\n`);
  return [
    hasCaller || choice?.extension ? `${code.use}\n\n` : "",
    ...lines,
    `${layout(chain(client, [string(way.gateway ?? "")]))}\n`,
    data.deprecated ? `${code.allow}\n` : "",
    `${layout(chain([code.call, ...data.call], positional, [...links, code.end]))}\n`,
    code.show,
  ].join("");
}

/** Returns a chain of templates, of which one may have a hole. */
function chain([base = "", ...links]: string[], parts: Code[], more: Code[] = []): Code {
  const filled = links.map((it) => (it.includes("{") ? within(it, parts) : it));
  return links.length + more.length === 0 ? base : { base, links: [...filled, ...more] };
}

/** Omits only values that no request can contain. The reader decides on values that the server may refuse. */
function breaks(it: Parameter, texts: string[], invalid: Map<string, string>): boolean {
  if (!invalid.has(keyOf(it))) return false;
  if (it.in === "path") return texts.some((text) => text === "." || text === "..");
  return it.in === "segments" || it.in === "header";
}

function valueOf(it: Parameter, texts: string[], data: OperationData): Json {
  const type = plain(it.type, data.types);
  if (typeof type !== "object" || !("list" in type)) return json(texts[0] ?? "", it.type, data);
  return { kind: "array", at: 0, items: texts.map((text) => json(text, type.list, data)) };
}

/** Returns the JSON value of a text in the form, by its type. */
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

function bodyOf(data: OperationData, form: Form, fill: Fill, notes: string[]): Code | undefined {
  const { body } = data;
  if (!body) return undefined;
  const isGiven = body.json === undefined ? form.body !== "" : form.body.trim() !== "";
  if (!isGiven && body.given !== "always") return undefined;
  // An example cannot read a file, so it contains a placeholder.
  if (!isGiven && body.binary !== undefined) return string(body.sample);
  const value = (text: string): Json => (body.json === undefined ? { kind: "string", at: 0, value: text } : parse(text));
  const given = isGiven ? attempt(() => fill.slot(value(form.body), body.code, "$"), notes, "replaced by a placeholder") : undefined;
  return given ?? fill.slot(value(body.sample), body.code, "$");
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

/** A comment ends with its line, so line breaks and invisible characters are escaped. */
function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (it) => `\\u{${(it.codePointAt(0) ?? 0).toString(16)}}`);
}
