// Generates and highlights code snippets. This script is loaded when the reader changes the form or the language.

import type { OperationData, Values } from "./data.ts";
import { make } from "./dom.ts";
import { colour } from "./snippet/colour.ts";
import { EMIT } from "./snippet/index.ts";
import type { Language, Way } from "./snippet/names.ts";

export type Write = (language: Language, data: OperationData, values: Values, way: Way) => Node[];

/** Returns a call as highlighted code. */
const write: Write = ({ id, shells }, data, values, way) => {
  const grammar = shells || id === "gh" ? (way.shell ?? "sh") : id === "rust" ? "rust" : "script";
  return colour(grammar, EMIT[id](data, values, way)).map(([class_, text]) => (class_ === "" ? document.createTextNode(text) : make("span", { class: class_ }, text)));
};

const program = ((globalThis as { tagsmith?: { code?: Write } }).tagsmith ??= {});
program.code = write;
