// Generates the `gh api` command, which uses the token of gh.

import type { OperationData, Values } from "../data.ts";
import { request, target } from "../request.ts";
import { shell } from "./quote.ts";

export function gh(data: OperationData, values: Values): string {
  const it = request(data, values);
  const words = ["gh api"];
  if (it.method !== "GET") words.push(`--method ${it.method}`);
  for (const [name, value] of it.headers) words.push(`-H ${shell(`${name}: ${value}`)}`);
  if (it.contentType) words.push(`-H ${shell(`Content-Type: ${it.contentType}`)}`);
  const isHome = it.server === "https://api.github.com";
  words.push(shell((isHome ? "" : it.server) + target(it)));
  if (data.body?.binary) words.push(`--input ${shell(values.body || "FILE")}`);
  if (it.body === undefined) return words.join(" \\\n  ");
  words.push("--input -");
  return `printf '%s' ${shell(it.body)} | ${words.join(" \\\n  ")}`;
}
