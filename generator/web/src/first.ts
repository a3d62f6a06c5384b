// The inlined script, which sets the selected theme before the first paint.

try {
  const kept = localStorage.getItem("tagsmith.theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset["theme"] = kept;
} catch {
  // If the storage is forbidden, the theme of the system applies.
}
