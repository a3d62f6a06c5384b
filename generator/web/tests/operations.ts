// The operations of a site, as its pages tell the program.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { OperationData } from "../src/data.ts";

/** Reads the operations of all pages of a site, or of a file with one on each line. */
export async function operations(from: string): Promise<OperationData[]> {
  if (from.endsWith(".jsonl")) {
    const lines = (await readFile(from, "utf8")).split("\n").filter((it) => it);
    return lines.map((it) => JSON.parse(it) as OperationData);
  }
  const names = await readdir(from, { recursive: true });
  const found: OperationData[] = [];
  for (const name of names.filter((it) => it.endsWith("index.html")).sort()) {
    const html = await readFile(join(from, name), "utf8");
    const data = /<script[^>]* id="operation-data"[^>]*>([^<]*)<\/script>/.exec(html)?.[1];
    if (data) found.push(JSON.parse(data) as OperationData);
  }
  if (found.length === 0) throw new Error(`no page of ${from} has an operation`);
  return found;
}
