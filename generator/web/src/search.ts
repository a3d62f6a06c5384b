// What the search on the pages finds, and in which order. The index is `generator/src/site/search.rs`'s. All of it
// is looked at for each letter: a thousand operations take about a millisecond.

export interface Hit {
  kind: "operation" | "type" | "tag";
  /** From the root of the site. */
  href: string;
  title: string;
  detail: string;
  method?: string;
  score: number;
}

export interface Index {
  /** Folder, name, text. */
  tags: [string, string, string][];
  /** Position of the tag, folder, method, path, summary, operationId, names of parameters, group. */
  operations: [number, string, string, string, string, string, string, string][];
  /** Folder, name of the type, name of the schema. */
  types: [string, string, string][];
}

/** A field of an entry: its words, and what each is worth. */
interface Field {
  words: string[];
  weight: number;
}

interface Entry {
  hit: Omit<Hit, "score">;
  fields: Field[];
  /** What is equal to a whole query, without what sets words apart: `copilotlistcopilotseats`. */
  names: string[];
  path: string;
  method: string;
  /** How much it is worth beside others that fit as well. */
  bonus: number;
}

const METHODS = new Set(["get", "post", "put", "patch", "delete", "head"]);

/** Words that say nothing of an operation. */
const EMPTY = new Set(["a", "an", "the", "of", "for", "to", "in", "on", "from", "with", "how", "do", "i", "and", "or", "by", "is", "my", "github", "api"]);

/** Words of readers for words of the description. */
const SAME: Record<string, string[]> = {
  fetch: ["get"], show: ["get"], read: ["get"], view: ["get"], find: ["get", "search", "list"], retrieve: ["get"],
  all: ["list"], every: ["list"], enumerate: ["list"],
  new: ["create"], make: ["create"], open: ["create"], add: ["create", "add"], start: ["create", "start"],
  edit: ["update"], change: ["update"], modify: ["update"], patch: ["update"], rename: ["update", "rename"],
  remove: ["delete", "remove"], destroy: ["delete"], drop: ["delete"],
  pr: ["pull", "request"], prs: ["pull", "request"], mr: ["pull", "request"],
  repo: ["repository"], repos: ["repository"], org: ["organization"], orgs: ["organization"],
  config: ["configuration"], env: ["environment"], auth: ["authentication", "authenticated"], ci: ["workflow", "check"],
  me: ["authenticated"], current: ["authenticated"], sha: ["commit"], ssh: ["ssh"], gpg: ["gpg"], ratelimit: ["rate"],
};

export function prepare(index: Index): Entry[] {
  const entries: Entry[] = [];
  for (const [at, slug, method, path, summary, id, parameters, group] of index.operations) {
    const tag = index.tags[at];
    if (!tag) continue;
    const short = id.split("/").slice(1).join(" ") || id;
    entries.push({
      hit: { kind: "operation", href: `${tag[0]}/${slug}/index.html`, title: summary, detail: path, method },
      fields: [
        { words: words(summary), weight: 10 },
        { words: words(short), weight: 7 },
        { words: words(path), weight: 5 },
        { words: words(tag[1]), weight: 4 },
        { words: words(group), weight: 3 },
        { words: words(parameters), weight: 2 },
        { words: [method.toLowerCase()], weight: 2 },
      ],
      names: [bare(id), bare(short), bare(summary), bare(slug)],
      path: path.toLowerCase(),
      method: method.toLowerCase(),
      bonus: 1,
    });
  }
  for (const [slug, name, wire] of index.types) {
    entries.push({
      hit: { kind: "type", href: `types/${slug}/index.html`, title: name, detail: wire },
      fields: [{ words: words(wire), weight: 6 }],
      names: [bare(name), bare(wire)],
      path: "",
      method: "",
      bonus: 0,
    });
  }
  for (const [slug, name, text] of index.tags) {
    entries.push({
      hit: { kind: "tag", href: `${slug}/index.html`, title: name, detail: text },
      fields: [{ words: words(name), weight: 8 }],
      names: [bare(name)],
      path: "",
      method: "",
      bonus: 2,
    });
  }
  return entries;
}

export function search(entries: Entry[], query: string, limit = 20): Hit[] {
  const asked = query.trim().toLowerCase();
  const name = bare(query);
  if (name === "") return [];
  const [method, path] = call(asked);
  const terms = path === undefined ? termsOf(query) : [];
  const hits: Hit[] = [];
  for (const entry of entries) {
    const score = path === undefined ? byWords(entry, terms, name) : byPath(entry, method, path);
    if (score > 0) hits.push({ ...entry.hit, score });
  }
  hits.sort((left, right) => right.score - left.score || left.title.length - right.title.length || (left.href < right.href ? -1 : 1));
  return hits.slice(0, limit);
}

/** The method and the path that a query consists of, if it is a call: `GET /orgs/{org}`. */
function call(asked: string): [string | undefined, string | undefined] {
  const parts = asked.replace(/^https?:\/\/[^/]*/, "").split(/\s+/);
  const method = parts.length > 1 && METHODS.has(parts[0] ?? "") ? parts[0] : undefined;
  const rest = parts.slice(method === undefined ? 0 : 1).join("");
  return rest.includes("/") && (rest.startsWith("/") || method !== undefined || rest.includes("{")) ? [method, rest] : [undefined, undefined];
}

/** By path: the names of variables do not matter, and a real value fits a variable. */
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

interface Term {
  word: string;
  /** The same in the words of the description. */
  same: string[];
}

function termsOf(query: string): Term[] {
  const all = words(query);
  const telling = all.filter((it) => !EMPTY.has(it));
  return (telling.length > 0 ? telling : all).map((word) => ({ word, same: (SAME[word] ?? []).map(stem) }));
}

/** By words: each has to be found somewhere; rare places weigh more, and what is not asked for weighs against. */
function byWords(entry: Entry, terms: Term[], name: string): number {
  let score = 0;
  for (const term of terms) {
    let best = 0;
    for (const field of entry.fields) {
      for (const [at, word] of field.words.entries()) {
        const fit = fitOf(term, word);
        if (fit > 0) best = Math.max(best, fit * field.weight + (at === 0 ? 0.3 : 0));
      }
    }
    if (best === 0) return entry.names.some((it) => it === name) ? 200 : 0;
    score += best;
  }
  if (entry.names.includes(name)) score += 100;
  else if (entry.names.some((it) => it.startsWith(name))) score += 8;
  const title = entry.fields[0]?.words ?? [];
  const asked = (word: string): boolean => terms.some((term) => fitOf(term, word) > 0);
  const extra = title.filter((word) => !EMPTY.has(word) && !asked(word)).length;
  return score + entry.bonus - extra * 1.6 - title.length * 0.05;
}

function fitOf(term: Term, word: string): number {
  const own = stem(term.word);
  if (word === own) return 1;
  if (term.same.includes(word)) return 0.9;
  if (term.word.length > 1 && word.startsWith(own)) return 0.6 + 0.3 * (own.length / word.length);
  return 0;
}

function words(text: string): string[] {
  const parted = text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return (parted.match(/[a-z0-9]+/g) ?? []).map(stem);
}

/** Takes away what makes a plural: both sides of a comparison go through it. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith("s") && !/(ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "");
}

interface Program {
  /** What came before this script did. */
  waiting?: Index;
  index?: (index: Index) => void;
  search?: (query: string, limit?: number) => Hit[];
}

const program = ((globalThis as { tagsmith?: Program }).tagsmith ??= {});
let entries: Entry[] = [];
program.search = (query, limit) => search(entries, query, limit);
if (program.waiting) entries = prepare(program.waiting);
program.index = (index) => {
  entries = prepare(index);
};
