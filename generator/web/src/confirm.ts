// Shows a request that writes or deletes, and asks for confirmation.

import { make } from "./dom.ts";
import { target } from "./request.ts";
import type { Request } from "./request.ts";

/** The maximum displayed length of a body. */
const SHOWN = 20_000;

export function isWrite(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** Returns whether the reader confirms the request. */
export function confirm(request: Request, base: string, file: File | undefined): Promise<boolean> {
  const yes = make("button", { value: "send", class: "danger" }, request.method === "DELETE" ? "Send the delete" : "Send");
  const no = make("button", { value: "", autofocus: true }, "Cancel");
  const body = file ? `the file ${file.name}, ${file.size} bytes` : request.body;
  const dialog = make(
    "dialog",
    { "aria-labelledby": "confirm-title", id: "confirm" },
    make(
      "form",
      { method: "dialog" },
      make("h2", { id: "confirm-title" }, request.method === "DELETE" ? "This deletes. Send it?" : "This writes. Send it?"),
      make("p", {}, make("code", {}, `${request.method} ${base}${target(request)}`)),
      ...(body === undefined ? [] : [make("pre", { tabindex: "0", "aria-label": "Body" }, body.length > SHOWN ? `${body.slice(0, SHOWN)}…` : body)]),
      make("div", { class: "row" }, no, yes),
    ),
  );
  document.body.append(dialog);
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "send");
    });
    dialog.showModal();
  });
}
