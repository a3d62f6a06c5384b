// The call with curl. The token stands in the environment, never in the text.

import type { OperationData, Values } from "../data.ts";
import { request, target } from "../request.ts";
import { shell } from "./quote.ts";

/** What one argument of a command may have, with room to spare: Linux ends at 128 KiB. */
const LONGEST = 100_000;

export function curl(data: OperationData, values: Values): string {
  const it = request(data, values);
  const words = ["curl -L"];
  if (it.method !== "GET") words.push(`-X ${it.method}`);
  for (const [name, value] of it.headers) words.push(`-H ${shell(`${name}: ${value}`)}`);
  words.push(`-H "Authorization: Bearer $${data.tokenVariable}"`);
  if (it.contentType) words.push(`-H ${shell(`Content-Type: ${it.contentType}`)}`);
  words.push(shell(it.server + target(it)));
  let before = "";
  if (data.body?.binary) words.push(`--data-binary ${shell(`@${values.body || "FILE"}`)}`);
  else if (it.body !== undefined && new TextEncoder().encode(it.body).length > LONGEST) {
    before = `printf '%s' ${shell(it.body)} | `;
    words.push("--data-binary @-");
  } else if (it.body !== undefined) words.push(`--data-raw ${shell(it.body)}`);
  return before + words.join(" \\\n  ");
}
