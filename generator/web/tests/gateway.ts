// Starts the real gateway, as described in README, with a local upstream that returns the description's examples.

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { textOf } from "./operations.ts";

export interface Served {
  /** The URL of the reference, as the gateway prints it. */
  url: string;
  /** The fake token for GitHub. */
  token: string;
  received: { method: string; target: string; headers: IncomingHttpHeaders }[];
  close: () => void;
}

const EXAMPLE_OF = "copilot/get-copilot-seat-details-for-user/index.html";
const PATIENCE = 20_000;

export interface Setup {
  listen?: string;
  /** Further arguments of the command. */
  words?: string[];
  /** Writes the response of the upstream. If it returns false, the upstream returns the description's example. */
  response?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export async function real(program: string, setup: Setup = {}): Promise<Served> {
  const received: Served["received"] = [];
  let example = "";
  const upstream = createServer((request, response) => {
    received.push({ method: request.method ?? "", target: request.url ?? "", headers: request.headers });
    if (setup.response?.(request, response)) return;
    response.writeHead(200, {
      "content-type": "application/json; charset=utf-8",
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": "4999",
      "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3600),
    });
    response.end(example);
  });
  await new Promise<void>((done) => upstream.listen(0, "127.0.0.1", done));
  const { port } = upstream.address() as AddressInfo;
  const token = "a-token-that-is-none-of-github";
  const address = `http://127.0.0.1:${port}`;
  const words = [...(setup.words ?? []), "--site", "--listen", setup.listen ?? "127.0.0.1:0", "--upstream", address, "--credential", "env:GITHUB_TOKEN", "--no-credential-check"];
  const gateway = spawn(program, words, { env: { GITHUB_TOKEN: token }, stdio: ["ignore", "ignore", "pipe"] });
  const close = (): void => {
    gateway.kill();
    upstream.closeAllConnections();
    upstream.close();
  };
  try {
    const url = await new Promise<string>((done, failed) => {
      let message = "";
      const late = setTimeout(() => failed(new Error(`the gateway does not print the URL of the reference:\n${message}`)), PATIENCE);
      gateway.on("error", failed);
      gateway.on("exit", () => failed(new Error(`the gateway ended:\n${message}`)));
      gateway.stderr.setEncoding("utf8").on("data", (text: string) => {
        message += text;
        const found = /^reference: (http\S+)$/m.exec(message)?.[1];
        if (!found) return;
        clearTimeout(late);
        done(found);
      });
    });
    example = await exampleOf(`${url}${EXAMPLE_OF}`);
    return { url, token, received, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Returns the example of an operation's response, as the page shows it. */
async function exampleOf(url: string): Promise<string> {
  const page = await (await fetch(url)).text();
  const displayed = /<summary>Example<\/summary><pre[^>]*><code[^>]*>([^<]*)<\/code>/.exec(page)?.[1] ?? "";
  const text = textOf(displayed);
  JSON.parse(text);
  return text;
}
