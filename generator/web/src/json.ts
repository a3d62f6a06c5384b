// A JSON parser that keeps the digits of numbers, the order of properties, duplicate properties, and positions.
// JavaScript's own parser loses these.

export type Json =
  | { kind: "null"; at: number }
  | { kind: "bool"; at: number; value: boolean }
  | { kind: "number"; at: number; text: string }
  | { kind: "string"; at: number; value: string }
  | { kind: "array"; at: number; items: Json[] }
  | { kind: "object"; at: number; members: [name: string, value: Json, at: number][] };

/** A syntax error with its position. */
export class NotJson extends Error {
  readonly at: number;
  readonly why: string;

  constructor(at: number, why: string, text: string) {
    const before = text.slice(0, at).split("\n");
    super(`line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${why}`);
    this.at = at;
    this.why = why;
  }
}

const DEEPEST = 200;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;

/** Parses JSON. Throws `NotJson` for an invalid text. */
export function parse(text: string): Json {
  let at = 0;

  const fail = (why: string): never => {
    throw new NotJson(at, why, text);
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const display = (): string => (at < text.length ? `not \`${[...text.slice(at, at + 2)][0]}\`` : "but the text ends");

  const string = (): string => {
    const found = take(STRING);
    if (found === undefined) return fail("the string is not terminated, or contains an unescaped line break or control character");
    return JSON.parse(found) as string;
  };

  const value = (depth: number): Json => {
    take(SPACE);
    if (depth > DEEPEST) return fail("the nesting is too deep");
    const start = at;
    const next = text[at];
    if (next === '"') return { kind: "string", at: start, value: string() };
    if (next === "{") return object(depth);
    if (next === "[") return array(depth);
    for (const [word, result] of [
      ["null", { kind: "null", at: start }],
      ["true", { kind: "bool", at: start, value: true }],
      ["false", { kind: "bool", at: start, value: false }],
    ] as [string, Json][]) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return result;
      }
    }
    const number = take(NUMBER);
    if (number) return { kind: "number", at: start, text: number };
    return fail(`expected a value, ${display()}`);
  };

  const array = (depth: number): Json => {
    const start = at;
    const items: Json[] = [];
    at += 1;
    take(SPACE);
    if (text[at] === "]") {
      at += 1;
      return { kind: "array", at: start, items };
    }
    for (;;) {
      items.push(value(depth + 1));
      take(SPACE);
      const next = text[at];
      if (next !== "," && next !== "]") return fail(`expected \`,\` or \`]\`, ${display()}`);
      at += 1;
      if (next === "]") return { kind: "array", at: start, items };
    }
  };

  const object = (depth: number): Json => {
    const start = at;
    const members: [string, Json, number][] = [];
    at += 1;
    take(SPACE);
    if (text[at] === "}") {
      at += 1;
      return { kind: "object", at: start, members };
    }
    for (;;) {
      take(SPACE);
      const here = at;
      if (text[at] !== '"') return fail(`expected a quoted property name, ${display()}`);
      const name = string();
      take(SPACE);
      if (text[at] !== ":") return fail(`expected \`:\`, ${display()}`);
      at += 1;
      members.push([name, value(depth + 1), here]);
      take(SPACE);
      const next = text[at];
      if (next !== "," && next !== "}") return fail(`expected \`,\` or \`}\`, ${display()}`);
      at += 1;
      if (next === "}") return { kind: "object", at: start, members };
    }
  };

  const result = value(0);
  take(SPACE);
  if (at < text.length) fail(`expected the end, ${display()}`);
  return result;
}

/** Writes JSON without spaces. Numbers stay unchanged. */
export function compact(json: Json): string {
  switch (json.kind) {
    case "null":
      return "null";
    case "bool":
      return String(json.value);
    case "number":
      return json.text;
    case "string":
      return JSON.stringify(json.value);
    case "array":
      return `[${json.items.map(compact).join(",")}]`;
    case "object":
      return `{${json.members.map(([name, it]) => `${JSON.stringify(name)}:${compact(it)}`).join(",")}}`;
  }
}

/** Writes JSON on several lines. Numbers stay unchanged. */
export function spaced(json: Json, indent = ""): string {
  const deeper = `${indent}  `;
  const lines = (open: string, parts: string[], close: string): string => (parts.length === 0 ? open + close : `${open}\n${parts.map((it) => deeper + it).join(",\n")}\n${indent}${close}`);
  if (json.kind === "array") return lines("[", json.items.map((it) => spaced(it, deeper)), "]");
  if (json.kind !== "object") return compact(json);
  return lines("{", json.members.map(([name, it]) => `${JSON.stringify(name)}: ${spaced(it, deeper)}`), "}");
}

/** Appends a step to a path such as `$.files["a.md"][0]`. */
export function below(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  return /^[A-Za-z_][\w-]*$/.test(step) ? `${path}.${step}` : `${path}[${JSON.stringify(step)}]`;
}
