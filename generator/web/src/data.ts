// What a page says of its operation: the contract with the pages, as types. Plain data.

export type TypeRef =
  | "bool"
  | "int"
  | "float"
  | "str"
  | "time"
  | "date"
  | "json"
  | { list: TypeRef }
  | { map: TypeRef }
  | { nullable: TypeRef }
  | { ref: string };

/** A keyword of JSON Schema and its value, as JSON. */
export type Bound = [keyword: string, json: string];

/**
 * Rust code with a hole for a value. The hole of a text says which literal goes into it: `{b}` a boolean, `{i}` and `{u}` an integer
 * with and without a sign, `{f}` a number, `{s}` a string, `{t}` a string that is a time, `{d}` year, month and day.
 */
export type Slot =
  | string
  /** Any JSON: the code of null, of a boolean or string, and of all else as text. */
  | { any: [none: string, plain: string, text: string] }
  | { null: string; some: Slot }
  /** Code around items, and the code of no items. */
  | { list: Slot; in: string; none: string }
  | { map: Slot; key: string; entry: string; in: string; none: string }
  /** The value of a named type. */
  | { ref: string }
  /** What converts into the value of a named type. */
  | { into: string }
  | { in: string; of: Slot };

export interface Member {
  wire: string;
  type: TypeRef;
  required?: true;
  nullable?: true;
  secret?: true;
  /** The one value that it may have. */
  only?: string;
  default?: string;
  bounds?: Bound[];
  /** How the constructor takes it, and what stands for it if it is missing. */
  argument?: Slot;
  sample?: unknown;
  /** The setter's call. */
  setter?: Slot;
}

export interface Variant {
  name: string;
  type: TypeRef;
  /** Code around the variant's own, and that. */
  in?: string;
  of?: Slot;
}

export interface Struct {
  members: Member[];
  additional?: TypeRef;
  /** The constructor of what is sent. */
  new?: string;
  /** How members become statements that the description does not name: the first, one for each, and the last. */
  rest?: { map: Slot; key: string; in: [first: string, each: string, last: string] };
}

export interface Enum {
  values: string[];
  /** The names of the values in code, the code around a name, and what stands in its place for any other value. */
  names?: string[];
  in?: [around: string, other: string];
}

export interface Union {
  variants: Variant[];
  discriminator?: { member: string; values: [string, string][] };
}

export type Shape = Struct | Enum | Union | { alias: TypeRef };

export interface TypeDef {
  name: string;
  doc?: string;
  shape: Shape;
}

export type Types = Record<string, TypeDef>;

export interface Parameter {
  wire: string;
  in: "path" | "segments" | "query" | "header";
  required?: true;
  type: TypeRef;
  list?: "joined";
  secret?: true;
  default?: string;
  bounds?: Bound[];
  /** How a call takes it: an argument, or the call of a setter. */
  code: Slot;
  /** The sample of one that is required. */
  sample?: string;
}

export interface Body {
  given: "always" | "or-empty" | "or-not";
  /** Whether the whole of it is a secret. */
  secret?: true;
  json?: TypeRef;
  /** Media types. */
  text?: string[];
  binary?: string;
  code: Slot;
  /** What stands for a body that is missing: JSON or text. */
  sample: string;
  /** All examples by name, if there are several. */
  examples?: [name: string, json: string][];
}

export interface Answer {
  status: number | "other";
  type?: TypeRef;
  text?: true;
  binary?: true;
  redirect?: true;
  error?: true;
  doc: string;
}

/** A media type that a response may be asked for in, besides the one that calls ask for. */
export interface Choice {
  mediaType: string;
  /** The links of a chain that ask for it, and whether one is a method for any operation. */
  code: string[];
  extension?: true;
  type?: TypeRef;
  /** Whether it is read as text. */
  text?: true;
}

export interface Pagination {
  number?: string;
  size?: string;
  /** The member of the envelope with the items; none if the body itself is the list. */
  items?: string;
}

/** The Rust code around each operation's call, link by link. The hole `{s}` is for a string. */
export interface Frame {
  /** What methods for any operation need in scope. */
  use: string;
  client: string[];
  /** The client that sends through a gateway. */
  gateway: string[];
  /** What stands before the call of a deprecated operation. */
  allow: string;
  call: string;
  /** The link that sends a caller's token. */
  caller: string;
  end: string;
  show: string;
}

export interface OperationData {
  id: string;
  method: string;
  path: string;
  server: string;
  /** The header that carries the API version, and the version. */
  version?: [name: string, version: string];
  /** The facts of the API that its description does not state: `github`, or `neutral`. */
  profile: string;
  /** The environment variable that snippets take the token from. */
  tokenVariable: string;
  accept: string;
  tag: string;
  /** The links of Rust code that call it. The hole `{}` is for arguments. */
  call: string[];
  deprecated?: true;
  parameters: Parameter[];
  body?: Body;
  answers: Answer[];
  choices?: Choice[];
  pagination?: Pagination;
  docsUrl?: string;
  /** The names of secret members, wherever the description leaves an object open. */
  secretNames?: string[];
  types: Types;
  /** Scripts that define the types that only answers reach, by schema. */
  typeFiles?: Record<string, string>;
}

/** What the form holds. A list's values are a list of texts, all else is one text; empty is absent. */
export interface Values {
  /** By `path.org`, `query.per_page`, `header.x`. */
  parameters: Record<string, string | string[]>;
  /** The body as it stands in the editor. */
  body: string;
  /** The media type that the response is asked for in; absent for the operation's own. */
  accept?: string;
}

/** Returns a parameter's key in the form. */
export function keyOf(parameter: Parameter): string {
  return `${parameter.in === "segments" ? "path" : parameter.in}.${parameter.wire}`;
}

/** Returns a parameter's texts: none if it is not given. */
export function textsOf(parameter: Parameter, values: Values): string[] {
  const value = values.parameters[keyOf(parameter)];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((it) => it !== "");
}

/** Returns whether a parameter may be empty: the end of a path that is read, as for the root of a repository's contents. */
export function mayBeEmpty(parameter: Parameter, { method, path }: OperationData): boolean {
  return parameter.in === "segments" && path.endsWith(`{${parameter.wire}}`) && (method === "GET" || method === "HEAD");
}

/**
 * Returns a parameter's texts: the empty one if the parameter may be empty and all others that are required are given.
 * Until then, the request cannot be sent, and snippets show a placeholder.
 */
export function givenTexts(parameter: Parameter, data: OperationData, values: Values): string[] {
  const texts = textsOf(parameter, values);
  if (texts.length > 0 || !mayBeEmpty(parameter, data)) return texts;
  const isGiven = (it: Parameter): boolean => it === parameter || !it.required || textsOf(it, values).length > 0;
  return data.parameters.every(isGiven) ? [""] : [];
}

/** Follows aliases and what may be null to what a value is made of. */
export function plain(type: TypeRef, types: Types): TypeRef {
  let here = type;
  for (let depth = 0; depth < 32; depth += 1) {
    if (typeof here === "string") return here;
    if ("nullable" in here) {
      here = here.nullable;
      continue;
    }
    if (!("ref" in here)) return here;
    const shape = types[here.ref]?.shape;
    if (!shape || !("alias" in shape)) return here;
    here = shape.alias;
  }
  return "json";
}

/** Returns the definition behind a type, if it is a named one. */
export function definition(type: TypeRef, types: Types): TypeDef | undefined {
  const here = plain(type, types);
  return typeof here === "object" && "ref" in here ? types[here.ref] : undefined;
}

export function isList(type: TypeRef, types: Types): boolean {
  const here = plain(type, types);
  return typeof here === "object" && "list" in here;
}
