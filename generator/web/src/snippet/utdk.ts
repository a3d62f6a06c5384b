// Generates the call with `@utdk/github`, which the original reference page uses.

import { isList } from "../data.ts";
import type { OperationData, Values } from "../data.ts";
import { NotJson, parse } from "../json.ts";
import { request, withPlaceholder } from "../request.ts";
import { isExact, literal, object } from "./literal.ts";
import { script } from "./quote.ts";

export function utdk(data: OperationData, values: Values): string {
  const [group = "", name = ""] = data.id.split("/", 2);
  const members: [string, string][] = [];
  for (const parameter of data.parameters) {
    const texts = withPlaceholder(parameter, data, values);
    if (texts.length === 0) continue;
    const codes = texts.map((it) => (parameter.type === "int" && /^(0|[1-9]\d{0,14})$/.test(it) ? it : script(it)));
    members.push([parameter.wire, isList(parameter.type, data.types) ? `[${codes.join(", ")}]` : (codes[0] ?? '""')]);
  }
  const { body } = request(data, values);
  if (body !== undefined) members.push(["body", bodyCode(body, data.body?.json !== undefined)]);
  if (values.accept) members.push(["headers", object([["accept", script(values.accept)]])]);
  return `import github from '@utdk/github';

const result = await github${step(camel(group))}${step(camel(name))}(${object(members)});
console.log(result);`;
}

function bodyCode(text: string, isJson: boolean): string {
  if (!isJson) return script(text);
  try {
    const json = parse(text);
    return isExact(json) ? literal(json, "  ") : script(text);
  } catch (error) {
    if (error instanceof NotJson) return script(text);
    throw error;
  }
}

function camel(text: string): string {
  return text.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? "");
}

function step(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${script(name)}]`;
}
