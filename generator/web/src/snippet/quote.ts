// Text as one word of a POSIX shell, and as a literal of JavaScript.

/** Returns a word that `sh` takes as this text, whatever is in it. */
export function shell(text: string): string {
  if (/^[A-Za-z0-9_.,:/@%+=-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Returns a literal of JavaScript. What cannot be seen, or changes how text reads, is escaped. */
export function script(text: string): string {
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (it) => {
    return [...Array(it.length).keys()].map((at) => `\\u${it.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
  });
}
