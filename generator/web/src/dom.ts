// Elements, made of text and elements alone: nothing that comes from elsewhere is ever read as markup.

type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/** Makes an element. `onclick` and the like take functions; `true` is an empty attribute, `false` none. */
export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  // Translators leave code as it is.
  if (name === "code" || name === "pre") element.translate = false;
  element.append(...children);
  return element;
}

export function byId(id: string): HTMLElement | null {
  return document.getElementById(id);
}

/** Makes a button. */
export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return make("button", { type: "button", ...attributes, onclick: press }, label);
}

/** Whether a key is pressed within an input method. Safari says so by the key's number alone. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Makes a link to what another server named, which opens beside this page; only its text, unless it is on the web. */
export function outward(href: string): HTMLElement {
  return /^https?:\/\//i.test(href) ? make("a", { href, target: "_blank", rel: "noreferrer" }, href) : make("code", {}, href);
}

/** Copies a text, and says so on the button for a moment. */
export async function copy(text: string, from: HTMLElement): Promise<void> {
  const label = from.dataset["label"] ?? from.textContent ?? "";
  from.dataset["label"] = label;
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = copyOld(text);
  }
  from.textContent = done ? "Copied" : "Not allowed: select the text and copy it";
  setTimeout(() => (from.textContent = label), 1500);
}

/** Pages that are files have no clipboard of the newer kind everywhere. */
function copyOld(text: string): boolean {
  const area = make("textarea", { readonly: true, class: "offscreen" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** Loads a script of this site. Policies that want Trusted Types let this one make their addresses. */
export function load(path: string): Promise<void> {
  const url = new URL((document.documentElement.dataset["root"] ?? "") + path, location.href);
  if (!url.href.startsWith(new URL(document.documentElement.dataset["root"] || "./", location.href).href) || !url.pathname.endsWith(".js")) {
    return Promise.reject(new Error("not a script of this site"));
  }
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.addEventListener("load", () => done());
    script.addEventListener("error", () => failed(new Error(`${path} does not load`)));
    script.src = trusted().createScriptURL(url.href) as string;
    document.head.append(script);
  });
}

interface Policy {
  createScriptURL(url: string): unknown;
}

let policy: Policy | undefined;

function trusted(): Policy {
  const kinds = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;
  const rules: Policy = { createScriptURL: (url) => url };
  policy ??= kinds ? kinds.createPolicy("tagsmith", rules) : rules;
  return policy;
}
