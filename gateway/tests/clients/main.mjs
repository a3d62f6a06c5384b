// Runs sessions of clients through the gateway: node main.mjs --gateway PROGRAM --description FILE --python PYTHON.
// Each call must have the same result as without a gateway. Each request must arrive with the gateway's credential, and
// without the client's.

import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { readFileSync } from "node:fs";
import { Octokit as Rest } from "@octokit/rest";
import { Octokit } from "octokit";
import { session } from "./octokit.mjs";
import { upstream } from "./upstream.mjs";

const LEAST = 40;
const TOKEN = "ghp_clientsCLIENTS0123456789clientsCLIEN";
const { values } = parseArgs({ options: { gateway: { type: "string" }, description: { type: "string" }, python: { type: "string" } } });
const here = new URL(".", import.meta.url).pathname;
const server = await upstream();
const { url, program } = await start();
let failed = 0;

const sends = (octokit) => (octokit.log = silent(), octokit);
const rest = sends(new Rest({ baseUrl: url }));
const octokit = sends(new Octokit({ baseUrl: url, throttle: { enabled: false }, retry: { enabled: false } }));
const { rows, least } = await session(octokit, rest);
tell("octokit 5 and @octokit/rest 22", rows, least);
for (const [name, words] of [["PyGithub", [values.python, `${here}pygithub_session.py`, url]], ["curl", ["bash", `${here}curl_session.sh`, url]], ["gh", ["bash", `${here}gh_session.sh`, url]]]) {
  const message = await outputOf(words);
  const lines = message.split("\n").filter((it) => it !== "").map((it) => it.split("\t"));
  tell(name, lines, lines.length);
}

const foreign = server.arrived.filter((it) => it.headers.authorization !== `Bearer ${TOKEN}` || it.headers.cookie || !it.headers["user-agent"].startsWith("tagsmith-gateway/"));
for (const it of foreign) complain(`${it.line} arrived with other headers: ${JSON.stringify(it.headers)}`);
const odd = server.arrived.filter((it) => /%25(2f|5c|2e)|(\/|%2f)\.{1,2}(\/|%2f|$)|\/\/|%5c/i.test(it.line.split("?")[0]));
for (const it of odd) complain(`${it.line} arrived`);
program.kill();
server.close();
console.log(`${server.arrived.length} requests arrived, ${failed} failures`);
process.exit(failed ? 1 : 0);

function tell(name, rows, count) {
  for (const [what, wrong] of rows) if (wrong) complain(`${name}: ${what}: ${wrong}`);
  if (count < LEAST) complain(`${name}: ${count} calls are fewer than ${LEAST}`);
  console.log(`${name}: ${rows.length} calls`);
}

function complain(words) {
  failed += 1;
  console.log(`failed: ${words}`);
}

function silent() {
  const nothing = () => {};
  return { debug: nothing, info: nothing, warn: nothing, error: nothing };
}

async function start() {
  const tags = new Set();
  for (const item of Object.values(JSON.parse(readFileSync(values.description, "utf8")).paths)) for (const it of Object.values(item)) if (it.tags?.[0]) tags.add(it.tags[0]);
  const words = ["--listen", "127.0.0.1:0", "--upstream", server.url, "--description", values.description, "--tag", [...tags].join(","), "--allow-writes", "--no-credential-check", "--requests-per-second", "0", "--credential", "env:GITHUB_TOKEN"];
  const program = spawn(values.gateway, words, { env: { GITHUB_TOKEN: TOKEN }, stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise((done, failed) => {
    let message = "";
    program.on("exit", () => failed(new Error(message)));
    program.stderr.setEncoding("utf8").on("data", (text) => {
      message += text;
      const found = /^listening on (\S+),/m.exec(message)?.[1];
      if (found) done(found);
    });
  });
  return { url, program };
}

function outputOf([program, ...words]) {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((done, failed) => {
    let message = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (message += text));
    child.on("error", failed);
    child.on("close", (code) => (code ? failed(new Error(`${program} ended with ${code}:\n${message}`)) : done(message)));
  });
}
