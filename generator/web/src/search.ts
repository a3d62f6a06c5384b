// The search and its ranking. `generator/src/emit/site/search.rs` writes the index, which is scanned at each keystroke.

import { byField, fieldNames, nameOf } from "./fields.ts";
import type { FieldNames } from "./fields.ts";
import { COMMON, EMPTY, RARE, SAME, THINGS, USUAL } from "./synonyms.ts";
import { calledOf, mended, telling, words } from "./words.ts";

export interface Hit {
  kind: "operation" | "type" | "tag";
  /** The path of the page, relative to the root of the site. */
  href: string;
  title: string;
  detail: string;
  method?: string;
  score: number;
}

export interface Index {
  /** A tag: folder, name, text. */
  tags: [string, string, string][];
  /**
   * An operation: index of the tag, folder, method, path, summary, operationId, parameter names, group, body properties
   * (the required ones, a bar, and the others), response properties, indices of the response's schemas.
   */
  operations: [number, string, string, string, string, string, string, string, string, string, number[]][];
  /** A component schema: folder, type name, schema name, property names. */
  types: [string, string, string, string][];
}

/** A field of an entry: its words as indices into the vocabulary, and its weight. */
interface Field {
  words: number[];
  weight: number;
}

export interface Entry {
  hit: Omit<Hit, "score">;
  fields: Field[];
  /** Texts that a query may match without spaces, such as `copilotlistcopilotseats`. */
  names: string[];
  /** The title without stop words: as text, and as indices into the vocabulary. */
  title: string[];
  titleWords: number[];
  path: string;
  method: string;
  /** The names of the properties and parameters that the operation sends and returns. */
  members: FieldNames | undefined;
  /** The bonus of the entry in the ranking. */
  bonus: number;
}

interface Term {
  word: string;
  /** The synonyms of the entry. */
  same: string[];
}

const METHODS = new Set(["get", "post", "put", "patch", "delete", "head"]);

/** The index, prepared for searching. */
export interface Prepared {
  entries: Entry[];
  /** The first words of the titles of operations. */
  verbs: Set<string>;
  /**
   * The vocabulary: each word of the index once. A query is compared only with these words, and not with each
   * occurrence.
   */
  vocabulary: string[];
}

export function prepare(index: Index): Prepared {
  const entries: Entry[] = [];
  const positions = new Map<string, number>();
  const known = (list: string[]): number[] =>
    list.map((word) => {
      const at = positions.get(word) ?? positions.size;
      positions.set(word, at);
      return at;
    });
  const field = (weight: number, text: string): Field => ({ weight, words: known([...new Set(words(text))]) });
  const titled = (text: string): Pick<Entry, "title" | "titleWords"> => {
    const title = telling(text);
    return { title, titleWords: known(title) };
  };
  for (const [at, slug, method, path, summary, id, parameters, group, sent, responded, schemas] of index.operations) {
    const tag = index.tags[at];
    if (!tag) continue;
    const short = id.split("/").slice(1).join(" ") || id;
    entries.push({
      hit: { kind: "operation", href: `${tag[0]}/${slug}/index.html`, title: summary, detail: path, method },
      fields: [
        field(10, summary),
        field(7, short),
        field(5, path),
        field(4, tag[1]),
        field(3, group),
        field(2, parameters),
        field(2, method),
      ],
      names: [bare(id), bare(short), bare(summary), bare(slug)],
      ...titled(summary.replace(/ (for|of|by|to) the authenticated user/, "")),
      path: path.toLowerCase(),
      method: method.toLowerCase(),
      members: fieldNames(parameters, path, sent, [responded, ...schemas.map((it) => index.types[it]?.[3] ?? "")]),
      bonus: 1 + 0.3 * (COMMON[tag[1]] ?? 0),
    });
  }
  for (const [slug, name, wire, members] of index.types) {
    entries.push({
      hit: { kind: "type", href: `types/${slug}/index.html`, title: name, detail: wire },
      fields: [field(6, wire)],
      names: [bare(name), bare(wire)],
      ...titled(wire),
      path: "",
      method: "",
      members: fieldNames("", "", "", [members]),
      // Ignores payloads of webhooks, which are not responses.
      bonus: wire.startsWith("webhook-") ? -4 : 0,
    });
  }
  for (const [at, [slug, name, text]] of index.tags.entries()) {
    entries.push({
      hit: { kind: "tag", href: `${slug}/index.html`, title: name, detail: text },
      fields: [field(8, name)],
      names: [bare(name)],
      ...titled(name),
      path: "",
      method: "",
      members: undefined,
      // If a tag has only one operation, the operation ranks higher than the tag.
      bonus: index.operations.filter(([of]) => of === at).length > 1 ? 2 : -19,
    });
  }
  return { entries, verbs: verbsOf(entries), vocabulary: [...positions.keys()] };
}

/** Returns the first words of the titles of operations. */
function verbsOf(entries: Entry[]): Set<string> {
  return new Set(entries.filter((it) => it.hit.kind === "operation").map((it) => it.title[0] ?? ""));
}

export function search({ entries, verbs, vocabulary }: Prepared, query: string, limit = 20): Hit[] {
  const [method, path] = call(query.trim().toLowerCase());
  const readings = path === undefined ? readingsOf(query, vocabulary).map((it) => askedOf(it, verbs)).filter((it) => it.terms.length > 0) : [];
  const fits = readings.map(({ terms }) => terms.map((term) => Float32Array.from(vocabulary, (word) => fitOf(term, word))));
  const named = path === undefined ? nameOf(query) : undefined;
  const hits: Hit[] = [];
  for (const entry of entries) {
    const score = path === undefined ? Math.max(named === undefined ? 0 : byField(entry, named), ...readings.map((it, at) => byWords(entry, it, fits[at] ?? []))) : byPath(entry, method, path);
    if (score > 0) hits.push({ ...entry.hit, score });
  }
  hits.sort((left, right) => right.score - left.score || left.title.length - right.title.length || (left.href < right.href ? -1 : 1));
  return hits.slice(0, limit);
}

/** The method and the path, if the query is a call such as `GET /orgs/{org}`. */
function call(asked: string): [string | undefined, string | undefined] {
  const parts = asked.replace(/^https?:\/\/[^/]*/, "").split(/\s+/);
  const method = parts.length > 1 && METHODS.has(parts[0] ?? "") ? parts[0] : undefined;
  const rest = parts.slice(method === undefined ? 0 : 1).join("");
  return rest.includes("/") && (rest.startsWith("/") || method !== undefined || rest.includes("{")) ? [method, rest] : [undefined, undefined];
}

/** Ranks by path. Names of variables are ignored, and a value in the query matches any variable. */
function byPath(entry: Entry, method: string | undefined, path: string): number {
  if (entry.path === "" || (method !== undefined && method !== entry.method)) return 0;
  const wanted = path.replace(/[?#].*$/, "").split("/").filter((it) => it !== "");
  const own = entry.path.split("/").filter((it) => it !== "");
  if (wanted.length === 0 || wanted.length > own.length) return 0;
  const fits = (want: string, have: string, last: boolean): number => {
    const variable = have.startsWith("{");
    if (want === have) return 4;
    if (want.startsWith("{")) return variable ? 3 : 0;
    if (last && have.startsWith(want)) return 2;
    return variable && !last ? 1 : variable ? 0.5 : 0;
  };
  let best = 0;
  for (let start = 0; start + wanted.length <= own.length; start += 1) {
    let score = 0;
    for (const [at, want] of wanted.entries()) {
      const fit = fits(want, own[start + at] ?? "", at === wanted.length - 1);
      if (fit === 0) {
        score = 0;
        break;
      }
      score += fit;
    }
    if (score > 0) {
      const rest = own.length - wanted.length;
      const reading = entry.method === "get" ? 0.5 : 0;
      best = Math.max(best, 100 + score * 10 + (start === 0 ? 20 : 0) + (rest === 0 ? 60 : 0) - rest * 4 + reading);
    }
  }
  return best;
}

interface Asked {
  terms: Term[];
  /** The query as a name, if the query can be one. */
  name: string | undefined;
  /** Whether the query can only be a name, and whether it is in snake case. */
  isName: boolean;
  isSnake: boolean;
  /** The query as a title. */
  title: string;
  /** Whether the query asks for several items. */
  wantsList: boolean;
}

function askedOf(query: string, verbs: Set<string>): Asked {
  const all = words(query);
  const kept = all.filter((it) => !EMPTY.has(it));
  const terms = (kept.length > 0 ? kept : all).map((word) => ({ word, same: Object.hasOwn(SAME, word) ? (SAME[word] ?? []) : [] }));
  const isPlural = /[^su]s$/.test(query.trim().toLowerCase());
  return {
    terms,
    name: /\s/.test(query.trim()) ? undefined : bare(query),
    isName: /[-/_.]|[a-z][A-Z]|^.{13}/.test(query.trim()),
    isSnake: query.includes("_"),
    title: kept.join(" "),
    wantsList: terms.some((it) => it.word === "list" || it.word === "all") || (isPlural && !terms.some((it) => !THINGS.has(it.word) && (verbs.has(it.word) || SAME[it.word]?.some((word) => verbs.has(word))))),
  };
}

/**
 * Ranks by words. Most words of the query must match. Words in titles have the most weight, and additional words in a
 * title reduce the rank.
 */
function byWords(entry: Entry, { name, isName, isSnake, title, wantsList }: Asked, fits: Float32Array[]): number {
  if (name !== undefined && entry.names.includes(name)) return (isName && !(isSnake && entry.hit.kind === "type") ? 200 : 30) + entry.bonus;
  let score = 0;
  let missing = 0;
  for (const fitting of fits) {
    let best = 0;
    for (const { words, weight } of entry.fields) {
      for (const word of words) {
        const fit = (fitting[word] ?? 0) * weight;
        if (fit > best) best = fit;
      }
    }
    if (best === 0) missing += 1;
    score += best;
  }
  if (missing * 2 > fits.length || missing === fits.length) return 0;
  score -= missing * 9;
  if (name !== undefined && name.length > 3 && entry.names.some((it) => it.startsWith(name))) score += 6;
  if (entry.title.join(" ") === title) score += entry.hit.kind === "operation" ? 12 : 0;
  for (const [at, word] of entry.titleWords.entries()) {
    if (!fits.some((fitting) => (fitting[word] ?? 0) > 0)) score -= RARE.has(entry.title[at] ?? "") ? 6 : USUAL.has(entry.title[at] ?? "") ? 0.8 : 1.6;
  }
  const first = entry.title[0];
  if (wantsList && (first === "list" || (first === "get" && entry.title[1] === "all"))) score += 4;
  return score + entry.bonus;
}

/** Returns the query after typing errors are corrected, and with the words of titles. */
function readingsOf(query: string, vocabulary: string[]): string[] {
  const meant = calledOf(query) === undefined ? mended(query, vocabulary) : query;
  const called = calledOf(meant);
  return called === undefined ? [meant] : [meant, called];
}

function fitOf(term: Term, word: string): number {
  if (word === term.word) return 1;
  if (term.same.includes(word)) return 0.8;
  if (term.word.length > 1 && word.startsWith(term.word)) return 0.6 + (0.3 * term.word.length) / word.length;
  return 0;
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "");
}

interface Program {
  /** The index, if it was loaded before this script. */
  waiting?: Index;
  index?: (index: Index) => void;
  search?: (query: string, limit?: number) => Hit[];
}

const program = ((globalThis as { tagsmith?: Program }).tagsmith ??= {});
let prepared: Prepared = { entries: [], verbs: new Set(), vocabulary: [] };
program.search = (query, limit) => search(prepared, query, limit);
if (program.waiting) prepared = prepare(program.waiting);
program.index = (index) => {
  prepared = prepare(index);
};
