// The selection of an example for the request body.

import { make } from "./dom.ts";

/**
 * Returns a field that fills the body with the selected example. The field also shows which example the body currently
 * is.
 */
export function chooser(body: HTMLTextAreaElement, examples: [name: string, json: string][]): HTMLElement {
  const options = examples.map(([name], at) => make("option", { value: String(at) }, name));
  const own = make("option", { value: "", disabled: true }, "Custom");
  const select = make("select", { id: "try-example" }, ...options, own);
  const show = (): void => {
    const at = examples.findIndex(([, json]) => json.trim() === body.value.trim());
    select.value = at < 0 ? "" : String(at);
  };
  select.addEventListener("change", (event) => {
    event.stopPropagation();
    body.value = examples[Number(select.value)]?.[1] ?? body.value;
    body.dispatchEvent(new Event("input", { bubbles: true }));
  });
  body.addEventListener("input", show);
  // A link or the history can also change the body.
  body.addEventListener("fill", show);
  show();
  return make("p", { class: "choice" }, make("label", { for: select.id }, "Example"), " ", select);
}
