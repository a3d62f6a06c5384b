// Prefills the next operation in this tab with the owner, repository and similar names of the previous form.

import { keyOf } from "./data.ts";
import type { OperationData, Parameter, Values } from "./data.ts";
import { read, write } from "./storage.ts";

/** Path parameters with the same meaning in every operation. */
const NAMES = new Set(["org", "owner", "repo", "username"]);

/** Stores the names in a form for this tab. */
export function carry(data: OperationData, values: Values): void {
  for (const it of carriable(data)) {
    const value = values.parameters[keyOf(it)];
    if (typeof value === "string" && value !== "") write("tab", `carried.${it.wire}`, value);
  }
}

/** Returns a form that is prefilled with the stored names of this tab. */
export function carriedInto(data: OperationData, values: Values): Values {
  const parameters = { ...values.parameters };
  for (const it of carriable(data)) {
    const value = read("tab", `carried.${it.wire}`);
    if (value !== undefined) parameters[keyOf(it)] = value;
  }
  return { ...values, parameters };
}

function carriable(data: OperationData): Parameter[] {
  return data.parameters.filter((it) => it.in === "path" && !it.secret && NAMES.has(it.wire));
}
