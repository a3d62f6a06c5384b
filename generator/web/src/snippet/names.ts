// The languages of the snippets, as their tabs say them; what writes them is a script of its own.

import type { OperationData } from "../data.ts";

export interface Language {
  id: "rust" | "curl" | "octokit" | "utdk" | "gh";
  title: string;
  /** What the reader has to know of it. */
  note?: string;
  /** The profile whose tokens it sends: it is offered for no other API. */
  profile?: string;
  /** Whether it is a command, which each shell reads in its own way. */
  shells?: true;
  /** Whether it can send through the reader's gateway. */
  gateway?: true;
}

export const LANGUAGES: Language[] = [
  { id: "rust", title: "Rust", gateway: true },
  { id: "curl", title: "curl", shells: true, gateway: true },
  { id: "octokit", title: "TypeScript", profile: "github", gateway: true },
  { id: "utdk", title: "@utdk/github", note: "@utdk/github is not published on npm: the tab TypeScript runs with octokit.", profile: "github" },
  { id: "gh", title: "gh api", note: "gh uses the token that it is logged in with.", profile: "github" },
];

/** Returns the languages for an operation. */
export function languages(data: OperationData): Language[] {
  return LANGUAGES.filter((it) => it.profile === undefined || it.profile === data.profile);
}

export type Shell = "sh" | "powershell" | "cmd";

export const SHELLS: [Shell, title: string, note?: string][] = [
  ["sh", "sh, bash, zsh"],
  ["powershell", "PowerShell", "For Windows PowerShell 5.1 and PowerShell 7."],
  ["cmd", "cmd", "For the prompt: in a batch file, write each % twice."],
];

/** How a snippet sends, where there is a choice. */
export interface Way {
  shell?: Shell;
  /** The address of the reader's gateway, without a slash at its end, if it sends through that. */
  gateway?: string;
  /** Whether the gateway asks for a caller's token. */
  caller?: boolean;
}
