// Text as one word of a shell, and values as literals of JavaScript and Rust.

/** Returns a word that `sh` takes as this text, whatever is in it. */
export function shell(text: string): string {
  if (/^[A-Za-z0-9_.,:/@%+=-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Returns a string that PowerShell takes as this text: it reads typographic quotes as quotes too. */
export function powershell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/**
 * Returns an argument that the prompt of cmd gives to a program for Windows as this text. Between quotes, cmd leaves all
 * but variables alone; where a quote or the name of a variable could stand, it is never between quotes: a caret
 * before each of its signs takes their meaning away, and parts a name from its percent signs.
 */
export function cmd(text: string): string {
  const quoted = `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
  // Percent-encoding is no name: none begins with two digits of a byte.
  const isPlain = !text.includes('"') && !/%(?![0-9A-F]{2})/.test(text);
  return isPlain ? quoted : quoted.replace(/[()%!^"<>&|]/g, "^$&");
}

/** Returns a literal of JavaScript. What cannot be seen, or changes how text reads, is escaped. */
export function script(text: string): string {
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (it) => {
    return [...Array(it.length).keys()].map((at) => `\\u${it.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
  });
}

/** Returns a string literal of Rust. What cannot be seen, or changes how text reads, is escaped. */
export function string(text: string): string {
  const escaped = text.replace(/["\\]|[\p{C}\p{Z}]/gu, (it) => {
    if (it === " ") return it;
    const short = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }[it];
    if (short !== undefined) return short;
    return /\p{Surrogate}/u.test(it) ? "\\u{fffd}" : `\\u{${(it.codePointAt(0) ?? 0xfffd).toString(16)}}`;
  });
  return `"${escaped}"`;
}

/** Returns an integer of Rust; with its type where the language would take another one. */
export function int(text: string, type: string): string {
  const value = BigInt(text);
  const grouped = value.toString().replace(/\B(?=(\d{3})+$)/g, value > 99_999n || value < -99_999n ? "_" : "");
  return value > 2_147_483_647n || value < -2_147_483_648n ? `${grouped}_${type}` : grouped;
}

/** Returns a floating-point number of Rust. */
export function float(text: string): string {
  return /[.eE]/.test(text) ? text : `${text}.0`;
}
