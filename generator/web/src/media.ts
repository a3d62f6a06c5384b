// Detects whether a body is JSON, text, an image or bytes. The bytes take precedence over the media type, because
// GitHub sends all kinds of files as `application/vnd.github.raw+json`.

import { readJson } from "./tree.ts";

export interface Content {
  kind: "empty" | "json" | "text" | "image" | "bytes";
  /** The media type, which follows from the bytes for an image. */
  type: string;
  /** The text, for JSON and text. */
  text: string;
  /** The parsed JSON. */
  value?: unknown;
  /** A message for the reader about how the text was decoded. */
  note?: string;
}

/** Returns the kind of a body, by its bytes and the header `Content-Type`. */
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
    // A raw file may have a JSON media type, whatever its content is.
    return content;
  }
}

/** Returns the charset in a `Content-Type`. */
function charsetOf(header: string): string | undefined {
  return /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(header)?.slice(1).find((it) => it !== undefined);
}

/**
 * Decodes text. Returns `undefined` if the bytes are not text. A byte order mark takes precedence over the charset, as
 * the Encoding Standard requires.
 */
function decode(bytes: Uint8Array, charset: string | undefined, isText: boolean): { text: string; note?: string } | undefined {
  const strict = attempt(bytes, markOf(bytes) ?? charset ?? "utf-8", true);
  if (strict !== undefined && (isText || !/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(strict))) return { text: strict };
  if (strict !== undefined || !isText) return undefined;
  if (charset === undefined) return { text: attempt(bytes, "windows-1252", false) ?? "", note: "The body is not UTF-8 and declares no charset. It is decoded as windows-1252." };
  const loose = attempt(bytes, charset, false);
  if (loose !== undefined) return { text: loose, note: `Some bytes are invalid in ${charset} and shown as \ufffd.` };
  const text = attempt(bytes, "utf-8", false) ?? "";
  return { text, note: `The charset “${charset}” is unknown. The body is decoded as UTF-8.` };
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

/** Signatures of image formats that browsers support, from the MIME Sniffing Standard. `.` stands for any byte. */
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

/** Returns the file name for a saved body: the name that the server sent, or the last segment of the path. */
export function fileName(content: Content, headers: Headers, path: string): string {
  const disposition = headers.get("content-disposition") ?? "";
  const long = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const short = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition);
  const last = path.split("/").filter((it) => it !== "").at(-1) ?? "";
  const name = clean(decoded(long) || (short?.[1] ?? short?.[2]) || decoded(last)) || "response";
  if (disposition.includes("filename") || /\.\w{1,8}$/.test(name)) return name;
  return `${name}.${extensionOf(content)}`;
}

function extensionOf({ kind, type }: Content): string {
  for (const [pattern, extension] of EXTENSIONS) {
    const found = pattern.exec(type);
    // A body that is not JSON gets no name with `.json`, whatever its media type is.
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

/** Removes characters from a file name that are forbidden or misleading. */
function clean(name: string): string {
  return name.replace(/[\\/:*?"<>|]|[\p{C}\p{Zl}\p{Zp}]/gu, "_").replace(/^\.+|[. ]+$/g, "").slice(-120);
}
