// What a body is: JSON, text, an image or bytes. Its media type says what it should be, and its bytes decide: GitHub
// sends files of any kind as `application/vnd.github.raw+json`.

import { readJson } from "./tree.ts";

export interface Content {
  kind: "empty" | "json" | "text" | "image" | "bytes";
  /** The media type, of an image by its bytes. */
  type: string;
  /** The text of JSON and of text. */
  text: string;
  /** The value of JSON. */
  value?: unknown;
  /** What the reader has to know of how it was read. */
  note?: string;
}

/** Returns what a body is, by its bytes and the header `Content-Type`. */
export function contentOf(bytes: Uint8Array, header: string): Content {
  const type = (header.split(";")[0] ?? "").trim().toLowerCase();
  if (bytes.length === 0) return { kind: "empty", type, text: "" };
  const isText = /^text\/|[/+]json\b|[/+]xml$|javascript|yaml|x-www-form-urlencoded|^application\/(sql|graphql|x-ndjson|toml)/.test(type);
  const image = imageType(bytes);
  if (image && (!isText || bytes.subarray(0, 64).includes(0))) return { kind: "image", type: image, text: "" };
  const read = decode(bytes, charsetOf(header), isText);
  if (!read) return { kind: "bytes", type, text: "" };
  const { text, note } = read;
  const content: Content = note === undefined ? { kind: "text", type, text } : { kind: "text", type, text, note };
  if (!/[/+]json\b/.test(type)) return content;
  try {
    return { ...content, kind: "json", value: readJson(text) };
  } catch {
    // A file that was asked for as it is has the media type of JSON, whatever it holds.
    return content;
  }
}

/** Returns the charset that a `Content-Type` names. */
function charsetOf(header: string): string | undefined {
  return /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(header)?.slice(1).find((it) => it !== undefined);
}

/** Returns the text of bytes; none if they are no text. A mark at the beginning precedes the charset, as the Encoding Standard says. */
function decode(bytes: Uint8Array, charset: string | undefined, isText: boolean): { text: string; note?: string } | undefined {
  const strict = attempt(bytes, markOf(bytes) ?? charset ?? "utf-8", true);
  if (strict !== undefined && (isText || !/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(strict))) return { text: strict };
  if (strict !== undefined || !isText) return undefined;
  if (charset === undefined) return { text: attempt(bytes, "windows-1252", false) ?? "", note: "This is not UTF-8, and no charset is declared: it is read as windows-1252." };
  const loose = attempt(bytes, charset, false);
  if (loose !== undefined) return { text: loose, note: `Some bytes are not ${charset}: \ufffd stands for them.` };
  const text = attempt(bytes, "utf-8", false) ?? "";
  return { text, note: `The charset “${charset}” is not known: it is read as UTF-8.` };
}

function markOf(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : undefined;
}

function attempt(bytes: Uint8Array, charset: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(charset, { fatal }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first bytes of images that browsers show, as the MIME Sniffing Standard lists them; `.` stands for any byte. */
const IMAGES: [type: string, signature: string][] = [
  ["image/png", "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/gif", "GIF87a"],
  ["image/gif", "GIF89a"],
  ["image/webp", "RIFF....WEBPVP"],
  ["image/avif", "....ftypavif"],
  ["image/x-icon", "\0\0\x01\0"],
];

function imageType(bytes: Uint8Array): string | undefined {
  const fits = (signature: string): boolean => [...signature].every((it, at) => it === "." || it.charCodeAt(0) === bytes[at]);
  return IMAGES.find(([, signature]) => fits(signature))?.[0];
}

const EXTENSIONS: [RegExp, string][] = [
  [/[/+]json\b/, "json"], [/^image\/(png|gif|webp|avif|bmp)$/, "$1"], [/^image\/jpeg$/, "jpg"], [/^image\/svg\+xml$/, "svg"], [/^image\/.*icon$/, "ico"],
  [/\bdiff$/, "diff"], [/\bpatch$/, "patch"], [/html$/, "html"], [/csv$/, "csv"], [/markdown$/, "md"], [/xml$/, "xml"], [/[/+]zip$/, "zip"], [/gzip$/, "gz"], [/x-tar$/, "tar"], [/pdf$/, "pdf"],
];

/** Returns the name to save a body by: the one that the server says, or the end of the path. */
export function fileName(content: Content, headers: Headers, path: string): string {
  const said = headers.get("content-disposition") ?? "";
  const long = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(said)?.[1];
  const short = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(said);
  const last = path.split("/").filter((it) => it !== "").at(-1) ?? "";
  const name = clean(decoded(long) || (short?.[1] ?? short?.[2]) || decoded(last)) || "response";
  if (said.includes("filename") || /\.\w{1,8}$/.test(name)) return name;
  return `${name}.${extensionOf(content)}`;
}

function extensionOf({ kind, type }: Content): string {
  for (const [pattern, extension] of EXTENSIONS) {
    const found = pattern.exec(type);
    // What is no JSON is not saved as such, whatever its media type.
    if (found && (extension !== "json" || kind === "json")) return extension.replace("$1", found[1] ?? "");
  }
  return kind === "text" ? "txt" : "bin";
}

function decoded(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? "");
  } catch {
    return "";
  }
}

/** Takes away what a name on a disk cannot have, or what would make it another one than it seems. */
function clean(name: string): string {
  return name.replace(/[\\/:*?"<>|]|[\p{C}\p{Zl}\p{Zp}]/gu, "_").replace(/^\.+|[. ]+$/g, "").slice(-120);
}
