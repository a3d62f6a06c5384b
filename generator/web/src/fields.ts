// Searches operations by the names of their parameters and properties.

import { RARE } from "./synonyms.ts";

/** The names of an operation, by location. */
export interface FieldNames {
  /** The names in the path, and in the query or the headers. */
  path: string[];
  parameters: string[];
  required: string[];
  sent: string[];
  responded: string[][];
}

export function fieldNames(parameters: string, path: string, sent: string, responded: string[]): FieldNames {
  const [required = "", optional = ""] = sent.split("|");
  const of = (text: string): string[] => text.toLowerCase().split(" ").filter((it) => it !== "");
  return { path: of(path.replace(/[^{}]*\{([^{}]*)\}[^{}]*/g, "$1 ")), parameters: of(parameters), required: of(required), sent: of(optional), responded: responded.map(of) };
}

/** A query as a name, and its spelling. Some spellings cannot be ordinary words. */
export interface Name {
  name: string;
  typed: "name" | "word" | "words";
}

/**
 * Returns the name that a query may mean, for `merge_method`, `mergeMethod`, `merge method` or `"merge_method":
 * "squash"`.
 */
export function nameOf(query: string): Name | undefined {
  const name = /^["'`$.]*([A-Za-z][\w-]*(?:[ ][A-Za-z][\w]*){0,3})["'`]*\s*(?:[:=].*)?$/.exec(query.trim())?.[1];
  if (name === undefined) return undefined;
  const typed = /\s/.test(name) ? "words" : /_|[a-z][A-Z]/.test(name) || name !== query.trim() ? "name" : "word";
  return { name: name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().replace(/[\s-]+/g, "_"), typed };
}

interface Named {
  hit: { kind: "operation" | "type" | "tag" };
  members: FieldNames | undefined;
  title: string[];
  method: string;
  path: string;
  bonus: number;
}

/**
 * Ranks operations by name: required properties first, then optional ones, then properties of responses. Operations
 * with fewer names rank higher. A query of one word more often means a word of a title.
 */
export function byField(entry: Named, { name, typed }: Name): number {
  const { members } = entry;
  if (!members) return 0;
  const of = (names: string[], worth: number): number => {
    const at = names.indexOf(name);
    return at < 0 ? 0 : worth - Math.log2(names.length) - at / 50;
  };
  const best = Math.max(
    entry.method === "get" ? of(members.path, 24) : 0,
    of(members.parameters, entry.method === "get" ? 22 : 16),
    of(members.required, 32),
    of(members.sent, 26),
    ...members.responded.map((it, at) => of(it, at === 0 ? 18 : 16) + (it.includes(name) && entry.method === "get" ? 3 : 0)),
  );
  if (best <= 0) return 0;
  const first = entry.title[0] ?? "";
  const verb = first === "create" || first === "add" || first === "get" ? 1.5 : first === "list" || first === "delete" || first === "remove" ? -1.5 : 0;
  const rare = entry.title.some((it) => RARE.has(it)) ? 4 : 0;
  const scope = entry.path.startsWith("/orgs/") ? 1 : entry.path.startsWith("/enterprises/") ? 2 : 0;
  const score = best + verb + 2 * entry.bonus - rare - scope - entry.path.split("/").length / 8;
  if (entry.hit.kind !== "operation") return Math.max(0.1, score + (typed === "name" ? 60 : -20));
  return Math.max(0.1, typed === "name" ? 100 + score : typed === "words" ? 8 + score / 2 : score / 4);
}
