// The script of every page. The page also works without it.

import type { OperationData, Types } from "./data.ts";
import { byId, copy } from "./dom.ts";
import { find } from "./find.ts";
import { defined } from "./names.ts";
import { theme } from "./theme.ts";
import { tryIt } from "./try.ts";
import { unfold } from "./unfold.ts";

/** The functions that other scripts of the site call. */
const program = ((globalThis as { tagsmith?: Record<string, unknown> }).tagsmith ??= {});
// The search index may be loaded before the search script.
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

/** Runs after the first paint, so that the text is visible early. */
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
// Browsers do not paint pages in the background, so a timer is necessary.
setTimeout(start, 500);
