// The snippet generators: one pure function for each language, with the operation, the form and the way of sending as
// arguments.

import type { OperationData, Values } from "../data.ts";
import { curl } from "./curl.ts";
import { gh } from "./gh.ts";
import type { Language, Way } from "./names.ts";
import { octokit } from "./octokit.ts";
import { rust } from "./rust.ts";
import { utdk } from "./utdk.ts";

export type Emit = (data: OperationData, values: Values, way?: Way) => string;

export const EMIT: Record<Language["id"], Emit> = { rust, curl, octokit, utdk, gh };
