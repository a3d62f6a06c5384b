// Highlights syntax with one pattern for each kind of token. `generator/src/emit/site/colour.rs` does the same for the
// initial snippets, and a test compares both.

/**
 * The classes of tokens: keyword, string, number, comment, type, function, variable. The class of plain text is empty.
 */
export type Piece = [class_: "" | "k" | "s" | "n" | "c" | "t" | "f" | "v", text: string];

type Rule = [Piece[0], RegExp];

const RUST = "as async await const crate else false fn for if impl in let match mod move mut pub ref return self static struct super true type unsafe use where while".split(" ");
const SCRIPT = "async await const false from function import let new null return true typeof undefined".split(" ");
const among = (words: string[]): RegExp => new RegExp(`(?:${words.join("|")})(?![\\w$])`, "y");

const STRING: Rule = ["s", /"(?:[^"\\]|\\[^])*"?/y];
const NAMES: Rule[] = [["t", /[A-Z][\w$]*/y], ["f", /[a-z_$][\w$]*(?=!?\()/y], ["", /[\w$]+/y]];
const OPTION: Rule = ["k", /--?[A-Za-z][\w-]*/y];
/** A double-quoted string up to a variable, or the rest of the string after the variable. */
const quoted = (before: RegExp, variable: RegExp): Rule[] => [["s", /"(?=\s|$)/y], ["s", before], ["v", variable], ["s", /"[^"]*"?/y]];
const LANGUAGES: Record<string, Rule[]> = {
  rust: [["c", /\/\/[^\n]*/y], STRING, ["k", among(RUST)], ["", /r#\w+/y], ["n", /\d[\d_]*(?:\.\d+)?(?:_?[a-z]\w*)?/y], ...NAMES],
  script: [["c", /\/\/[^\n]*/y], STRING, ["s", /'(?:[^'\\\n]|\\[^])*'?/y], ["k", among(SCRIPT)], ["n", /\d[\d.]*(?:[eE][+-]?\d+)?/y], ...NAMES],
  sh: [["f", /(?:curl|gh api|printf)(?=\s)/y], ["s", /'[^']*'?/y], ...quoted(/"[^"$]*(?=\$)/y, /\$\w+/y), OPTION, ["", /[^\s'"$]+/y]],
  powershell: [["f", /(?:curl\.exe|New-TemporaryFile)(?=\s)/y], ["t", /\[[\w.]+\]/y], ["s", /'(?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*'?/y], ...quoted(/"[^"$]*(?=\$)/y, /\$[\w:]+/y), OPTION, ["", /[^\s'"$,)]+/y]],
  cmd: [["c", /rem [^\n]*/y], ["f", /curl\.exe(?=\s)/y], ["s", /\^"(?:(?! \^\n)[^])*/y], ...quoted(/"[^"%]*(?=%\w+%"(?:\s|$))/y, /%\w+%/y), OPTION, ["", /[^\s"%]+/y]],
};

/** Splits a text into highlighted pieces. */
export function colour(language: string, text: string): Piece[] {
  const rules = LANGUAGES[language] ?? [];
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    const [class_, part] = first(rules, text, at);
    const last = pieces.at(-1);
    if (last?.[0] === class_) last[1] += part;
    else pieces.push([class_, part]);
    at += part.length;
  }
  return pieces;
}

/** Returns the token at a position. If no pattern matches, the token is one character. */
function first(rules: Rule[], text: string, at: number): Piece {
  for (const [class_, pattern] of rules) {
    pattern.lastIndex = at;
    const part = pattern.exec(text)?.[0];
    if (part) return [class_, part];
  }
  return ["", text[at] ?? ""];
}
