// The program of every page. What a page needs no program for is in its HTML.

import type { OperationData, Types } from "./data.ts";
import { byId, copy } from "./dom.ts";
import { find } from "./find.ts";
import { defined } from "./names.ts";
import { theme } from "./theme.ts";
import { tryIt } from "./try.ts";
import { unfold } from "./unfold.ts";

/** What other scripts of the site call. */
const program = ((globalThis as { tagsmith?: Record<string, unknown> }).tagsmith ??= {});
// The index of the search may come before what searches it.
program["index"] ??= (index: unknown): void => {
  program["waiting"] = index;
};
program["define"] = (_schema: string, types: Types): void => {
  Object.assign(defined, types);
};

for (const it of document.querySelectorAll<HTMLElement>("[data-program][hidden]")) it.hidden = false;
for (const it of document.querySelectorAll<HTMLElement>(".copy[data-copy]")) {
  it.addEventListener("click", () => void copy(byId(it.dataset["copy"] ?? "")?.textContent ?? "", it));
}
theme();

/** What the reader came for is painted first: the program needs a moment longer than the text. */
function start(): void {
  if (started) return;
  started = true;
  find(program);
  const data = byId("operation-data")?.textContent;
  if (!data) return;
  const operation = JSON.parse(data) as OperationData;
  tryIt(operation);
  unfold(operation);
}

let started = false;
requestAnimationFrame(() => setTimeout(start));
// Pages that are not looked at are not painted.
setTimeout(start, 500);
