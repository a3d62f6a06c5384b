// The search field: a combobox with the results of `search.js`, which is loaded on first use.

import { byId, isComposing, load, make } from "./dom.ts";

export interface Hit {
  kind: "operation" | "type" | "tag";
  /** The path of the page, relative to the root of the site. */
  href: string;
  title: string;
  detail: string;
  method?: string;
  score: number;
}

interface Program {
  search?: (query: string, limit?: number) => Hit[];
}

const SHOWN = 12;

export function find(program: Program): void {
  const field = byId("search");
  const list = byId("search-results");
  if (!(field instanceof HTMLInputElement) || !list) return;
  const { root = "", searchProgram, searchIndex } = document.documentElement.dataset;
  let loading: Promise<boolean> | undefined;
  let chosen = -1;

  /** Loads the search scripts, and returns whether this succeeded. */
  const start = (): Promise<boolean> => {
    loading ??= Promise.all([searchProgram, searchIndex].map((it) => (it ? load(it) : Promise.reject(new Error("no search"))))).then(
      () => true,
      () => {
        loading = undefined;
        return false;
      },
    );
    return loading;
  };
  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[role=option]")];
  const choose = (at: number): void => {
    const all = options();
    chosen = all.length === 0 ? -1 : (at + all.length) % all.length;
    all.forEach((it, index) => it.setAttribute("aria-selected", String(index === chosen)));
    const it = all[chosen];
    if (it) {
      field.setAttribute("aria-activedescendant", it.id);
      it.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const close = (): void => {
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const tell = (words: string): void => {
    list.replaceChildren(make("li", { class: "none", role: "option", "aria-disabled": "true", id: "search-result-none" }, words));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(0);
  };
  const update = async (): Promise<void> => {
    const isThere = await start();
    const query = field.value.trim();
    if (query === "") return close();
    if (!isThere || !program.search) return tell("The search could not be loaded. Check the connection, and reload the page.");
    const hits = program.search(query, SHOWN);
    const rows = hits.map((hit, index) => {
      const href = root + hit.href;
      // Ignores URLs that do not lead to a page of this site.
      const isOwn = /^(?![\w+.-]*:|\/)/.test(hit.href);
      const link = make("a", { href: isOwn ? href : "#", tabindex: "-1" });
      if (hit.method) link.append(make("span", { class: `method ${hit.method.toLowerCase()}` }, hit.method), " ");
      link.append(make("span", { class: "title" }, hit.title), " ", make("span", { class: "detail" }, hit.detail));
      return make("li", { role: "option", id: `search-result-${index}`, "aria-selected": "false" }, link);
    });
    if (rows.length === 0) return tell("Nothing found");
    list.replaceChildren(...rows);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(0);
  };
  const open = (): void => options()[chosen]?.querySelector("a")?.click();

  field.addEventListener("focus", () => void start());
  field.addEventListener("input", () => void update());
  field.addEventListener("keydown", (event) => {
    // Ignores keys of an input method (IME).
    if (isComposing(event)) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") open();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => setTimeout(() => !list.contains(document.activeElement) && close(), 150));
  document.addEventListener("keydown", (event) => {
    const at = event.target as HTMLElement | null;
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !at?.closest("input, textarea, select, [contenteditable]");
    const isCommand = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isComposing(event) || !(isSlash || isCommand)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
