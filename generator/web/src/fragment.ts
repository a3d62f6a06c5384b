// Converts a filled form to the fragment of a link, and back.

import { isList, keyOf } from "./data.ts";
import type { OperationData, Values } from "./data.ts";

/** The maximum length of a link, so that other programs accept it. */
const LONGEST = 16_384;

/**
 * Returns the fragment without `#`; empty for an empty form. The fragment contains the body if the body differs from
 * the initial one.
 */
export function toFragment(data: OperationData, values: Values, initial: Values): string {
  const pairs = new URLSearchParams();
  for (const parameter of data.parameters) {
    const value = values.parameters[keyOf(parameter)] ?? "";
    for (const text of Array.isArray(value) ? value : [value]) if (text !== "") pairs.append(keyOf(parameter), text);
  }
  if (data.body && !data.body.binary && values.body !== initial.body && values.body.length <= LONGEST) {
    pairs.append("body", values.body);
  }
  if (values.accept) pairs.append("accept", values.accept);
  const text = pairs.toString();
  return text.length <= 2 * LONGEST ? text : "";
}

/** Describes what a link omits, because it is a file or too long. */
export function leftOut(data: OperationData, values: Values, fragment: string): string[] {
  if (data.body?.binary) return values.body === "" ? [] : ["the file"];
  if (values.body.length > LONGEST) return ["the body, which is too long"];
  return fragment === "" && Object.values(values.parameters).some((it) => it.length > 0) ? ["everything, because it is too long"] : [];
}

/** Returns the form of a fragment. Returns `undefined` for an anchor of the page. */
export function fromFragment(data: OperationData, fragment: string, initial: Values): Values | undefined {
  if (!fragment.includes("=")) return undefined;
  const pairs = new URLSearchParams(fragment);
  const parameters: Values["parameters"] = {};
  let found = false;
  for (const parameter of data.parameters) {
    const texts = pairs.getAll(keyOf(parameter));
    if (texts.length === 0) continue;
    found = true;
    parameters[keyOf(parameter)] = isList(parameter.type, data.types) ? texts : (texts[0] ?? "");
  }
  const body = data.body && !data.body.binary ? pairs.get("body") : null;
  const accept = data.choices?.find((it) => it.mediaType === pairs.get("accept"))?.mediaType;
  if (!found && body === null && accept === undefined) return undefined;
  return { parameters, body: body ?? initial.body, ...(accept === undefined ? {} : { accept }) };
}
