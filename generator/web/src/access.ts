// How requests may go out: through a gateway, or with a token directly. Tokens are in memory, unless the reader
// ticks otherwise.

import type { OperationData } from "./data.ts";
import type { Gateway } from "./gateway.ts";
import { address } from "./gateway.ts";
import { read, write } from "./storage.ts";
import type { Where } from "./storage.ts";

/** The hosts that a token is ever sent to without a gateway, whatever a description says. */
const HOMES = new Set(["https://api.github.com", "https://uploads.github.com"]);

export type Way = "gateway" | "direct";

export class Access {
  way: Way;
  /** As it was typed. */
  gateway: string;
  /** What the gateway said of itself, of the address that stands there now. */
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

  /** Keeps what is kept: addresses on this computer, tokens where the reader said. */
  save(): void {
    write("computer", "way", this.way === "direct" ? "direct" : "");
    write("computer", "gateway", this.gateway);
    const tokens = this.token || this.callerToken ? `${this.token}\n${this.callerToken}` : "";
    for (const where of ["tab", "computer"] as const) write(where, "tokens", this.keep === where ? tokens : "");
  }

  forget(): void {
    Object.assign(this, { way: "gateway", gateway: "", tested: undefined, callerToken: "", token: "", keep: undefined });
  }

  /** Returns where requests go and with what, or why they cannot. */
  route(data: OperationData): { base: string; headers: Record<string, string>; through: Way } | { problem: string } {
    if (window.top !== window) return { problem: "Sending is off while this page is within another one." };
    if (this.way === "gateway") {
      if (this.gateway.trim() === "") return { problem: "Enter a gateway URL below to enable sending." };
      const found = address(this.gateway);
      if ("problem" in found) return found;
      const headers: Record<string, string> = { "X-Tagsmith-Gateway": "1" };
      if (this.callerToken) {
        if (!isSendable(this.callerToken)) return { problem: "The caller's token has characters that no token has." };
        headers["X-Tagsmith-Token"] = this.callerToken;
      }
      return { base: found.url, headers, through: "gateway" };
    }
    if (this.token === "") return { problem: "Enter a token below to enable sending." };
    if (!isSendable(this.token)) return { problem: "The token has characters that no token has." };
    const server = data.server.replace(/\/+$/, "");
    if (!HOMES.has(server)) return { problem: `This operation is on ${server}: a token is sent to api.github.com alone.` };
    return { base: server, headers: { Authorization: `Bearer ${this.token}` }, through: "direct" };
  }
}

function isSendable(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}
