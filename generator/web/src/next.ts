// Finds the next page of a response: by its link, or by the page number.

import { keyOf } from "./data.ts";
import type { OperationData, Values } from "./data.ts";

/** Returns the form of the next page; `undefined` on the last page. */
export function next(data: OperationData, values: Values, link: string | null, body: unknown): Values | undefined {
  const query = data.parameters.filter((it) => it.in === "query");
  const url = /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(link ?? "")?.[1];
  if (url) {
    const found = new URL(url, "https://api.github.com").searchParams;
    const changed: Values["parameters"] = {};
    for (const it of query) {
      const text = found.get(it.wire);
      // Keeps the lists of the current form, because a link may serialize them differently.
      if (text !== null && !Array.isArray(values.parameters[keyOf(it)])) changed[keyOf(it)] = text;
    }
    return Object.keys(changed).length > 0 ? { ...values, parameters: { ...values.parameters, ...changed } } : undefined;
  }
  const { number, size, items } = data.pagination ?? {};
  const key = query.find((it) => it.wire === number);
  if (link !== null || !number || !key) return undefined;
  const list = items === undefined ? body : (body as Record<string, unknown> | null)?.[items];
  const full = query.find((it) => it.wire === size);
  const wanted = Number((full && values.parameters[keyOf(full)]) || full?.default || 30);
  if (!Array.isArray(list) || list.length < wanted) return undefined;
  const page = Number(values.parameters[keyOf(key)] || key.default || 1) + 1;
  return { ...values, parameters: { ...values.parameters, [keyOf(key)]: String(page) } };
}
