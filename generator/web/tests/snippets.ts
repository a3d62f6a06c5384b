// Runs every snippet, and checks that it sends the same request as Send: curl and gh by `sh`, TypeScript by Node with
// `octokit`. The `@utdk/github` snippet is only parsed, because the package is not published. PowerShell commands are
// parsed by a grammar and cmd commands by the documented rules; then curl runs with the resulting arguments.
//
//     npm run snippets -- --site DIR

import { execFile, execFileSync } from "node:child_process";
import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transform } from "esbuild";
import type { OperationData, Values } from "../src/data.ts";
import { request } from "../src/request.ts";
import { EMIT } from "../src/snippet/index.ts";
import { argumentsOf } from "./cmd.ts";
import { departure } from "./expected.ts";
import { forms } from "./hostile.ts";
import { listen } from "./loopback.ts";
import type { Received } from "./loopback.ts";
import { operations } from "./operations.ts";
import { BODY, powershell } from "./powershell.ts";
import { Tally, options, required } from "./tally.ts";

const given = options();
const tally = new Tally();
const all = await operations(required(given, "site"));
const server = await listen();
const root = new URL("../../", import.meta.url).pathname;
const place = await mkdtemp(join(tmpdir(), "snippets-"));
await copyFile(join(root, "tests/gh.mjs"), join(place, "gh"));
await chmod(join(place, "gh"), 0o755);
await writeFile(join(place, "FILE"), "bytes");
const environment = {
  ...process.env,
  PATH: `${place}:${process.env["PATH"] ?? ""}`,
  GITHUB_TOKEN: "canary-token",
  GH_SERVER: server.url,
  GH_ARGUMENTS: join(place, "arguments"),
  HOME: place,
  // The text that incorrect quoting would insert.
  x: "expanded",
  TAGSMITH_TOKEN: "canary-caller",
};
const windows = { GITHUB_TOKEN: "canary-token", TAGSMITH_TOKEN: "canary-caller", HOME: "expanded", PATH: "expanded", "25 ": "expanded", s: "expanded" };

/** Runs a program without blocking the server in this process. */
function run(program: string, args: string[], cwd: string): Promise<string> {
  return new Promise((done) => {
    execFile(program, args, { cwd, env: environment, maxBuffer: 1 << 26 }, (error, _out, err) => done(error ? `${error.message.slice(0, 300)}\n${err.slice(-600)}` : ""));
  });
}

const read = await powershell(windows);

/** Runs curl with the arguments that a Windows shell passes, and compares the request. */
async function sends(what: string, text: string, argv: string[], data: OperationData, values: Values, loosely: boolean): Promise<void> {
  server.received.length = 0;
  const [program = "", ...rest] = argv;
  const failure = program === "curl.exe" ? await run("curl", ["-sS", ...rest], place) : `it runs ${program}`;
  const problem = failure || (server.received.length === 1 ? departure(data, values, server.received[0], loosely) : `${server.received.length} requests`);
  tally.check(!problem, what, () => `${problem}\n${text.slice(0, 1200)}\n${JSON.stringify(argv).slice(0, 800)}`);
  const authorization = server.received[0]?.headers.authorization;
  tally.check(authorization === "Bearer canary-token" && !text.includes("canary"), `the token of ${what}`, () => String(authorization));
}

/** Runs curl with the arguments of Windows shells, and through a gateway. */
async function variants(what: string, data: OperationData, values: Values): Promise<void> {
  const here = { ...data, server: server.url };
  const script = EMIT.curl(here, values, { shell: "powershell" });
  const { argv, body, problem } = read(script);
  tally.check(problem === undefined, `PowerShell reads ${what}`, () => `${problem}\n${script.slice(0, 800)}`);
  await writeFile(join(place, BODY), body ?? "");
  await sends(`PowerShell: ${what}`, script, argv, data, values, false);
  const command = EMIT.curl(here, values, { shell: "cmd" });
  await writeFile(join(place, "body.txt"), request(data, values).body ?? "");
  await sends(`cmd: ${what}`, command, argumentsOf(command, windows), data, values, true);
  for (const caller of [false, true]) {
    const text = EMIT.curl(data, values, { gateway: server.url, caller });
    server.received.length = 0;
    await writeFile(join(place, "snippet"), text.replace(/curl -L/, "curl -sS -L"));
    const failure = await run("sh", ["snippet"], place);
    const problem = failure || departure(data, values, server.received[0], false);
    tally.check(!problem, `through the gateway: ${what}`, () => `${problem}\n${text.slice(0, 800)}`);
    const headers: Received["headers"] = server.received[0]?.headers ?? {};
    tally.check(headers.authorization === undefined && headers["x-tagsmith-token"] === (caller ? "canary-caller" : undefined), `the token for the gateway of ${what}`, () => JSON.stringify(headers));
  }
}

/** Selects the forms of an operation. Since each form starts a program, only some operations use a hostile text. */
const isTurn = (form: number, operation: number): boolean => form < 2 || (form - operation) % 7 === 0;

for (const [operation, data] of all.entries()) {
  for (const [at, { name, values }] of forms(data).entries()) {
    const what = `${data.id}, ${name}`;
    const here = { ...data, server: server.url };
    for (const language of ["curl", "gh"] as const) {
      const atHome = language === "gh" && data.server === "https://api.github.com";
      const text = EMIT[language](atHome ? data : here, values);
      server.received.length = 0;
      await writeFile(join(place, "snippet"), text.replace(/curl -L/, "curl -sS -L"));
      const failure = await run("sh", ["snippet"], place);
      const problem = failure || (server.received.length === 1 ? departure(data, values, server.received[0], false) : `${server.received.length} requests`);
      tally.check(!problem, `${language}: ${what}`, () => `${problem}\n${text.slice(0, 800)}`);
      const authorization = server.received[0]?.headers.authorization;
      if (language === "curl") tally.check(authorization === "Bearer canary-token" && !text.includes("canary"), `the token of ${what}`);
    }
    if (isTurn(at, operation)) await variants(what, data, values);
    const form = EMIT.utdk(data, values);
    const module = await transform(form, { loader: "ts" }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    tally.check(module === undefined, `@utdk/github: ${what}`, () => `${module}\n${form.slice(0, 600)}`);
  }
}

// One Node process imports all modules, one after the other.
const modules = join(root, "node_modules/.tests/octokit");
await rm(modules, { recursive: true, force: true });
execFileSync("mkdir", ["-p", modules]);
await writeFile(join(modules, "FILE"), "bytes");
const cases = all.flatMap((data) => forms(data).map((form) => ({ data, ...form })));
// The last request of each operation uses a gateway, with a caller token.
const last = new Set(all.map((data) => forms(data).length).reduce<number[]>((ends, length) => [...ends, (ends.at(-1) ?? -1) + length], []));
// Disables throttling: octokit sends only one write per second, which would take minutes.
const unhurried = "new Octokit({ throttle: { enabled: false },";
const texts = cases.map(({ data, values }, at) => {
  const text = last.has(at) ? EMIT.octokit(data, values, { gateway: server.url, caller: true }) : EMIT.octokit({ ...data, server: server.url }, values);
  return text.replace("new Octokit({", unhurried);
});
await Promise.all(texts.map((text, index) => writeFile(join(modules, `${index}.mjs`), text)));
await writeFile(
  join(modules, "all.mjs"),
  `console.log = () => {};\nfor (let at = 0; at < ${cases.length}; at += 1) {\n  try { await import(\`./\${at}.mjs\`); } catch (error) { console.error(at, error.message); }\n  await fetch("${server.url}/-/next");\n}\n`,
);
server.received.length = 0;
const failure = await run(process.execPath, ["all.mjs"], modules);
tally.check(failure === "", "the octokit modules run", () => failure);
let at = 0;
let own: (typeof server.received)[number][] = [];
for (const received of server.received) {
  if (received.target !== "/-/next") {
    own.push(received);
    continue;
  }
  const it = cases[at];
  if (it) {
    const problem = own.length === 1 ? departure(it.data, it.values, own[0], true) : `${own.length} requests`;
    tally.check(!problem, `octokit: ${it.data.id}, ${it.name}`, () => `${problem}\n${(texts[at] ?? "").slice(0, 1200)}`);
    const headers: Received["headers"] = own[0]?.headers ?? {};
    const isRight = last.has(at) ? headers.authorization === undefined && headers["x-tagsmith-token"] === "canary-caller" : headers.authorization === "token canary-token";
    tally.check(isRight, `octokit's token of ${it.data.id}`, () => JSON.stringify(headers));
  }
  at += 1;
  own = [];
}
tally.check(at === cases.length, "all octokit modules ran");

server.close();
await rm(place, { recursive: true, force: true });
await rm(modules, { recursive: true, force: true });
tally.close();
