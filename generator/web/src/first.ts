// What stands in every page and runs before it is painted: the theme that the reader chose.

try {
  const kept = localStorage.getItem("tagsmith.theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset["theme"] = kept;
} catch {
  // Where nothing may be stored, the theme is the system's.
}
