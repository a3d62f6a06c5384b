// The snippets as tabs. The initial snippets stay until the form changes or the reader selects a different tab. Only
// then is the script loaded that generates code.

import type { OperationData, Values } from "./data.ts";
import type { Write } from "./code.ts";
import { button, byId, copy, load, make } from "./dom.ts";
import { address } from "./gateway.ts";
import { request, target } from "./request.ts";
import { SHELLS, languages } from "./snippet/names.ts";
import type { Language, Shell, Way } from "./snippet/names.ts";
import { read, write } from "./storage.ts";

export class Tabs {
  private readonly data: OperationData;
  private readonly languages: Language[];
  private readonly code = make("code", { translate: "no" });
  private readonly note = make("p", { class: "hint" });
  private readonly shell = make("select", { id: "snippet-shell", "aria-label": "Shell" }, ...SHELLS.map(([id, title]) => make("option", { value: id }, title)));
  private readonly through = make("input", { type: "checkbox", id: "snippet-gateway" });
  private readonly choices = make("p", { class: "choice", id: "snippet-choices" }, this.shell, make("label", { class: "check" }, this.through, " Through the gateway"));
  private readonly panel = make("div", { role: "tabpanel", id: "snippet-panel" });
  private readonly tabs: Map<string, HTMLButtonElement>;
  /** The initial snippets by language, and the values of the form that they belong to. */
  private readonly given = new Map<string, Node[]>();
  private readonly empty: string;
  private values: Values;
  private chosen: Language;

  constructor(data: OperationData, values: Values) {
    const body = byId("try-body");
    this.data = data;
    this.languages = languages(data);
    this.values = values;
    this.empty = sent(data, { parameters: {}, body: body instanceof HTMLTextAreaElement ? body.defaultValue : "" });
    const kept = read("computer", "language");
    this.chosen = this.languages.find((it) => it.id === kept) ?? (this.languages[0] as Language);
    this.shell.value = read("computer", "shell") ?? "sh";
    if (this.shell.value === "") this.shell.value = "sh";
    this.through.checked = read("computer", "through") === "gateway";
    this.tabs = new Map(
      this.languages.map((it) => [it.id, button(it.title, () => this.choose(it), { role: "tab", id: `snippet-tab-${it.id}`, "aria-controls": this.panel.id })]),
    );
  }

  /** Replaces the snippets on the page by tabs. */
  show(section: HTMLElement): void {
    const bar = make("div", { role: "tablist", "aria-label": "Language of the snippet" }, ...this.tabs.values());
    bar.addEventListener("keydown", (event) => this.key(event));
    const all = button("Copy", () => void copy(this.code.textContent ?? "", all), { class: "copy small" });
    for (const it of section.querySelectorAll<HTMLElement>(".snippet")) {
      this.given.set(it.dataset["language"] ?? "", [...(it.querySelector("code")?.childNodes ?? [])]);
      it.remove();
    }
    this.panel.append(this.choices, make("pre", { tabindex: "0" }, this.code), this.note);
    section.append(all, make("div", { class: "bar" }, bar), this.panel);
    this.choices.addEventListener("change", () => {
      write("computer", "shell", this.shell.value === "sh" ? "" : this.shell.value);
      write("computer", "through", this.through.checked ? "gateway" : "");
      this.choose(this.chosen, false);
    });
    // The reader enters the gateway's URL elsewhere on the page.
    document.addEventListener("input", (event) => (event.target as HTMLElement).closest("#authentication") && this.choose(this.chosen, false));
    section.addEventListener("focusin", () => void loaded());
    this.choose(this.chosen, false);
  }

  update(values: Values): void {
    this.values = values;
    this.arrange();
    void this.write();
  }

  /** Shows the options of the language. */
  private arrange(): void {
    const language = this.chosen;
    const hasGateway = language.gateway === true && gatewayUrl() !== undefined;
    this.shell.hidden = !language.shells;
    (this.through.parentElement as HTMLElement).hidden = !hasGateway;
    this.choices.hidden = !language.shells && !hasGateway;
    const note = (language.shells && SHELLS.find(([id]) => id === this.shell.value)?.[2]) || language.note;
    this.note.textContent = note ?? "";
    this.note.hidden = !note;
  }

  private async write(): Promise<void> {
    const language = this.chosen;
    const way = this.way();
    const given = this.given.get(language.id);
    // The documentation's example contains its own sample of the body.
    const isOfForm = language.id !== "rust" || !this.data.body;
    if (given && isOfForm && way.gateway === undefined && (way.shell ?? "sh") === "sh" && sent(this.data, this.values) === this.empty) return this.put(given);
    this.panel.setAttribute("aria-busy", "true");
    const write = await loaded();
    // If the reader typed while the script was loading, a later call shows the new text.
    if (this.chosen !== language) return;
    this.put(write ? write(language, this.data, this.values, this.way()) : ["The script that writes code could not be loaded. Reload the page."]);
  }

  private put(nodes: (Node | string)[]): void {
    this.code.replaceChildren(...nodes);
    this.panel.removeAttribute("aria-busy");
  }

  /** Returns how the snippet sends requests, if the language offers a choice. */
  private way(): Way {
    const way: Way = {};
    if (this.chosen.shells) way.shell = this.shell.value as Shell;
    const gateway = this.chosen.gateway && this.through.checked ? gatewayUrl() : undefined;
    if (gateway !== undefined) way.gateway = gateway;
    const caller = byId("caller-token");
    if (caller instanceof HTMLInputElement && caller.value !== "") way.caller = true;
    return way;
  }

  private choose(language: Language, keep = true): void {
    this.chosen = language;
    if (keep) write("computer", "language", language.id);
    for (const [id, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(id === language.id));
      tab.tabIndex = id === language.id ? 0 : -1;
    }
    this.panel.setAttribute("aria-labelledby", `snippet-tab-${language.id}`);
    this.update(this.values);
  }

  private key(event: KeyboardEvent): void {
    const at = this.languages.indexOf(this.chosen);
    const last = this.languages.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    const language = to === undefined ? undefined : this.languages[to];
    if (!language) return;
    event.preventDefault();
    this.choose(language);
    this.tabs.get(language.id)?.focus();
  }
}

/** Returns the request of a form as a text, for comparisons. */
function sent(data: OperationData, values: Values): string {
  const it = request(data, values);
  return JSON.stringify([target(it), it.headers, it.body ?? "", data.body?.binary ? values.body : ""]);
}

/** Returns the URL of the reader's gateway, if the URL is valid. */
function gatewayUrl(): string | undefined {
  const field = byId("gateway-url");
  const typed = field instanceof HTMLInputElement ? field.value : (read("computer", "gateway") ?? "");
  const found = typed.trim() === "" ? undefined : address(typed);
  return found && "url" in found ? found.url : undefined;
}

async function loaded(): Promise<Write | undefined> {
  const program = (globalThis as { tagsmith?: { code?: Write } }).tagsmith;
  if (!program?.code) await load(document.documentElement.dataset["codeProgram"] ?? "").catch(() => undefined);
  return program?.code;
}
