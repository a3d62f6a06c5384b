// Try it: the form, what it is as a link and as snippets, and sending it.

import { Access } from "./access.ts";
import { say, show } from "./answer.ts";
import { Authentication } from "./authentication.ts";
import { confirm, isWrite } from "./confirm.ts";
import type { OperationData, Values } from "./data.ts";
import { button, byId, make } from "./dom.ts";
import { exchange } from "./exchange.ts";
import { Form } from "./form.ts";
import { fromFragment, toFragment } from "./fragment.ts";
import { History } from "./history.ts";
import { request } from "./request.ts";
import { read, write } from "./storage.ts";
import { Tabs } from "./tabs.ts";

/** How long to wait with the link and the storage until the reader has stopped typing. */
const PAUSE = 300;

export function tryIt(data: OperationData): void {
  const element = byId("try");
  const send = byId("send-button");
  const why = byId("send-why");
  const answer = byId("answer");
  const past = byId("history");
  const section = byId("authentication");
  const snippets = byId("snippets");
  if (!(element instanceof HTMLFormElement) || !(send instanceof HTMLButtonElement) || !why || !answer || !past || !section || !snippets) return;

  const form = new Form(data, element);
  const initial = form.initial();
  const kept = `form.${data.id}`;
  form.fill(fromFragment(data, location.hash.slice(1), initial) ?? fromFragment(data, read("computer", kept) ?? "", initial) ?? initial);

  const tabs = new Tabs(data, form.values());
  tabs.show(snippets);

  const access = new Access();
  let running: AbortController | undefined;
  const ready = (): void => {
    const route = access.route(data);
    const problem = "problem" in route ? route.problem : "";
    send.disabled = problem !== "" || running !== undefined;
    const dubious = access.way === "gateway" && access.tested && !access.tested.operations.includes(data.id);
    const words = problem || (dubious ? "This gateway does not allow this operation." : "");
    if (why.textContent !== words) why.textContent = words;
  };

  let later: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(later);
    later = undefined;
    const fragment = toFragment(data, form.values(), initial);
    write("computer", kept, fragment);
    history.replaceState(history.state, "", fragment ? `#${fragment}` : location.pathname + location.search);
  };
  const changed = (): void => {
    const values = form.values();
    tabs.update(values);
    form.show();
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
    const values = fromFragment(data, location.hash.slice(1), initial);
    if (values) refill(values);
  });
  element.before(button("Clear the form", () => refill(initial), { class: "small", id: "try-clear" }));

  const past_ = new History(data, past, refill);
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
    say(answer, "Sending …", [make("progress", { "aria-label": "Sending" }), cancel]);
    const status = answer.querySelector("[role=status]");
    const result = await exchange(sent, route, file, running.signal, (words) => {
      if (status) status.textContent = words;
    });
    running = undefined;
    ready();
    if ("failure" in result) say(answer, result.failure);
    else await show(answer, data, values, result, (values) => {
      refill(values);
      void go();
    });
    if (document.activeElement === document.body) send.focus();
    past_.add("failure" in result ? "no answer" : String(result.status), values);
  };
  send.addEventListener("click", () => void go());
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!send.disabled) void go();
    else if (!form.ready()) return;
    else byId("gateway-url")?.focus();
  });

  // The whole of an answer is not read out: its first line is.
  answer.removeAttribute("aria-live");
  new Authentication(access, data.id, ready, () => {
    form.fill(initial);
    changed();
    clearTimeout(later);
    later = undefined;
    history.replaceState(history.state, "", location.pathname + location.search);
    past_.show();
  }).show(section);
  ready();
}
