// What this browser keeps: under names that begin with `tagsmith.`, and nothing where keeping is not allowed.

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

/** Keeps a text; an empty one is forgotten. */
export function write(where: Where, name: string, text: string): void {
  try {
    if (text === "") store(where)?.removeItem(`tagsmith.${name}`);
    else store(where)?.setItem(`tagsmith.${name}`, text);
  } catch {
    // A full or forbidden store keeps nothing, and the page works on.
  }
}

/** Forgets all that this site keeps, but how it looks. */
export function forgetAll(): void {
  for (const where of ["tab", "computer"] as const) {
    const names = Object.keys(store(where) ?? {});
    for (const name of names) {
      if (name.startsWith("tagsmith.") && name !== "tagsmith.theme") store(where)?.removeItem(name);
    }
  }
}
