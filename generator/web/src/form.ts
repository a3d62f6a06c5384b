// The form: its values, and the messages at fields with invalid values.

import { checkBody, checkParameters } from "./check.ts";
import type { Deviation } from "./check.ts";
import { isList, keyOf } from "./data.ts";
import type { OperationData, Parameter, Values } from "./data.ts";
import { button, byId, make } from "./dom.ts";
import { chooser } from "./examples.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The maximum number of displayed deviations of a body. */
const SHOWN = 20;

export class Form {
  private readonly data: OperationData;
  private readonly form: HTMLFormElement;
  private readonly touched = new Set<string>();
  private reported = "[]";
  private readonly deviations = make("ul", { id: "try-body-deviations", class: "deviations" });

  constructor(data: OperationData, form: HTMLFormElement) {
    this.data = data;
    this.form = form;
    form.noValidate = true;
    const body = this.body();
    if (body instanceof HTMLTextAreaElement) body.spellcheck = false;
    if (body) {
      body.after(this.deviations);
      describe(body, this.deviations.id);
    }
    if (body instanceof HTMLTextAreaElement && data.body?.examples) body.before(chooser(body, data.body.examples));
    // The field for the media type may be outside the form element.
    this.accept()?.addEventListener("change", () => form.dispatchEvent(new Event("change")));
    form.addEventListener("focusout", (event) => {
      const name = (event.target as Partial<Control> | null)?.name;
      if (name) this.touched.add(name.replace(/^segments\./, "path."));
      this.show();
    });
  }

  values(): Values {
    const parameters: Values["parameters"] = {};
    for (const parameter of this.data.parameters) parameters[keyOf(parameter)] = this.read(parameter);
    const body = this.body();
    const accept = this.accept()?.value;
    const chosen = accept ? { accept } : {};
    if (body instanceof HTMLInputElement) return { parameters, body: body.files?.[0]?.name ?? "", ...chosen };
    return { parameters, body: body?.value ?? "", ...chosen };
  }

  /** Returns the initial form, with the body that the page contains. */
  initial(): Values {
    const body = this.body();
    return { parameters: {}, body: body instanceof HTMLTextAreaElement ? body.defaultValue : "" };
  }

  fill(values: Values): void {
    for (const parameter of this.data.parameters) {
      const value = values.parameters[keyOf(parameter)] ?? "";
      const texts = Array.isArray(value) ? value : value === "" ? [] : [value];
      const controls = this.controls(parameter);
      const [only] = controls;
      if (controls.length === 1 && only instanceof HTMLTextAreaElement) only.value = texts.join("\n");
      else if (isBox(only)) {
        for (const it of controls) (it as HTMLInputElement).checked = texts.includes(it.value);
        const fold = only.closest("details");
        if (fold) fold.open ||= texts.length > 0;
      }
      else if (only instanceof HTMLSelectElement) pick(only, texts[0] ?? "");
      else if (only) only.value = texts[0] ?? "";
    }
    const body = this.body();
    if (body instanceof HTMLTextAreaElement) {
      body.value = values.body;
      body.dispatchEvent(new Event("fill"));
    }
    const accept = this.accept();
    if (accept) accept.value = values.accept ?? "";
    this.touched.clear();
    this.show();
  }

  /** Returns the selected file of the body. */
  file(): File | undefined {
    const body = this.body();
    return body instanceof HTMLInputElement ? body.files?.[0] : undefined;
  }

  /** Shows the errors of fields that the reader has left. */
  show(): void {
    const values = this.values();
    const problems = checkParameters(this.data, values);
    for (const parameter of this.data.parameters) {
      const key = keyOf(parameter);
      const seen = this.touched.has(key) || !isEmpty(values.parameters[key]);
      this.say(parameter, (seen && problems.get(key)) || "");
    }
    const deviations = this.lacksFile() ? [] : checkBody(this.data, values.body).deviations;
    this.list(values.body.trim() === "" && !this.touched.has("body") ? [] : deviations);
    if (this.lacksFile() && this.touched.has("body")) {
      this.body()?.setAttribute("aria-invalid", "true");
      this.deviations.replaceChildren(make("li", {}, "The file is required."));
      this.reported = "";
    }
  }

  private lacksFile(): boolean {
    const body = this.data.body;
    return body?.binary !== undefined && body.given === "always" && !this.file();
  }

  /** Shows all errors, and focuses the first one. Returns whether the form can be sent. */
  ready(): boolean {
    const values = this.values();
    for (const parameter of this.data.parameters) this.touched.add(keyOf(parameter));
    this.touched.add("body");
    this.show();
    const problems = checkParameters(this.data, values);
    const first = this.data.parameters.find((it) => problems.has(keyOf(it)));
    if (first) {
      this.controls(first)[0]?.focus();
      return false;
    }
    const fatal = this.data.body?.binary ? this.lacksFile() : checkBody(this.data, values.body).deviations.some((it) => it.fatal);
    if (fatal) this.body()?.focus();
    return !fatal;
  }

  private read(parameter: Parameter): string | string[] {
    const controls = this.controls(parameter);
    const [only] = controls;
    if (isBox(only)) return controls.filter((it) => (it as HTMLInputElement).checked).map((it) => it.value);
    const text = only?.value ?? "";
    if (!isList(parameter.type, this.data.types)) return text;
    return text.split("\n").filter((it) => it !== "");
  }

  private controls(parameter: Parameter): Control[] {
    return [...this.form.querySelectorAll<Control>(`[name="${CSS.escape(`${parameter.in}.${parameter.wire}`)}"]`)];
  }

  private accept(): HTMLSelectElement | undefined {
    const found = byId("try-accept");
    return found instanceof HTMLSelectElement ? found : undefined;
  }

  private body(): HTMLTextAreaElement | HTMLInputElement | undefined {
    const found = byId("try-body");
    return found instanceof HTMLTextAreaElement || found instanceof HTMLInputElement ? found : undefined;
  }

  private say(parameter: Parameter, problem: string): void {
    const controls = this.controls(parameter);
    const error = controls[0]?.closest(".field")?.querySelector(".field-error");
    if (error && error.textContent !== problem) error.textContent = problem;
    for (const it of controls) it.setAttribute("aria-invalid", String(problem !== ""));
  }

  private list(deviations: Deviation[]): void {
    const reported = JSON.stringify(deviations.slice(0, SHOWN + 1));
    // Does not replace an element while the reader clicks it.
    if (reported === this.reported) return;
    this.reported = reported;
    this.body()?.setAttribute("aria-invalid", String(deviations.length > 0));
    const items = deviations.slice(0, SHOWN).map((it) => {
      const go = button(it.path, () => this.select(it.at), { class: "path" });
      return make("li", {}, go, " ", it.message);
    });
    if (deviations.length > SHOWN) items.push(make("li", {}, `and ${deviations.length - SHOWN} more`));
    if (deviations.length > 0 && !deviations.some((it) => it.fatal)) {
      items.push(make("li", { class: "note" }, "The description may be wrong, so the body can still be sent."));
    }
    this.deviations.replaceChildren(...items);
  }

  private select(at: number): void {
    const body = this.body();
    if (!(body instanceof HTMLTextAreaElement)) return;
    body.focus();
    body.setSelectionRange(at, at + 1);
  }
}

/** Selects a value. Adds an unlisted value, because the server may accept it. */
function pick(select: HTMLSelectElement, text: string): void {
  select.value = text;
  if (select.value === text) return;
  select.append(make("option", { value: text }, text));
  select.value = text;
}

function isBox(control: Control | undefined): control is HTMLInputElement {
  return control instanceof HTMLInputElement && control.type === "checkbox";
}

function isEmpty(value: string | string[] | undefined): boolean {
  return value === undefined || value.length === 0;
}

export function describe(element: HTMLElement, id: string): void {
  const before = element.getAttribute("aria-describedby");
  element.setAttribute("aria-describedby", before ? `${before} ${id}` : id);
}
