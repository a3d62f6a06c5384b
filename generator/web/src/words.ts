// Normalizes the words of queries: stop words, synonyms, typing errors.

import { CALLED, EMPTY, SAME, SPELLED } from "./synonyms.ts";

const ARTICLES = new Set(["a", "an", "the"]);

/**
 * Returns the query in the words of titles, if a rule matches. Stop words are kept, because "who am i" consists of stop
 * words.
 */
export function calledOf(query: string): string | undefined {
  for (const plain of new Set([words(query).filter((it) => !ARTICLES.has(it)).join(" "), telling(query).join(" ")])) {
    const rule = CALLED.find(([pattern]) => pattern.test(plain));
    const called = rule && plain.replace(rule[0], rule[1]).replace(/\s+/g, " ").trim();
    if (called !== undefined && called !== plain) return called;
  }
  return undefined;
}

/** Corrects words with a typing error. A word is kept if a word of the vocabulary begins with it. */
export function mended(query: string, vocabulary: string[]): string {
  const mend = (typed: string): string => {
    const word = words(typed).join(" ");
    if (word.length < 4 || Object.hasOwn(SAME, word) || vocabulary.some((it) => it.startsWith(word))) return typed;
    const found = vocabulary.find((it) => isNearly(word, it));
    return found === undefined ? typed : found + (/[^s]s$/i.test(typed) ? "s" : "");
  };
  return query.split(/\s+/).map(mend).join(" ");
}

/** Whether two words differ by one inserted, removed, replaced or swapped letter. */
function isNearly(typed: string, word: string): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === word[start]) start += 1;
  const left = typed.slice(start);
  const right = word.slice(start);
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1)
    || (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2));
}

export function telling(text: string): string[] {
  return words(text).filter((it) => !EMPTY.has(it));
}

export function words(text: string): string[] {
  const parted = text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return (parted.match(/[a-z0-9]+/g) ?? []).map((it) => {
    const word = stem(it);
    return Object.hasOwn(SPELLED, word) ? (SPELLED[word] ?? word) : word;
  });
}

/** Removes plural endings. Both sides of a comparison are stemmed. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 2 && word.endsWith("s") && !/(ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}
