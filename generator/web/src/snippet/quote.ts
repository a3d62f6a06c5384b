// Quotes text for shells, and as literals of JavaScript and Rust.

/** Returns a text as a word of `sh`. */
export function shell(text: string): string {
  if (/^[A-Za-z0-9_.,:/@%+=-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Returns a text as a string of PowerShell. PowerShell also treats typographic quotes as quotes. */
export function powershell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/**
 * Returns an argument that cmd passes to a Windows program as this text. Between quotes, cmd expands variables and
 * interprets nothing else. Quotes and possible names of variables are therefore outside quotes, where a caret escapes
 * each special character. A caret also separates a name from its percent signs.
 */
export function cmd(text: string): string {
  const quoted = `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
  // Percent-encoded characters are not variables, since no name of a variable starts with two hexadecimal digits.
  const isPlain = !text.includes('"') && !/%(?![0-9A-F]{2})/.test(text);
  return isPlain ? quoted : quoted.replace(/[()%!^"<>&|]/g, "^$&");
}

/** Returns a JavaScript literal. Characters that are invisible or reorder text are escaped. */
export function script(text: string): string {
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (it) => {
    return [...Array(it.length).keys()].map((at) => `\\u${it.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
  });
}

/** Returns a Rust string literal. Characters that are invisible or reorder text are escaped. */
export function string(text: string): string {
  const escaped = text.replace(/["\\]|[\p{C}\p{Z}]/gu, (it) => {
    if (it === " ") return it;
    const short = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }[it];
    if (short !== undefined) return short;
    return /\p{Surrogate}/u.test(it) ? "\\u{fffd}" : `\\u{${(it.codePointAt(0) ?? 0xfffd).toString(16)}}`;
  });
  return `"${escaped}"`;
}

/** Returns a Rust integer, with a type suffix if inference would choose a different type. */
export function int(text: string, type: string): string {
  const value = BigInt(text);
  const grouped = value.toString().replace(/\B(?=(\d{3})+$)/g, value > 99_999n || value < -99_999n ? "_" : "");
  return value > 2_147_483_647n || value < -2_147_483_648n ? `${grouped}_${type}` : grouped;
}

/** Returns a Rust floating-point number. */
export function float(text: string): string {
  return /[.eE]/.test(text) ? text : `${text}.0`;
}
