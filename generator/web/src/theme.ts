// Light or dark: as the reader's system says, until the button says otherwise. `first.ts` sets what was chosen before
// the page is painted, unless the page is served with the policy of another version.

import { byId } from "./dom.ts";
import { read, write } from "./storage.ts";

export function theme(): void {
  const root = document.documentElement;
  const kept = read("computer", "theme");
  if (kept === "light" || kept === "dark") root.dataset["theme"] = kept;
  const button = byId("theme");
  if (!button) return;
  const isDark = (): boolean => (root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const tell = (): void => button.setAttribute("aria-pressed", String(isDark()));
  tell();
  button.addEventListener("click", () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    write("computer", "theme", root.dataset["theme"]);
    tell();
  });
}
