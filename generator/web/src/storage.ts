// The browser storage of this site. All names begin with `tagsmith.`. Without permission, nothing is stored.

export type Where = "tab" | "computer";

function store(where: Where): Storage | undefined {
  try {
    return where === "tab" ? sessionStorage : localStorage;
  } catch {
    return undefined;
  }
}

export function read(where: Where, name: string): string | undefined {
  try {
    return store(where)?.getItem(`tagsmith.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores a text. An empty text removes the entry. */
export function write(where: Where, name: string, text: string): void {
  try {
    if (text === "") store(where)?.removeItem(`tagsmith.${name}`);
    else store(where)?.setItem(`tagsmith.${name}`, text);
  } catch {
    // Ignores the error if the storage is full or forbidden, since the page works without it.
  }
}

/** Removes everything that this site stores, except the theme. */
export function forgetAll(): void {
  for (const where of ["tab", "computer"] as const) {
    const names = Object.keys(store(where) ?? {});
    for (const name of names) {
      if (name.startsWith("tagsmith.") && name !== "tagsmith.theme") store(where)?.removeItem(name);
    }
  }
}
