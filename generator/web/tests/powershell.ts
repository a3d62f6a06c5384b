// Parses PowerShell commands with `tree-sitter-powershell`: the assignments, writes and calls of a script.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Language, Parser } from "web-tree-sitter";
import type { Node } from "web-tree-sitter";

/** The effects of a script. */
export interface Script {
  /** The command, with the arguments that PowerShell 7 passes to a program. */
  argv: string[];
  /** The text that the script writes to the file `$body`. */
  body: string | undefined;
  /** The problem of the script, if there is one. */
  problem: string | undefined;
}

/** The path of the file in `$body`. */
export const BODY = "body.tmp";

/** Returns a function that parses scripts with these environment variables. */
export async function powershell(environment: Record<string, string>): Promise<(text: string) => Script> {
  await Parser.init();
  const parser = new Parser();
  const place = dirname(createRequire(import.meta.url).resolve("tree-sitter-powershell/package.json"));
  parser.setLanguage(await Language.load(join(place, "tree-sitter-powershell.wasm")));
  return (text) => {
    const tree = parser.parse(text);
    const script: Script = { argv: [], body: undefined, problem: undefined };
    if (!tree) return { ...script, problem: "tree-sitter did not parse the script" };
    if (tree.rootNode.hasError) script.problem = "the script has a syntax error";
    const isLegacy = text.startsWith("$PSNativeCommandArgumentPassing = 'Legacy'\n");
    for (const command of of(tree.rootNode, "command")) {
      const name = of(command, "command_name")[0]?.text ?? "";
      if (name === "New-TemporaryFile") continue;
      const elements = of(command, "command_elements")[0]?.namedChildren ?? [];
      const words = elements.filter((it) => it !== null && it.type !== "command_argument_sep").map((it) => value(it as Node, environment));
      script.argv = [name, ...(isLegacy ? words.map(read) : words)];
    }
    for (const call of of(tree.rootNode, "invokation_expression")) {
      const [, written] = of(call, "argument_expression");
      if (written && call.text.startsWith("[IO.File]::WriteAllText($body, ")) script.body = value(written, environment);
    }
    return script;
  };
}

function of(node: Node, type: string): Node[] {
  return node.descendantsOfType(type).filter((it) => it !== null);
}

/** Returns an argument, by "about_Quoting_Rules": a doubled quote within quotes is one quote. */
function value(node: Node, environment: Record<string, string>): string {
  const [verbatim] = of(node, "verbatim_string_characters");
  if (verbatim) return verbatim.text.slice(1, -1).replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, "$1");
  const [expandable] = of(node, "expandable_string_literal");
  if (!expandable) return node.text;
  return expandable.text.slice(1, -1).replace(/\$(?:env:(\w+)|(\w+))/g, (_, name: string | undefined, own: string) => (name === undefined ? (own === "body" ? BODY : "") : (environment[name] ?? "")));
}

/** Returns an argument with escaped quotes in the way a Windows program reads it. */
function read(text: string): string {
  return text.replace(/(\\+)"/g, (_, slashes: string) => `${slashes.slice(0, slashes.length >> 1)}"`);
}
