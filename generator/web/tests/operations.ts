// Reads the operations of a site: their data for the script, and the content of the pages without the script.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Frame, OperationData } from "../src/data.ts";

/** An operation, with the initial body of its form. */
export interface Filled extends OperationData {
  example: string;
}

export interface Shown {
  data: Filled;
  /** Code by language: the pieces of the code, each with its class. */
  displayed: Map<string, [string, string][]>;
}

/** Reads the operations from all pages of a site. */
export async function operations(from: string): Promise<Filled[]> {
  return (await pages(from)).map((it) => it.data);
}

export async function pages(from: string): Promise<Shown[]> {
  const names = await readdir(from, { recursive: true });
  const found: Shown[] = [];
  for (const name of names.filter((it) => it.endsWith("index.html")).sort()) {
    const html = await readFile(join(from, name), "utf8");
    const data = /<script[^>]* id="operation-data"[^>]*>([^<]*)<\/script>/.exec(html)?.[1];
    if (!data) continue;
    const body = /<textarea[^>]* id="try-body"[^>]*>\n?([^<]*)<\/textarea>/.exec(html)?.[1] ?? "";
    const code = html.matchAll(/<div class="snippet" data-language="([a-z]+)">.*?<code[^>]*>(.*?)<\/code>/gs);
    found.push({ data: { ...(JSON.parse(data) as OperationData), example: textOf(body) }, displayed: new Map([...code].map((it) => [it[1] ?? "", piecesOf(it[2] ?? "")])) });
  }
  const code = (await readdir(join(from, "assets"))).find((it) => it.startsWith("code."));
  const frame = /\.frame=(\{.*\});$/m.exec(await readFile(join(from, "assets", code ?? ""), "utf8"))?.[1];
  Object.assign(globalThis, { tagsmith: { frame: JSON.parse(frame ?? "") as Frame } });
  if (found.length === 0) throw new Error(`no page in ${from} contains an operation`);
  return found;
}

/** Returns the text of escaped HTML. */
export function textOf(html: string): string {
  return html.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Returns highlighted code as pieces. */
function piecesOf(html: string): [string, string][] {
  return [...html.matchAll(/<span class="(\w+)">([^<]*)<\/span>|[^<]+/g)].map((it) => (it[1] === undefined ? ["", textOf(it[0])] : [it[1], textOf(it[2] ?? "")]));
}
