// Shows characters that are invisible or reorder text as their code points.

import { make } from "./dom.ts";

/**
 * Control, directional, zero-width, separator and filler characters, and variation selectors. Tabs and line breaks are
 * visible.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{2800}\u{3164}\u{ffa0}]/gu;
const SEEN = new Set(["\t", "\n", "\r"]);
/** Joiners and variation selectors within an emoji sequence are part of the emoji. */
const PICTURE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u20e3\ufe0f#*0-9])$/u;

/** Returns the positions of invisible characters, with the characters. */
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

/** Returns a text as nodes, in which each invisible character is a mark with its code point. */
export function marked(text: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const [at, character] of places(text)) {
    if (at > from) nodes.push(document.createTextNode(text.slice(from, at)));
    nodes.push(make("span", { class: "invisible", title: "invisible character" }, number(character)));
    from = at + character.length;
  }
  if (from < text.length) nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

/** Returns a string as JSON, with invisible characters escaped. */
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

/** Returns the name of a property: plain, or quoted if it contains escapes. */
export function named(name: string): string {
  const json = quoted(name);
  return json === `"${name}"` ? name : json;
}

/** Returns a character's code point, such as `U+202E`. */
export function number(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
