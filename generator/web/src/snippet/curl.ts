// Generates the curl command for three shells. The command reads the token from the environment, so its text never
// contains the token.

import type { OperationData, Values } from "../data.ts";
import { NotJson, compact, parse } from "../json.ts";
import { request, target } from "../request.ts";
import type { Request } from "../request.ts";
import type { Way } from "./names.ts";
import { cmd, powershell, shell } from "./quote.ts";

/** The maximum length of an argument, with a margin. Linux allows 128 KiB. cmd allows 8 KiB per line. */
const LONGEST = 100_000;
const LONGEST_OF_CMD = 6_000;

/** The environment variable that contains the caller token for the gateway. */
export const CALLER = "TAGSMITH_TOKEN";

export function curl(data: OperationData, values: Values, way: Way = {}): string {
  const it = request(way.gateway === undefined ? data : { ...data, server: way.gateway }, values);
  const secret: [string, string] | undefined =
    way.gateway === undefined ? ["Authorization: Bearer ", data.tokenVariable] : way.caller ? ["X-Tagsmith-Token: ", CALLER] : undefined;
  const file = data.body?.binary ? values.body || "FILE" : undefined;
  if (way.shell === "powershell") return forPowershell(it, secret, file);
  if (way.shell === "cmd") return forCmd(it, secret, file);
  return forSh(it, secret, file);
}

/** Returns the words of the command before the body. An option with its value is one word. */
function words(it: Request, quote: (text: string) => string, secret: string | undefined, name: string): string[] {
  const words = [`${name} -L`];
  if (it.method !== "GET") words.push(`-X ${it.method}`);
  for (const [name, value] of it.headers) words.push(`-H ${quote(`${name}: ${value}`)}`);
  if (secret !== undefined) words.push(`-H "${secret}"`);
  if (it.contentType) words.push(`-H ${quote(`Content-Type: ${it.contentType}`)}`);
  words.push(quote(it.server + target(it)));
  return words;
}

function forSh(it: Request, secret: [string, string] | undefined, file: string | undefined): string {
  const all = words(it, shell, secret && `${secret[0]}$${secret[1]}`, "curl");
  let before = "";
  if (file !== undefined) all.push(`--data-binary ${shell(`@${file}`)}`);
  else if (it.body !== undefined && new TextEncoder().encode(it.body).length > LONGEST) {
    before = `printf '%s' ${shell(it.body)} | `;
    all.push("--data-binary @-");
  } else if (it.body !== undefined) all.push(`--data-raw ${shell(it.body)}`);
  return before + all.join(" \\\n  ");
}

/**
 * Passes the body in a file, because Windows PowerShell removes quotes from arguments, and its pipes change characters.
 */
function forPowershell(it: Request, secret: [string, string] | undefined, file: string | undefined): string {
  const legacy = it.headers.some(([, value]) => value.includes('"'));
  const quote = (text: string): string => powershell(legacy ? argument(text) : text);
  const all = words(it, quote, secret && `${secret[0]}$env:${secret[1]}`, "curl.exe");
  const before = legacy ? "$PSNativeCommandArgumentPassing = 'Legacy'\n" : "";
  if (file !== undefined) all.push(`--data-binary ${quote(`@${file}`)}`);
  if (file !== undefined || it.body === undefined) return before + all.join(" `\n  ");
  all.push('--data-binary "@$body"');
  return `${before}$body = New-TemporaryFile\n[IO.File]::WriteAllText($body, ${powershell(it.body)})\n${all.join(" `\n  ")}`;
}

function forCmd(it: Request, secret: [string, string] | undefined, file: string | undefined): string {
  const all = words(it, cmd, secret && `${secret[0]}%${secret[1]}%`, "curl.exe");
  let before = "";
  if (file !== undefined) all.push(`--data-binary ${cmd(`@${file}`)}`);
  else if (it.body !== undefined) {
    const body = plain(it.body);
    // A cmd command is a single line, and non-ASCII characters depend on the code page.
    if (/^[ -~]*$/.test(body) && body.length <= LONGEST_OF_CMD) all.push(`--data-raw ${cmd(body)}`);
    else {
      before = "rem Save the body as body.txt first: a cmd command cannot contain it.\n";
      all.push("--data-binary @body.txt");
    }
  }
  return before + all.join(" ^\n  ");
}

/** Returns JSON on one line and in ASCII. Text that is not JSON stays unchanged. */
function plain(text: string): string {
  try {
    return compact(parse(text)).replace(/[^ -~]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`);
  } catch (error) {
    if (error instanceof NotJson) return text;
    throw error;
  }
}

/** Escapes quotes for the argument parser of Windows programs. */
function argument(text: string): string {
  return text.replace(/(\\*)"/g, '$1$1\\"');
}
