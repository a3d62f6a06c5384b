// Characters that cannot be seen, or that change how the text around them reads: shown by their numbers.

import { make } from "./dom.ts";

/** Controls, marks of direction, zero-width characters, separators, fillers, and variation selectors; tabs and line ends are seen. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{2800}\u{3164}\u{ffa0}]/gu;
const SEEN = new Set(["\t", "\n", "\r"]);
/** Within a picture of several characters, a joiner and a selector belong to what is seen. */
const PICTURE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u20e3\ufe0f#*0-9])$/u;

/** Returns the places of what cannot be seen: where it begins, and the character. */
function places(text: string): [number, string][] {
  const found: [number, string][] = [];
  for (const it of text.matchAll(INVISIBLE)) {
    const [character] = it;
    const before = text.slice(Math.max(0, it.index - 2), it.index);
    const isJoined = character === "\u200d" && PICTURE.test(before) && /^\p{Extended_Pictographic}/u.test(text.slice(it.index + 1, it.index + 3));
    const isPicture = isJoined || (character === "\ufe0f" && PICTURE.test(before));
    if (!SEEN.has(character) && !isPicture) found.push([it.index, character]);
  }
  return found;
}

/** Returns a text as nodes: each character that cannot be seen is a mark with its number. */
export function marked(text: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const [at, character] of places(text)) {
    if (at > from) nodes.push(document.createTextNode(text.slice(from, at)));
    nodes.push(make("span", { class: "invisible", title: "a character that cannot be seen" }, number(character)));
    from = at + character.length;
  }
  if (from < text.length) nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

/** Returns a string as JSON writes it; what cannot be seen is escaped. */
export function quoted(text: string): string {
  const json = JSON.stringify(text);
  let out = "";
  let from = 0;
  for (const [at, character] of places(json)) {
    out += json.slice(from, at) + [...Array(character.length).keys()].map((it) => `\\u${character.charCodeAt(it).toString(16).padStart(4, "0")}`).join("");
    from = at + character.length;
  }
  return out + json.slice(from);
}

/** Returns a member's name: as it is, or in quotes if something in it is escaped. */
export function named(name: string): string {
  const json = quoted(name);
  return json === `"${name}"` ? name : json;
}

/** Returns a character's number as it is usually written: `U+202E`. */
export function number(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
