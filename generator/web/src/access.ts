// Decides how requests are sent: through a gateway, or directly with a token. Tokens stay in memory, unless the reader
// chooses to store a token.

import type { OperationData } from "./data.ts";
import type { Gateway } from "./gateway.ts";
import { address } from "./gateway.ts";
import { read, write } from "./storage.ts";
import type { Where } from "./storage.ts";

/** The only hosts to which pages send a token without a gateway, independent of the description. */
const HOMES = new Set(["https://api.github.com", "https://uploads.github.com"]);

export type Way = "gateway" | "direct";

export class Access {
  way: Way;
  /** The typed text. */
  gateway: string;
  /** The result of testing the current gateway URL. */
  tested: Gateway | undefined;
  callerToken = "";
  token = "";
  keep: Where | undefined;

  constructor() {
    this.way = read("computer", "way") === "direct" ? "direct" : "gateway";
    this.gateway = read("computer", "gateway") ?? "";
    for (const where of ["tab", "computer"] as const) {
      const kept = read(where, "tokens");
      if (!kept) continue;
      const [token, callerToken] = kept.split("\n");
      this.token = token ?? "";
      this.callerToken = callerToken ?? "";
      this.keep = where;
      break;
    }
  }

  /** Stores URLs on this computer, and tokens in the storage that the reader chose. */
  save(): void {
    write("computer", "way", this.way === "direct" ? "direct" : "");
    write("computer", "gateway", this.gateway);
    const tokens = this.token || this.callerToken ? `${this.token}\n${this.callerToken}` : "";
    for (const where of ["tab", "computer"] as const) write(where, "tokens", this.keep === where ? tokens : "");
  }

  forget(): void {
    Object.assign(this, { way: "gateway", gateway: "", tested: undefined, callerToken: "", token: "", keep: undefined });
  }

  /** Returns the base URL and the headers of requests, or the reason why sending is disabled. */
  route(data: OperationData): { base: string; headers: Record<string, string>; through: Way } | { problem: string } {
    if (window.top !== window) return { problem: "Sending is disabled while this page is in a frame." };
    if (this.way === "gateway") {
      if (this.gateway.trim() === "") return { problem: "Enter a gateway URL below to enable sending." };
      const found = address(this.gateway);
      if ("problem" in found) return found;
      const headers: Record<string, string> = { "X-Tagsmith-Gateway": "1" };
      if (this.callerToken) {
        if (!isSendable(this.callerToken)) return { problem: "The caller token contains invalid characters." };
        headers["X-Tagsmith-Token"] = this.callerToken;
      }
      return { base: found.url, headers, through: "gateway" };
    }
    if (this.token === "") return { problem: "Enter a token below to enable sending." };
    if (!isSendable(this.token)) return { problem: "The token contains invalid characters." };
    const server = data.server.replace(/\/+$/, "");
    if (!HOMES.has(server)) return { problem: `This operation is on ${server}. Tokens are sent only to api.github.com.` };
    return { base: server, headers: { Authorization: `Bearer ${this.token}` }, through: "direct" };
  }
}

function isSendable(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}
