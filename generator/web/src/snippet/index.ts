// The languages of the snippets: one pure function each, of the operation and what the form holds.

import type { OperationData, Values } from "../data.ts";
import { curl } from "./curl.ts";
import { gh } from "./gh.ts";
import { octokit } from "./octokit.ts";
import { rust } from "./rust.ts";
import { utdk } from "./utdk.ts";

export interface Language {
  id: string;
  title: string;
  /** What the reader has to know of it. */
  note?: string;
  /** The profile whose tokens it sends: it is offered for no other API. */
  profile?: string;
  emit: (data: OperationData, values: Values) => string;
}

/** Returns the languages for an operation. */
export function languages(data: OperationData): Language[] {
  return LANGUAGES.filter((it) => it.profile === undefined || it.profile === data.profile);
}

export const LANGUAGES: Language[] = [
  { id: "rust", title: "Rust", emit: rust },
  { id: "curl", title: "curl", emit: curl },
  { id: "gh", title: "gh api", note: "gh uses the token that it is logged in with.", profile: "github", emit: gh },
  { id: "octokit", title: "TypeScript", profile: "github", emit: octokit },
  { id: "utdk", title: "@utdk/github", note: "The form of the package @utdk/github, which is not published.", profile: "github", emit: utdk },
];
