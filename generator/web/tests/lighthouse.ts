// Runs Lighthouse 12 on an operation's page, and reports the median of five runs.
//
//     npm run lighthouse -- --site DIR [--page …/index.html]

import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { FLAGS, path } from "./chromium.ts";
import { mock } from "./mock.ts";
import { Tally, options, required } from "./tally.ts";

const BOUNDS: Record<string, number> = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };
const ROUNDS = 5;

const given = options();
const tally = new Tally();
const gateway = await mock({ site: resolve(required(given, "site")) });
const page = given.get("page") ?? "copilot/get-copilot-seat-details-for-user/index.html";

interface Report {
  categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
}

function run(): Promise<Report> {
  const flags = `--headless=new ${FLAGS.join(" ")}`;
  const words = ["--yes", "lighthouse@12", `${gateway.url}/reference/${page}`, "--quiet", "--output=json", `--chrome-flags=${flags}`, `--only-categories=${Object.keys(BOUNDS).join(",")}`];
  return new Promise((done, failed) => {
    execFile("npx", words, { env: { ...process.env, CHROME_PATH: path() }, maxBuffer: 1 << 28 }, (error, out, err) => {
      if (error) failed(new Error(`${error.message.slice(0, 300)}\n${err.slice(-1000)}`));
      else done(JSON.parse(out) as Report);
    });
  });
}

const reports: Report[] = [];
for (let round = 0; round < ROUNDS; round += 1) reports.push(await run());
console.log("| Lighthouse 12 | minimum | median of five |\n|---|---|---|");
for (const [name, least] of Object.entries(BOUNDS)) {
  const scores = reports.map((it) => Math.round((it.categories[name]?.score ?? 0) * 100)).sort((a, b) => a - b);
  const median = scores[Math.floor(ROUNDS / 2)] ?? 0;
  console.log(`| ${name} | ${least} | ${median} (${scores.join(", ")}) |`);
  const last = reports.at(-1);
  const wrong = (last?.categories[name]?.auditRefs ?? []).filter((it) => it.weight > 0).map((it) => last?.audits[it.id]).filter((it) => it && it.score !== null && it.score < 1);
  tally.check(median >= least, `${name}: ${median}, at least ${least}`, () => wrong.map((it) => `${it?.title}: ${it?.displayValue ?? it?.score}`).join("\n"));
}
gateway.close();
tally.close();
