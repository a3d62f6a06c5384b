// The form on the page of an operation: its link, its snippets, and sending.

import { Access } from "./access.ts";
import { say, show } from "./show.ts";
import { Authentication } from "./authentication.ts";
import { carriedInto, carry } from "./carried.ts";
import { confirm, isWrite } from "./confirm.ts";
import type { OperationData, Values } from "./data.ts";
import { button, byId, copy, isComposing, make, outward } from "./dom.ts";
import { exchange } from "./exchange.ts";
import { Form } from "./form.ts";
import { fromFragment, leftOut, toFragment } from "./fragment.ts";
import { History } from "./history.ts";
import { request } from "./request.ts";
import { reveal } from "./reveal.ts";
import { withoutSecrets } from "./secrets.ts";
import { read, write } from "./storage.ts";
import { Tabs } from "./tabs.ts";

/** The pause after typing until the link and the storage are updated. */
const PAUSE = 300;

export function tryIt(data: OperationData): void {
  const element = byId("try");
  const send = byId("send-button");
  const why = byId("send-why");
  const message = byId("response-status");
  const response = byId("response");
  const past = byId("history");
  const panel = byId("authentication");
  const snippets = byId("snippets");
  if (!(element instanceof HTMLFormElement) || !(send instanceof HTMLButtonElement) || !(panel instanceof HTMLDetailsElement)) return;
  if (!why || !message || !response || !past || !snippets) return;

  const form = new Form(data, element);
  const initial = form.initial();
  const kept = `form.${data.id}`;
  /** Fills the form from the link or the previous visit, without secrets. */
  const formOf = (text: string): Values | undefined => {
    const values = fromFragment(data, text, initial);
    return values && withoutSecrets(data, values).values;
  };
  const linked = (): Values | undefined => formOf(location.hash.slice(1));
  const setFragment = (fragment: string): void => history.replaceState(history.state, "", fragment ? `#${fragment}` : location.pathname + location.search);
  const first = linked();
  if (first) setFragment(toFragment(data, first, initial));
  const earlier = formOf(read("computer", kept) ?? "");
  if (earlier) write("computer", kept, toFragment(data, earlier, initial));
  form.fill(first ?? carriedInto(data, earlier ?? initial));

  const tabs = new Tabs(data, form.values());
  tabs.show(snippets);

  const access = new Access();
  let running: AbortController | undefined;
  const ready = (): void => {
    const route = access.route(data);
    const problem = "problem" in route ? route.problem : "";
    // The button stays enabled, so that Enter shows what is missing.
    send.setAttribute("aria-disabled", String(problem !== "" || running !== undefined));
    const dubious = access.way === "gateway" && access.tested && !access.tested.operations.includes(data.id);
    const words = problem || (dubious ? "This gateway does not allow this operation." : "");
    if (why.textContent !== words) why.textContent = words;
  };

  const note = make("p", { id: "link-note", class: "hint", role: "status" });
  let later: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(later);
    later = undefined;
    const fragment = toFragment(data, withoutSecrets(data, form.values()).values, initial);
    write("computer", kept, fragment);
    carry(data, form.values());
    // Removes the fragment of the address bar, which no longer matches the form.
    if (linked()) setFragment("");
  };
  const changed = (): void => {
    const values = form.values();
    tabs.update(values);
    form.show();
    note.textContent = "";
    clearTimeout(later);
    later = setTimeout(keep, PAUSE);
  };
  const refill = (values: Values): void => {
    form.fill(values);
    changed();
  };
  element.addEventListener("input", changed);
  element.addEventListener("change", changed);
  addEventListener("pagehide", () => later !== undefined && keep());
  addEventListener("hashchange", () => {
    const values = linked();
    if (!values) return;
    setFragment(toFragment(data, values, initial));
    form.fill(values);
    tabs.update(form.values());
  });
  const link = button("Copy link", () => {
    const { values, left } = withoutSecrets(data, form.values());
    const fragment = toFragment(data, values, initial);
    void copy(location.href.split("#")[0] + (fragment && `#${fragment}`), link);
    const out = [...left, ...leftOut(data, values, fragment)];
    note.textContent = out.length > 0 ? `The link omits: ${out.join(", ")}.` : "";
  }, { class: "small", id: "copy-link" });
  const clear = button("Clear the form", () => refill(initial), { class: "small", id: "try-clear" });
  element.before(make("div", { class: "tools" }, link, clear), note);

  const past_ = new History(data, past, refill);
  const authentication = new Authentication(panel, access, data.id, ready, () => {
    form.fill(initial);
    changed();
    clearTimeout(later);
    later = undefined;
    setFragment("");
    past_.show();
  });
  const go = async (): Promise<void> => {
    const route = access.route(data);
    if ("problem" in route || running || !form.ready()) return;
    const values = form.values();
    const sent = request(data, values);
    const file = form.file();
    if (isWrite(data.method) && !(await confirm(sent, route.base, file))) return;
    running = new AbortController();
    ready();
    const cancel = button("Cancel", () => running?.abort(), { id: "cancel" });
    const sending = make("p", {}, "Sending …");
    response.replaceChildren(sending, make("progress", { "aria-label": "Sending" }), cancel);
    message.textContent = "Sending …";
    reveal(response);
    const result = await exchange(sent, route, file, running.signal, (words) => (sending.textContent = words));
    running = undefined;
    ready();
    const link = result.link === undefined ? [] : [outward(result.link)];
    if ("failure" in result) say(response, result.failure, link);
    else {
      await show(response, data, values, result, (values) => {
        refill(values);
        void go();
      });
      response.querySelector(".warning")?.append(" ", ...link);
      if (result.refused) authentication.fails(result.refused === "caller");
      else authentication.works();
    }
    // Screen readers announce only the first line, not the whole response.
    message.textContent = response.querySelector("p")?.textContent ?? "";
    if (document.activeElement === document.body) send.focus({ preventScroll: true });
    reveal(response);
    past_.add("failure" in result ? "no response" : String(result.status), withoutSecrets(data, values).values);
  };
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running || !form.ready()) return;
    if ("problem" in access.route(data)) authentication.ask();
    else void go();
  });
  // Enter is a line break in a text area, so Ctrl+Enter or ⌘+Enter sends the form.
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (isComposing(event)) event.preventDefault();
    else if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      element.requestSubmit();
    }
  });

  send.disabled = false;
  authentication.show();
  ready();
}
