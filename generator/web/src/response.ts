// Shows a response as plain text. The script is loaded on first use.

import type { Show } from "./show.ts";
import type { OperationData, TypeRef, Values } from "./data.ts";
import { button, copy, make } from "./dom.ts";
import type { Reply } from "./exchange.ts";
import { marked } from "./invisible.ts";
import { contentOf, fileName } from "./media.ts";
import type { Content } from "./media.ts";
import { next } from "./next.ts";
import { picture } from "./picture.ts";
import { request } from "./request.ts";
import { sizeInWords } from "./size.ts";
import { Tree } from "./tree.ts";

/** The headers that the page shows. */
const WORTH = ["content-type", "link", "location", "etag", "last-modified", "retry-after", "x-github-request-id", "x-github-media-type", "x-accepted-oauth-scopes", "x-oauth-scopes", "deprecation", "sunset"];

/** The length of raw text that is shown at once. A limit keeps the page responsive. */
const PIECE = 256 * 1024;

const show: Show = async (data, values, reply, types, follow) => {
  const good = reply.status < 400;
  const head = make(
    "p",
    { class: `outcome ${good ? "good" : "bad"}` },
    make("strong", {}, ...marked(`${reply.status} ${reply.statusText}`.trim())),
    ` in ${Math.round(reply.milliseconds)} ms, ${sizeInWords(reply.bytes)}`,
    left(reply.headers),
  );
  const parts: Node[] = [head];
  if (reply.words) parts.push(make("p", { class: "warning" }, ...marked(reply.words)));
  const described = data.responses.find((it) => it.status === reply.status) ?? data.responses.find((it) => it.status === "other");
  if (described?.doc) parts.push(make("p", { class: "hint" }, described.doc));
  else if (!described) parts.push(make("p", { class: "hint" }, "The description does not declare this status."));
  parts.push(headers(reply.headers));

  const content = contentOf(reply.content, reply.headers.get("content-type") ?? "");
  const tree = content.kind === "json" ? new Tree(await types()) : undefined;
  const type = good ? typeOf(data, values, described?.type) : described?.type;
  parts.push(body(content, reply, tree?.show(content.value, type), fileName(content, reply.headers, request(data, values).path)));
  const more = good ? next(data, values, reply.headers.get("link"), content.value) : undefined;
  if (more) parts.push(button("Next page", () => follow(more), { class: "next-page" }));
  return parts;
};

/** Returns the type of a successful response, for the selected media type. */
function typeOf(data: OperationData, values: Values, type: TypeRef | undefined): TypeRef | undefined {
  const chosen = data.choices?.find((it) => it.mediaType === values.accept);
  return !chosen || chosen.extension ? type : chosen.type;
}

function left(headers: Headers): string {
  const remaining = headers.get("x-ratelimit-remaining");
  if (remaining === null) return "";
  const limit = headers.get("x-ratelimit-limit");
  return `; ${remaining} ${limit ? `of ${limit} ` : ""}requests left`;
}

function headers(headers: Headers): HTMLElement {
  const found = WORTH.filter((name) => headers.has(name));
  const rows = found.flatMap((name) => [make("dt", {}, name), make("dd", {}, ...marked(headers.get(name) ?? ""))]);
  const displayed = make("details", { class: "headers" }, make("summary", {}, `Headers (${found.length})`), make("dl", {}, ...rows));
  displayed.hidden = found.length === 0;
  return displayed;
}

function body(content: Content, reply: Reply, tree: HTMLElement | undefined, name: string): HTMLElement {
  if (content.kind === "empty") return make("p", {}, "The body is empty.");
  const view = make("div", { class: "view", tabindex: "0", role: "region", "aria-label": "Response body" });
  const bar = make("div", { class: "bar" });
  const buttons = make("span");
  const all = button("Copy", () => void copy(content.text, all), { class: "small" });
  if (content.kind === "json" || content.kind === "text") buttons.append(all, " ");
  buttons.append(button("Save", () => save(reply.content, content.type, name), { class: "small", title: `Save as ${name}` }));
  bar.append(tabs(content, reply.content, view, tree), buttons);
  const whole = make("div", { class: "body" }, bar, view);
  if (content.note) whole.prepend(make("p", { class: "hint" }, ...marked(content.note)));
  return whole;
}

/** Fills the view. Returns the bar with the buttons that switch the view. */
function tabs(content: Content, bytes: Uint8Array<ArrayBuffer>, view: HTMLElement, tree: HTMLElement | undefined): HTMLElement {
  const bar = make("span", { class: "tabs" });
  if (content.kind === "image" || content.kind === "bytes") {
    bar.append(content.type || "no media type");
    if (content.kind === "image") picture(view, bytes, content.type);
    else view.append(make("p", { class: "hint" }, "The body is not text. Save it to view it."));
    return bar;
  }
  const choose = (isRaw: boolean): void => {
    view.replaceChildren(isRaw || !tree ? raw(content.text) : tree);
    asTree.setAttribute("aria-pressed", String(!isRaw));
    asRaw.setAttribute("aria-pressed", String(isRaw));
  };
  const asTree = button("Tree", () => choose(false), { class: "tab" });
  const asRaw = button("Raw", () => choose(true), { class: "tab" });
  if (tree) bar.append(asTree, asRaw);
  choose(!tree);
  return bar;
}

function raw(text: string): HTMLElement {
  const displayed = make("pre", { translate: "no" });
  let at = 0;
  const add = (): void => {
    // Does not split a surrogate pair.
    const end = at + PIECE + (/[\ud800-\udbff]/.test(text[at + PIECE - 1] ?? "") ? 1 : 0);
    displayed.append(...marked(text.slice(at, end)));
    at = end;
    more.textContent = `Show ${sizeInWords(Math.min(PIECE, text.length - at))} of the remaining ${sizeInWords(text.length - at)}`;
    more.hidden = at >= text.length;
  };
  const more = button("", add, { class: "more" });
  add();
  return make("div", {}, displayed, more);
}

/** Saves a body byte for byte. */
function save(bytes: Uint8Array<ArrayBuffer>, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: type || "application/octet-stream" }));
  const link = make("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const program = ((globalThis as { tagsmith?: { response?: Show } }).tagsmith ??= {});
program.response = show;
