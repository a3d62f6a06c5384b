// A type that a page has no rows for is a link to its own page; with the program, it unfolds in place too.

import { definition } from "./data.ts";
import type { Member, OperationData, TypeRef, Types } from "./data.ts";
import { make } from "./dom.ts";
import { typesOf } from "./names.ts";

const WORDS = { bool: "boolean", int: "integer", float: "number", str: "string", time: "date and time", date: "date", json: "anything" };

/** Gives each of these types what unfolds. */
export function unfold(data: OperationData): void {
  for (const link of document.querySelectorAll<HTMLElement>(".schema > li > .row > .type")) {
    const item = link.closest("li");
    if (!item || item.querySelector(":scope > :is(details, .values)")) continue;
    item.append(new Rows(data, item.closest("#body") !== null).fold({ ref: link.dataset["type"] ?? "" }));
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

  fold(type: TypeRef): HTMLElement {
    const place = make("details", {}, make("summary", {}, "more"));
    place.addEventListener("toggle", () => void this.open(type, place), { once: true });
    return place;
  }

  private async open(type: TypeRef, place: HTMLElement): Promise<void> {
    this.types = await typesOf(this.data);
    place.append(...this.within(type));
  }

  private within(type: TypeRef): HTMLElement[] {
    const shape = definition(inner(type), this.types)?.shape;
    if (!shape) return [make("p", {}, "It stands on its own page.")];
    if ("alias" in shape) return this.within(shape.alias);
    if ("values" in shape) return [values(shape.values)];
    if ("variants" in shape) {
      const rows = shape.variants.map((it) => this.row([make("span", { class: "variant" }, it.name)], it.type));
      return [make("p", { class: "row" }, "One of these:"), make("ul", { class: "schema" }, ...rows)];
    }
    const rows = shape.members.map((it) => this.row([make("code", { class: "name" }, it.wire)], it.type, it));
    if (shape.additional) rows.push(this.row([make("em", {}, "any other name")], shape.additional));
    return [make("ul", { class: "schema" }, ...rows)];
  }

  private row(name: Node[], type: TypeRef, member?: Member): HTMLElement {
    const said: (Node | string)[] = [...name, " ", ...this.label(type)];
    if (member?.nullable) said.push(make("span", { class: "kind" }, " or null"));
    if (member && this.isSent === (member.required === true)) {
      said.push(" ", make("span", { class: this.isSent ? "must" : "limit" }, this.isSent ? "required" : "optional"));
    }
    if (member?.only !== undefined) said.push(" always ", make("code", {}, member.only));
    const shape = definition(inner(type), this.types)?.shape;
    const below = !shape ? [] : "values" in shape ? [values(shape.values)] : [this.fold(type)];
    return make("li", {}, make("p", { class: "row" }, ...said), ...below);
  }

  private label(type: TypeRef): Node[] {
    const kind = (text: string): Node => make("span", { class: "kind" }, text);
    if (typeof type === "string") return [kind(WORDS[type])];
    if ("list" in type) return [kind("list of "), ...this.label(type.list)];
    if ("map" in type) return [kind("map of "), ...this.label(type.map)];
    if ("nullable" in type) return [...this.label(type.nullable), kind(" or null")];
    const named = this.types[type.ref];
    if (!named || type.ref.startsWith("./")) return [kind(named && "values" in named.shape ? "string" : "object")];
    const page = `${document.documentElement.dataset["root"] ?? ""}types/${type.ref.split("/")[0]}/index.html`;
    return [make("a", { class: "type", href: page }, named.rust.split("::").at(-1) ?? "")];
  }
}

/** Returns what lists, maps and what may be null are of. */
function inner(type: TypeRef): TypeRef {
  if (typeof type === "string" || "ref" in type) return type;
  return inner("list" in type ? type.list : "map" in type ? type.map : type.nullable);
}

function values(all: { wire: string }[]): HTMLElement {
  return make("p", { class: "values" }, "One of ", ...all.flatMap((it) => [make("code", {}, it.wire), " "]));
}
