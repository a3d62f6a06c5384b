// The languages of the snippets. A different script generates the code.

import type { OperationData } from "../data.ts";

export interface Language {
  id: "rust" | "curl" | "octokit" | "utdk" | "gh";
  title: string;
  /** A message for the reader. */
  note?: string;
  /** The profile whose tokens the snippet sends. The language is offered only for this profile. */
  profile?: string;
  /** Whether the snippet is a command, whose quoting depends on the shell. */
  shells?: true;
  /** Whether the snippet can use the reader's gateway. */
  gateway?: true;
}

export const LANGUAGES: Language[] = [
  { id: "rust", title: "Rust", gateway: true },
  { id: "curl", title: "curl", shells: true, gateway: true },
  { id: "octokit", title: "TypeScript", profile: "github", gateway: true },
  { id: "utdk", title: "@utdk/github", note: "@utdk/github is not published on npm: the tab TypeScript runs with octokit.", profile: "github" },
  { id: "gh", title: "gh api", note: "gh uses the token of its own login.", profile: "github" },
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

/** The options of a snippet's requests. */
export interface Way {
  shell?: Shell;
  /** The URL of the reader's gateway without a trailing slash, if the snippet uses it. */
  gateway?: string;
  /** Whether the gateway requires a caller token. */
  caller?: boolean;
}
