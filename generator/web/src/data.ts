// The types of an operation's data, which pages contain as JSON.

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
 * A Rust code template with a hole for a value. The hole defines the literal: `{b}` boolean, `{i}` and `{u}` signed and
 * unsigned integer, `{f}` number, `{s}` string, `{t}` string with a time. `{d}` is the year, the month and the day.
 */
export type Slot =
  | string
  /** Any JSON value: the code of null, of a boolean or string, and of other values as text. */
  | { any: [none: string, plain: string, text: string] }
  | { null: string; some: Slot }
  /** A list: the code around its items, and the code of an empty list. */
  | { list: Slot; in: string; none: string }
  | { map: Slot; key: string; entry: string; in: string; none: string }
  /** A value of a named type. */
  | { ref: string }
  /** A value that converts into a named type. */
  | { into: string }
  | { in: string; of: Slot };

export interface Member {
  wire: string;
  type: TypeRef;
  required?: true;
  nullable?: true;
  secret?: true;
  /** The only allowed value. */
  only?: string;
  default?: string;
  bounds?: Bound[];
  /** The template of the constructor's argument, and the placeholder of a missing value. */
  argument?: Slot;
  sample?: unknown;
  /** The setter call. */
  setter?: Slot;
}

export interface Variant {
  name: string;
  type: TypeRef;
  /** The code around the value of the variant, and the template of the value. */
  in?: string;
  of?: Slot;
}

export interface Struct {
  members: Member[];
  additional?: TypeRef;
  /** The constructor, for types in requests. */
  new?: string;
  /** The statements that add additional properties: the first one, one per property, and the last one. */
  rest?: { map: Slot; key: string; in: [first: string, each: string, last: string] };
}

export interface Enum {
  values: string[];
  /** The names of the values in code, the code around a name, and the code that replaces an undeclared name. */
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
  /** The template of the parameter's value: an argument, or a setter call. */
  code: Slot;
  /** The sample of a required parameter. */
  sample?: string;
}

export interface Body {
  given: "always" | "or-empty" | "or-not";
  /** Whether the whole body is secret. */
  secret?: true;
  json?: TypeRef;
  /** Media types. */
  text?: string[];
  binary?: string;
  code: Slot;
  /** The placeholder of a missing body, which is JSON or text. */
  sample: string;
  /** All examples by name, if there is more than one. */
  examples?: [name: string, json: string][];
}

export interface Response {
  status: number | "other";
  type?: TypeRef;
  text?: true;
  binary?: true;
  redirect?: true;
  error?: true;
  doc: string;
}

/** An alternative media type of a response. */
export interface Choice {
  mediaType: string;
  /** The method calls that request the media type, and whether one of these calls is the general method. */
  code: string[];
  extension?: true;
  type?: TypeRef;
  /** Whether the body is read as text. */
  text?: true;
}

export interface Pagination {
  number?: string;
  size?: string;
  /** The property with the items; absent if the body itself is the list. */
  items?: string;
}

/** The Rust code around the call of every operation, as method calls. The hole `{s}` is for a string. */
export interface Frame {
  /** The import that extension methods require. */
  use: string;
  client: string[];
  /** The code that creates a client for a gateway. */
  gateway: string[];
  /** The attribute before the call of a deprecated operation. */
  allow: string;
  call: string;
  /** The method call that sends the caller token. */
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
  /** The environment variable from which snippets read the token. */
  tokenVariable: string;
  accept: string;
  tag: string;
  /** The method calls that call the operation. The hole `{}` is for arguments. */
  call: string[];
  deprecated?: true;
  parameters: Parameter[];
  body?: Body;
  responses: Response[];
  choices?: Choice[];
  pagination?: Pagination;
  docsUrl?: string;
  /** The names of secret properties in objects that allow additional properties. */
  secretNames?: string[];
  types: Types;
  /** Scripts that define the types that only responses use, by schema. */
  typeFiles?: Record<string, string>;
}

/**
 * The content of the form. A list is an array of texts, and any other value is one text. An empty text means absent.
 */
export interface Values {
  /** The parameters by key, such as `path.org`, `query.per_page` or `header.x`. */
  parameters: Record<string, string | string[]>;
  /** The text of the body in the editor. */
  body: string;
  /** The selected media type of the response; absent for the default. */
  accept?: string;
}

/** Returns the key of a parameter in the form. */
export function keyOf(parameter: Parameter): string {
  return `${parameter.in === "segments" ? "path" : parameter.in}.${parameter.wire}`;
}

/** Returns the texts of a parameter; an empty list if the parameter is absent. */
export function textsOf(parameter: Parameter, values: Values): string[] {
  const value = values.parameters[keyOf(parameter)];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((it) => it !== "");
}

/**
 * Returns whether a parameter may be empty. This applies to the last parameter of a path in a `GET`, such as the root
 * of a repository's contents.
 */
export function mayBeEmpty(parameter: Parameter, { method, path }: OperationData): boolean {
  return parameter.in === "segments" && path.endsWith(`{${parameter.wire}}`) && (method === "GET" || method === "HEAD");
}

/**
 * Returns the texts of a parameter, which are the empty text if the parameter may be empty and all required parameters
 * are present. While a required parameter is missing, the request cannot be sent, and snippets contain a placeholder.
 */
export function givenTexts(parameter: Parameter, data: OperationData, values: Values): string[] {
  const texts = textsOf(parameter, values);
  if (texts.length > 0 || !mayBeEmpty(parameter, data)) return texts;
  const isGiven = (it: Parameter): boolean => it === parameter || !it.required || textsOf(it, values).length > 0;
  return data.parameters.every(isGiven) ? [""] : [];
}

/** Resolves aliases and nullable types. */
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

/** Returns the definition of a named type. */
export function definition(type: TypeRef, types: Types): TypeDef | undefined {
  const here = plain(type, types);
  return typeof here === "object" && "ref" in here ? types[here.ref] : undefined;
}

export function isList(type: TypeRef, types: Types): boolean {
  const here = plain(type, types);
  return typeof here === "object" && "list" in here;
}
