// Shows JSON as a collapsible tree. Collapsed parts are built on demand, and long parts only partially, so that a
// response of many megabytes opens at once.

import type { TypeRef, Types } from "./data.ts";
import { button, make } from "./dom.ts";
import { named, quoted } from "./invisible.ts";
import { parse } from "./json.ts";
import type { Json } from "./json.ts";
import { title, within } from "./names.ts";

/** The number of properties or items that are shown at once. */
const STEP = 100;
/** The number of characters of a long text that are shown at first. */
const LONG = 300;
/** The maximum number of rows that are initially expanded. */
const OPEN = 60;

/** A number whose digits JavaScript would change, with its original digits. */
class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A number that JavaScript may write differently: it has many digits, a fraction, an exponent, or a signed zero. */
const DELICATE = /(?:^|[[:,\s-])(?:\d{16}|\d+[.eE])|-0/;

/** Parses JSON with the fastest method that keeps the digits of its numbers. Throws for invalid JSON. */
export function readJson(text: string): unknown {
  if (!DELICATE.test(text)) return JSON.parse(text) as unknown;
  return simple(parse(text));
}

function simple(json: Json): unknown {
  switch (json.kind) {
    case "null":
      return null;
    case "bool":
    case "string":
      return json.value;
    case "number":
      return String(Number(json.text)) === json.text ? Number(json.text) : new Digits(json.text);
    case "array":
      return json.items.map(simple);
    case "object": {
      const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
      for (const [name, it] of json.members) object[name] = simple(it);
      return object;
    }
  }
}

export class Tree {
  private readonly types: Types;
  private left = OPEN;

  constructor(types: Types) {
    this.types = types;
  }

  /** Builds the tree of a value. */
  show(value: unknown, type: TypeRef | undefined): HTMLElement {
    return make("div", { class: "tree" }, this.node(undefined, value, type, 0));
  }

  private node(name: string | number | undefined, value: unknown, type: TypeRef | "unknown" | undefined, depth: number): HTMLElement {
    const row = make(depth === 0 ? "div" : "li");
    if (name !== undefined) row.append(make("span", { class: typeof name === "string" ? "key" : "index" }, typeof name === "string" ? named(name) : String(name)), ": ");
    const known = type === "unknown" ? undefined : type;
    const label = title(known, this.types);
    const marks: Node[] = [];
    if (label) marks.push(make("span", { class: "type-name" }, label));
    if (type === "unknown") marks.push(make("span", { class: "not-described" }, "undeclared"));
    if (isBranch(value)) this.branch(row, name, value, known, depth, marks);
    else row.append(leaf(value), ...marks.flatMap((it) => [" ", it]));
    return row;
  }

  private branch(row: HTMLElement, name: string | number | undefined, value: object, type: TypeRef | undefined, depth: number, marks: Node[]): void {
    const keys: readonly string[] | undefined = Array.isArray(value) ? undefined : Object.keys(value);
    const count = keys ? keys.length : (value as unknown[]).length;
    const displayed = keys ? `{ ${count} ${count === 1 ? "property" : "properties"} }` : `[ ${count} ${count === 1 ? "item" : "items"} ]`;
    if (count === 0) {
      row.append(make("span", { class: "punctuation" }, keys ? "{}" : "[]"), ...marks.flatMap((it) => [" ", it]));
      return;
    }
    let list: HTMLElement | undefined;
    const toggle = button(displayed, () => set(!list || list.hidden === true), { class: "fold", "aria-expanded": "false" });
    if (name !== undefined) toggle.setAttribute("aria-label", `${named(String(name))} ${displayed}`);
    row.append(toggle, ...marks.flatMap((it) => [" ", it]));
    const set = (open: boolean): void => {
      if (open && !list) {
        list = make("ul");
        this.fill(list, value, keys, type, depth, 0);
        row.append(list);
      }
      if (list) list.hidden = !open;
      toggle.setAttribute("aria-expanded", String(open));
    };
    if (this.left >= Math.min(count, STEP) && depth < 4) {
      this.left -= Math.min(count, STEP);
      set(true);
    } else if (depth === 0) set(true);
  }

  private fill(list: HTMLElement, value: object, keys: readonly string[] | undefined, type: TypeRef | undefined, depth: number, from: number): void {
    const count = keys ? keys.length : (value as unknown[]).length;
    const end = Math.min(from + STEP, count);
    for (let at = from; at < end; at += 1) {
      const step = keys ? (keys[at] ?? "") : at;
      const child = (value as Record<string | number, unknown>)[step];
      list.append(this.node(step, child, within(type, step, value, this.types), depth + 1));
    }
    if (end >= count) return;
    const more = make("li");
    const press = (): void => {
      more.remove();
      this.fill(list, value, keys, type, depth, end);
      list.querySelectorAll<HTMLElement>(":scope > li")[end]?.querySelector<HTMLElement>("button")?.focus();
    };
    more.append(button(`Show ${Math.min(STEP, count - end)} of the remaining ${count - end}`, press, { class: "more" }));
    list.append(more);
  }
}

function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Digits);
}

function leaf(value: unknown): HTMLElement {
  if (typeof value !== "string") {
    const kind = value === null ? "null" : typeof value === "boolean" ? "bool" : "number";
    return make("span", { class: kind }, value instanceof Digits ? value.text : String(value));
  }
  const span = make("span", { class: "string" }, quoted(value.length > LONG ? value.slice(0, LONG) : value));
  if (value.length <= LONG) return span;
  const rest = button(`… all ${value.length} characters`, () => {
    span.textContent = quoted(value);
  }, { class: "more" });
  return make("span", {}, span, " ", rest);
}
