// Expands types in place. Without the script, they are links to their own pages.

import { definition } from "./data.ts";
import type { Member, OperationData, Shape, TypeRef, Types } from "./data.ts";
import { make } from "./dom.ts";
import { title, typesOf } from "./names.ts";

const WORDS = { bool: "boolean", int: "integer", float: "number", str: "string", time: "date and time", date: "date", json: "anything" };
const LIMITS: Record<string, string> = { minimum: "at least", maximum: "at most", pattern: "matches" };
/** The formats that the type already states. */
const BESIDES = /^"(date-time|date|int64|int32)"$/;

/** Makes the types expandable that links name. */
export function unfold(data: OperationData): void {
  for (const link of document.querySelectorAll<HTMLElement>(".schema > li > .row > .type[data-type]")) {
    const item = link.closest("li");
    if (!item || item.querySelector(":scope > :is(details, .values)")) continue;
    const rows = new Rows(data, item.closest("#body") !== null);
    item.append(rows.fold({ ref: link.dataset["type"] ?? "" }, link.textContent ?? ""));
  }
}

class Rows {
  private readonly data: OperationData;
  private readonly isSent: boolean;
  private types: Types = {};

  constructor(data: OperationData, isSent: boolean) {
    this.data = data;
    this.isSent = isSent;
  }

  fold(type: TypeRef, name: string): HTMLElement {
    const place = make("details", {}, make("summary", {}, `properties of ${name}`));
    place.addEventListener("toggle", () => void this.open(type, place), { once: true });
    return place;
  }

  private async open(type: TypeRef, place: HTMLElement): Promise<void> {
    const waiting = make("p", { role: "status" }, "Loading …");
    place.append(waiting);
    // The type itself, and the types that its rows name.
    let keys = names(type);
    for (let left = 3; left > 0 && keys.length > 0; left -= 1) {
      this.types = await typesOf(this.data, keys);
      keys = left > 1 ? keys.flatMap((it) => kinds(this.types[it]?.shape)).flatMap(names) : [];
    }
    waiting.replaceWith(...this.within(type));
  }

  private within(type: TypeRef): HTMLElement[] {
    const shape = definition(inner(type), this.types)?.shape;
    if (!shape) return [make("p", {}, "The type is described on its own page.")];
    if ("alias" in shape) return this.within(shape.alias);
    if ("values" in shape) return [values(shape.values)];
    if ("variants" in shape) {
      const rows = shape.variants.map((it) => this.row([make("span", { class: "variant" }, it.name)], it.type));
      return [make("p", { class: "row" }, "One of these:"), make("ul", { class: "schema" }, ...rows)];
    }
    const rows = shape.members.map((it) => this.row([make("code", { class: "name" }, it.wire)], it.type, it));
    if (shape.additional) rows.push(this.row([make("em", {}, "any other property")], shape.additional));
    return [make("ul", { class: "schema" }, ...rows)];
  }

  private row(name: Node[], type: TypeRef, member?: Member): HTMLElement {
    const parts: (Node | string)[] = [...name, " ", ...this.label(type)];
    if (member?.nullable) parts.push(make("span", { class: "kind" }, " or null"));
    if (member && this.isSent === (member.required === true)) {
      parts.push(" ", make("span", { class: this.isSent ? "must" : "limit" }, this.isSent ? "required" : "optional"));
    }
    if (member?.only !== undefined) parts.push(" always ", make("code", {}, member.only));
    for (const [keyword, value] of member?.bounds ?? []) {
      if (keyword === "format" && BESIDES.test(value)) continue;
      parts.push(" ", make("span", { class: "limit" }, `${LIMITS[keyword] ?? keyword} `, make("code", {}, value.replace(/^"|"$/g, ""))));
    }
    const shape = definition(inner(type), this.types)?.shape;
    const below = !shape ? [] : "values" in shape ? [values(shape.values)] : [this.fold(type, title(inner(type), this.types) || "it")];
    return make("li", {}, make("p", { class: "row" }, ...parts), ...below);
  }

  private label(type: TypeRef): Node[] {
    const kind = (text: string): Node => make("span", { class: "kind" }, text);
    if (typeof type === "string") return [kind(WORDS[type])];
    if ("list" in type) return [kind("list of "), ...this.label(type.list)];
    if ("map" in type) return [kind("map of "), ...this.label(type.map)];
    if ("nullable" in type) return [...this.label(type.nullable), kind(" or null")];
    const named = this.types[type.ref];
    if (type.ref.startsWith("./")) {
      const shape = named?.shape;
      if (!shape || "members" in shape) return [kind("object")];
      if ("alias" in shape) return this.label(shape.alias);
      return [kind("values" in shape ? "string" : `one of ${shape.variants.length} variants`)];
    }
    const [file = ""] = type.ref.split("/");
    const page = `${document.documentElement.dataset["root"] ?? ""}types/${file}/index.html`;
    const link = make("a", { class: "type", href: page }, named?.name ?? file);
    const behind = named && "alias" in named.shape && names(named.shape.alias).length === 0 ? named.shape.alias : undefined;
    return behind ? [link, kind(" ("), ...this.label(behind), kind(")")] : [link];
  }
}

/** Returns the types that a definition contains. */
function kinds(shape: Shape | undefined): TypeRef[] {
  if (!shape || "values" in shape) return [];
  if ("alias" in shape) return [shape.alias];
  return "variants" in shape ? shape.variants.map((it) => it.type) : [...shape.members.map((it) => it.type), ...(shape.additional ? [shape.additional] : [])];
}

/** Returns the named type inside a type, if there is one. */
function names(type: TypeRef): string[] {
  const here = inner(type);
  return typeof here === "object" && "ref" in here ? [here.ref] : [];
}

/** Returns the type inside lists, maps and nullable types. */
function inner(type: TypeRef): TypeRef {
  if (typeof type === "string" || "ref" in type) return type;
  return inner("list" in type ? type.list : "map" in type ? type.map : type.nullable);
}

function values(all: string[]): HTMLElement {
  return make("p", { class: "values" }, "One of ", ...all.flatMap((it) => [make("code", {}, it), " "]));
}
