// Emulates the cmd prompt and the argument parsing of Windows programs. The rules are from Microsoft's documentation:
// "cmd", "Escape characters, delimiters, and quotation marks at the Windows command line", and "Parsing C command-line
// arguments".

/** Returns the arguments that a program receives from a command. */
export function argumentsOf(text: string, environment: Record<string, string>): string[] {
  return split(unescaped(expanded(text.replace(/^rem [^\n]*\n/, ""), environment)));
}

/**
 * Expands variables. At the prompt, an unknown variable stays, and its second percent sign may start a different
 * variable.
 */
function expanded(text: string, environment: Record<string, string>): string {
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    const name = text[at] === "%" ? /^%([^%\n]+)%/.exec(text.slice(at))?.[1] : undefined;
    const value = name === undefined ? undefined : environment[name];
    if (name !== undefined && value !== undefined) {
      out += value;
      at += name.length + 1;
    } else out += text[at] ?? "";
  }
  return out;
}

/** Removes the carets outside quotes that escape a character. A caret at the end of a line continues the line. */
function unescaped(text: string): string {
  let out = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const it = text[at] ?? "";
    if (it === "^" && !isQuoted) {
      at += 1;
      if (text[at] === "\n") continue;
      out += text[at] ?? "";
      continue;
    }
    if (it === '"') isQuoted = !isQuoted;
    if (it === "\n") throw new Error("the command ends at an unquoted line break");
    if (/[&|<>()]/.test(it) && !isQuoted) throw new Error(`cmd interprets ${it}`);
    out += it;
  }
  return out;
}

/**
 * Splits a command line into arguments. An even number of backslashes before a quote is halved. An odd number escapes
 * the quote.
 */
function split(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const it = line[at] ?? "";
    if (/[ \t]/.test(it) && !isQuoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word ??= "";
    if (it === "\\") {
      const slashes = /^\\+/.exec(line.slice(at))?.[0].length ?? 0;
      const isBefore = line[at + slashes] === '"';
      word += "\\".repeat(isBefore ? slashes >> 1 : slashes);
      at += slashes - 1;
      if (isBefore && slashes % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (it === '"') isQuoted = !isQuoted;
    else word += it;
  }
  if (word !== undefined) words.push(word);
  return words;
}
