// Wraps code. A call that fits stays on one line. In other calls, each argument has its own line.

export type Code =
  | string
  /** Code that may be wrapped between arguments. */
  | { head: string; open: string; close: string; parts: Code[] }
  /** Code that may be wrapped before each method call. */
  | { base: Code; links: Code[] }
  /** Statements, one per line. */
  | { statements: Code[] };

/** The visible line length on a page at 1280 pixels. `generator/src/emit/site/narrow.rs` wraps in the same way. */
const WIDTH = 44;
const STEP = "    ";

/** Returns a template with code in its hole. A hole that is alone in brackets accepts any number of arguments. */
export function within(template: string, parts: Code[]): Code {
  const [, before = template, after = ""] = /^([^{]*)\{\w?\}(.*)$/s.exec(template) ?? [];
  if (/[([]$/.test(before) && /^[)\]]/.test(after)) return { head: before.slice(0, -1), open: before.slice(-1), close: after, parts };
  return around(before, parts[0] ?? "", after);
}

/** Returns the code with a prefix and a suffix. */
function around(before: string, code: Code, behind: string): Code {
  if (typeof code === "string") return `${before}${code}${behind}`;
  if ("head" in code) return { ...code, head: before + code.head, close: code.close + behind };
  return { head: before, open: "", close: behind, parts: [code] };
}

/** Returns the wrapped code, whose first line follows a prefix. */
export function layout(code: Code, indent = "", before = "", behind = ""): string {
  const flat = onOneLine(code);
  if (flat !== undefined && indent.length + before.length + flat.length + behind.length <= WIDTH) return before + flat + behind;
  if (typeof code === "string") return before + code + behind;
  const inner = indent + STEP;
  if ("statements" in code) {
    const lines = code.statements.map((it) => inner + layout(it, inner));
    return `${before}{\n${lines.join("\n")}\n${indent}}${behind}`;
  }
  if ("links" in code) {
    const lines = code.links.map((it) => inner + layout(it, inner));
    return `${layout(code.base, indent, before)}\n${lines.join("\n")}${behind}`;
  }
  const only = code.parts[0];
  if (code.open === "" && only !== undefined) return layout(only, indent, before + code.head, code.close + behind);
  if (code.parts.length === 0) return before + code.head + code.open + code.close + behind;
  const lines = code.parts.map((it) => `${inner}${layout(it, inner, "", ",")}\n`);
  return `${before}${code.head}${code.open}\n${lines.join("")}${indent}${code.close}${behind}`;
}

function onOneLine(code: Code): string | undefined {
  if (typeof code === "string") return code;
  if ("statements" in code) return undefined;
  if ("links" in code) return join([code.base, ...code.links], "");
  const parts = join(code.parts, ", ");
  return parts === undefined ? undefined : code.head + code.open + parts + code.close;
}

function join(codes: Code[], between: string): string | undefined {
  const flat: string[] = [];
  for (const code of codes) {
    const it = onOneLine(code);
    if (it === undefined) return undefined;
    flat.push(it);
  }
  return flat.join(between);
}
