// The snippets as tabs. Only the one that is shown is made anew when the form changes.

import type { OperationData, Values } from "./data.ts";
import { button, copy, make } from "./dom.ts";
import { languages } from "./snippet/index.ts";
import type { Language } from "./snippet/index.ts";
import { read, write } from "./storage.ts";

export class Tabs {
  private readonly data: OperationData;
  private readonly languages: Language[];
  private readonly code = make("code");
  private readonly note = make("p", { class: "hint" });
  private readonly panel = make("div", { role: "tabpanel", id: "snippet-panel" });
  private readonly tabs: Map<string, HTMLButtonElement>;
  private values: Values;
  private chosen: Language;

  constructor(data: OperationData, values: Values) {
    this.data = data;
    this.languages = languages(data);
    this.values = values;
    const kept = read("computer", "language");
    this.chosen = this.languages.find((it) => it.id === kept) ?? (this.languages[0] as Language);
    this.tabs = new Map(
      this.languages.map((it) => [it.id, button(it.title, () => this.choose(it), { role: "tab", id: `snippet-tab-${it.id}`, "aria-controls": this.panel.id })]),
    );
  }

  /** Puts the tabs in place of the snippets that stand there without the program. */
  show(section: HTMLElement): void {
    const bar = make("div", { role: "tablist", "aria-label": "Language of the snippet" }, ...this.tabs.values());
    bar.addEventListener("keydown", (event) => this.key(event));
    const all = button("Copy", () => void copy(this.code.textContent ?? "", all), { class: "copy small" });
    this.panel.append(make("pre", { tabindex: "0" }, this.code), this.note);
    for (const it of section.querySelectorAll(".snippet")) it.remove();
    section.append(all, make("div", { class: "bar" }, bar), this.panel);
    this.choose(this.chosen, false);
  }

  update(values: Values): void {
    this.values = values;
    const text = this.chosen.emit(this.data, values);
    if (this.code.textContent !== text) this.code.textContent = text;
  }

  private choose(language: Language, keep = true): void {
    this.chosen = language;
    if (keep) write("computer", "language", language.id);
    for (const [id, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(id === language.id));
      tab.tabIndex = id === language.id ? 0 : -1;
    }
    this.panel.setAttribute("aria-labelledby", `snippet-tab-${language.id}`);
    this.note.textContent = language.note ?? "";
    this.note.hidden = !language.note;
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
