// The choice between the examples of a request body, where the description has several.

import { make } from "./dom.ts";

/** Returns a field that fills the body with the example that the reader chooses, and says which one stands there. */
export function chooser(body: HTMLTextAreaElement, examples: [name: string, json: string][]): HTMLElement {
  const options = examples.map(([name], at) => make("option", { value: String(at) }, name));
  const own = make("option", { value: "", disabled: true }, "Your own");
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
  // A link or the history fills the form without the reader.
  body.addEventListener("fill", show);
  show();
  return make("p", { class: "choice" }, make("label", { for: select.id }, "Example"), " ", select);
}
