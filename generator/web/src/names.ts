// Finds the types of values in a response. Types that only responses use are in scripts, which are loaded with the
// first response.

import { definition, plain } from "./data.ts";
import type { OperationData, TypeRef, Types } from "./data.ts";
import { load } from "./dom.ts";

export const defined: Types = {};

/** Returns all types of a page's responses. With `keys`, returns these types and the types that they reach. */
export async function typesOf(data: OperationData, keys?: string[]): Promise<Types> {
  const wanted = keys && new Set(keys.map((it) => it.split("/")[0]));
  const files = Object.entries(data.typeFiles ?? {}).filter(([file]) => !(file in defined) && (wanted?.has(file) ?? true));
  await Promise.allSettled(files.map(([, path]) => load(path)));
  return { ...defined, ...data.types };
}

/** Returns the type of a property or an item. Returns "unknown" if the description does not declare the value. */
export function within(type: TypeRef | undefined, step: string | number, value: unknown, types: Types): TypeRef | "unknown" | undefined {
  if (type === undefined) return undefined;
  const here = plain(type, types);
  if (here === "json" || typeof here === "string") return undefined;
  if ("list" in here) return typeof step === "number" ? here.list : undefined;
  if ("map" in here) return here.map;
  const shape = definition(here, types)?.shape;
  if (!shape || typeof step === "number") return undefined;
  if ("members" in shape) {
    const member = shape.members.find((it) => it.wire === step);
    return member ? member.type : (shape.additional ?? "unknown");
  }
  if (!("variants" in shape)) return undefined;
  const variant = likeliest(shape.variants.map((it) => it.type), value, types);
  return within(variant, step, value, types);
}

/** Returns the variant of a union that has the most properties in common with an object. */
function likeliest(variants: TypeRef[], value: unknown, types: Types): TypeRef | undefined {
  const names = typeof value === "object" && value !== null ? new Set(Object.keys(value)) : new Set<string>();
  let best: [number, TypeRef] | undefined;
  for (const variant of variants) {
    const shape = definition(variant, types)?.shape;
    if (!shape || !("members" in shape)) continue;
    const missing = shape.members.filter((it) => it.required && !names.has(it.wire)).length;
    const unknown = [...names].filter((name) => !shape.members.some((it) => it.wire === name)).length;
    if (!best || 100 * missing + unknown < best[0]) best = [100 * missing + unknown, variant];
  }
  return best?.[1];
}

/** Returns a short name of a type: `SimpleUser`, `list of Team`, `time`. */
export function title(type: TypeRef | undefined, types: Types): string {
  if (type === undefined) return "";
  if (typeof type === "string") return { bool: "", int: "", float: "", str: "", json: "", time: "time", date: "date" }[type];
  if ("nullable" in type) return title(type.nullable, types);
  if ("list" in type) return title(type.list, types) ? `list of ${title(type.list, types)}` : "list";
  if ("map" in type) return title(type.map, types) ? `map of ${title(type.map, types)}` : "map";
  return types[type.ref]?.name ?? "";
}
