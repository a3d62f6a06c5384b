// What came of a request, shown: as text alone, whatever it holds.

import type { OperationData, TypeRef, Values } from "./data.ts";
import { button, copy, make } from "./dom.ts";
import { sizeInWords } from "./exchange.ts";
import type { Reply } from "./exchange.ts";
import { typesOf } from "./names.ts";
import { next } from "./next.ts";
import { Tree, readJson } from "./tree.ts";

/** Headers that tell a reader something. */
const WORTH = ["content-type", "link", "location", "etag", "last-modified", "retry-after", "x-github-request-id", "x-github-media-type", "x-accepted-oauth-scopes", "x-oauth-scopes", "deprecation", "sunset"];

/** How much raw text is shown at once: more would keep the page busy. */
const PIECE = 256 * 1024;

export function say(at: HTMLElement, words: string, more: Node[] = []): void {
  at.replaceChildren(make("p", {}, words), ...more);
}

/** Shows an answer; `follow` sends for the next page. */
export async function show(at: HTMLElement, data: OperationData, values: Values, reply: Reply, follow: (values: Values) => void): Promise<void> {
  const good = reply.status < 400;
  const head = make(
    "p",
    { class: `outcome ${good ? "good" : "bad"}` },
    make("strong", {}, `${reply.status} ${reply.statusText}`.trim()),
    ` in ${Math.round(reply.milliseconds)} ms, ${sizeInWords(reply.bytes)}`,
    left(reply.headers),
  );
  const parts: Node[] = [head];
  if (reply.words) parts.push(make("p", { class: "warning" }, reply.words));
  const described = data.answers.find((it) => it.status === reply.status) ?? data.answers.find((it) => it.status === "other");
  if (described?.doc) parts.push(make("p", { class: "hint" }, described.doc));
  else if (!described) parts.push(make("p", { class: "hint" }, "The description does not have this status."));
  parts.push(headers(reply.headers));
  at.replaceChildren(...parts);

  const json = reply.isText ? attempt(reply.text) : undefined;
  const more = good ? next(data, values, reply.headers.get("link"), json?.value) : undefined;
  at.append(await body(data, reply, json, described?.type));
  if (more) at.append(button("Next page", () => follow(more), { class: "next-page" }));
}

function left(headers: Headers): string {
  const remaining = headers.get("x-ratelimit-remaining");
  if (remaining === null) return "";
  const limit = headers.get("x-ratelimit-limit");
  return `; ${remaining} ${limit ? `of ${limit} ` : ""}requests left`;
}

function headers(headers: Headers): HTMLElement {
  const found = WORTH.filter((name) => headers.has(name));
  const rows = found.flatMap((name) => [make("dt", {}, name), make("dd", {}, headers.get(name) ?? "")]);
  const shown = make("details", { class: "headers" }, make("summary", {}, `Headers (${found.length})`), make("dl", {}, ...rows));
  shown.hidden = found.length === 0;
  return shown;
}

function attempt(text: string): { value: unknown } | undefined {
  if (text.trim() === "") return undefined;
  try {
    return { value: readJson(text) };
  } catch {
    return undefined;
  }
}

async function body(data: OperationData, reply: Reply, json: { value: unknown } | undefined, type: TypeRef | undefined): Promise<HTMLElement> {
  if (!reply.isText) return make("p", {}, `The body is no text: ${sizeInWords(reply.bytes)} of ${reply.headers.get("content-type") ?? "no type"}.`);
  if (reply.text === "") return make("p", {}, "The body is empty.");
  const view = make("div", { class: "view", tabindex: "0", role: "region", "aria-label": "Body of the answer" });
  const bar = make("div", { class: "bar" });
  const showRaw = (): void => {
    view.replaceChildren(raw(reply.text));
    set(true);
  };
  const types = json ? await typesOf(data) : {};
  const showTree = (): void => {
    view.replaceChildren(new Tree(types).show(json?.value, type));
    set(false);
  };
  const asTree = button("Tree", showTree, { class: "tab" });
  const asRaw = button("Raw", showRaw, { class: "tab" });
  const set = (isRaw: boolean): void => {
    asTree.setAttribute("aria-pressed", String(!isRaw));
    asRaw.setAttribute("aria-pressed", String(isRaw));
  };
  const all = button("Copy", () => void copy(reply.text, all), { class: "small" });
  bar.append(make("span", { class: "tabs" }, ...(json ? [asTree, asRaw] : [])), all);
  if (json) showTree();
  else showRaw();
  return make("div", { class: "body" }, bar, view);
}

function raw(text: string): HTMLElement {
  const shown = make("pre", {}, text.slice(0, PIECE));
  let at = PIECE;
  const more = button("", () => {
    shown.append(text.slice(at, at + PIECE));
    at += PIECE;
    label();
  }, { class: "more" });
  const label = (): void => {
    more.textContent = `Show ${sizeInWords(Math.min(PIECE, text.length - at))} of ${sizeInWords(text.length - at)} more`;
    more.hidden = at >= text.length;
  };
  label();
  return make("div", {}, shown, more);
}
