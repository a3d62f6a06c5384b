// Creates elements from texts and other elements only, so that no untrusted text is parsed as markup.

type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/**
 * Creates an element. Event attributes such as `onclick` are functions. `true` creates an empty attribute, and `false`
 * creates no attribute.
 */
export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  // Stops browsers from translating code.
  if (name === "code" || name === "pre") element.translate = false;
  element.append(...children);
  return element;
}

export function byId(id: string): HTMLElement | null {
  return document.getElementById(id);
}

/** Creates a button. */
export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return make("button", { type: "button", ...attributes, onclick: press }, label);
}

/** Whether a key press belongs to an input method (IME). Safari reports this only through the key code. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Creates an external link that opens in a new tab. If the URL is not a web URL, creates only text. */
export function outward(href: string): HTMLElement {
  return /^https?:\/\//i.test(href) ? make("a", { href, target: "_blank", rel: "noreferrer" }, href) : make("code", {}, href);
}

/** Copies a text, and shows the result on the button for a moment. */
export async function copy(text: string, from: HTMLElement): Promise<void> {
  const label = from.dataset["label"] ?? from.textContent ?? "";
  from.dataset["label"] = label;
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = copyOld(text);
  }
  from.textContent = done ? "Copied" : "Not permitted: select and copy the text";
  setTimeout(() => (from.textContent = label), 1500);
}

/** The fallback for pages from files, where the clipboard API may be missing. */
function copyOld(text: string): boolean {
  const area = make("textarea", { readonly: true, class: "offscreen" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** Loads a script of this site through the Trusted Types policy. */
export function load(path: string): Promise<void> {
  const url = new URL((document.documentElement.dataset["root"] ?? "") + path, location.href);
  if (!url.href.startsWith(new URL(document.documentElement.dataset["root"] || "./", location.href).href) || !url.pathname.endsWith(".js")) {
    return Promise.reject(new Error("not a script of this site"));
  }
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.addEventListener("load", () => done());
    script.addEventListener("error", () => failed(new Error(`${path} could not be loaded`)));
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
