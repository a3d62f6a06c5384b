// The last requests of this operation in this tab: the form and the result of each, without credentials.

import type { OperationData, Values } from "./data.ts";
import { button, make } from "./dom.ts";
import { request, target } from "./request.ts";
import { read, write } from "./storage.ts";

const KEPT = 10;
const LONGEST = 100_000;

interface Entry {
  at: number;
  outcome: string;
  values: Values;
}

export class History {
  private readonly data: OperationData;
  private readonly place: HTMLElement;
  private readonly again: (values: Values) => void;

  constructor(data: OperationData, place: HTMLElement, again: (values: Values) => void) {
    this.data = data;
    this.place = place;
    this.again = again;
    this.show();
  }

  add(outcome: string, values: Values): void {
    const entries = [{ at: Date.now(), outcome, values }, ...this.entries()].slice(0, KEPT);
    while (entries.length > 1 && JSON.stringify(entries).length > LONGEST) entries.pop();
    write("tab", this.name(), JSON.stringify(entries));
    this.show();
  }

  show(): void {
    const rows = this.entries().map((entry) => {
      const { method } = this.data;
      const time = new Date(entry.at).toLocaleTimeString();
      const label = `${method} ${target(request(this.data, entry.values))}`;
      return make("li", {}, make("time", {}, time), " ", make("span", { class: "outcome" }, entry.outcome), " ", button(label, () => this.again(entry.values), { title: "Fill the form with this" }));
    });
    const more = rows.length > 0 ? [make("h3", {}, "Last requests in this tab"), make("ol", {}, ...rows)] : [];
    this.place.replaceChildren(...more);
  }

  private name(): string {
    return `history.${this.data.id}`;
  }

  private entries(): Entry[] {
    try {
      const found = JSON.parse(read("tab", this.name()) ?? "[]") as Entry[];
      return found.filter((it) => typeof it.values.parameters === "object" && typeof it.values.body === "string");
    } catch {
      return [];
    }
  }
}
