// The theme: the system's, until the reader selects one. `first.ts` sets the selected theme before the first paint,
// unless the page's Content Security Policy is that of a different version.

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
