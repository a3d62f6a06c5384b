// The inlined script that sets the reader's theme before the first paint.

try {
  const kept = localStorage.getItem("tagsmith.theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset["theme"] = kept;
} catch {
  // Without storage, the system's theme applies.
}
