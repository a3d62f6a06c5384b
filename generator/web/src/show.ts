// Shows a response with a script that is loaded with the first response.

import type { OperationData, Types, Values } from "./data.ts";
import { load, make } from "./dom.ts";
import type { Reply } from "./exchange.ts";
import { typesOf } from "./names.ts";

export function say(at: HTMLElement, words: string, more: Node[] = []): void {
  at.replaceChildren(make("p", {}, words), ...more);
}

/** The function of that script, which returns a response as nodes. */
export type Show = (data: OperationData, values: Values, reply: Reply, types: () => Promise<Types>, follow: (values: Values) => void) => Promise<Node[]>;

/** Shows a response. `follow` requests the next page. */
export async function show(at: HTMLElement, data: OperationData, values: Values, reply: Reply, follow: (values: Values) => void): Promise<void> {
  const program = (globalThis as { tagsmith?: { response?: Show } }).tagsmith;
  try {
    if (!program?.response) await load(document.documentElement.dataset["responseProgram"] ?? "");
    const displayed = await program?.response?.(data, values, reply, () => typesOf(data), follow);
    if (displayed) return at.replaceChildren(...displayed);
  } catch (error) {
    if (program?.response) throw error;
  }
  say(at, `${reply.status} ${reply.statusText}`.trim(), [make("p", { class: "warning" }, "The script that shows responses could not be loaded. Reload the page."), make("pre", {}, new TextDecoder().decode(reply.content.subarray(0, 100_000)))]);
}
