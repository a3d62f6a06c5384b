// Every snippet is run, and has to send exactly what Send would: curl and gh by `sh`, TypeScript by Node
// with `octokit`. The form of `@utdk/github`, which is not published, is read as a module only.
//
//     npm run snippets -- --site DIR

import { execFile, execFileSync } from "node:child_process";
import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transform } from "esbuild";
import { LANGUAGES } from "../src/snippet/index.ts";
import { departure } from "./expected.ts";
import { forms } from "./hostile.ts";
import { listen } from "./loopback.ts";
import { operations } from "./operations.ts";
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
};

/** Runs a program without blocking the server. */
function run(program: string, args: string[], cwd: string): Promise<string> {
  return new Promise((done) => {
    execFile(program, args, { cwd, env: environment, maxBuffer: 1 << 26 }, (error, _out, err) => done(error ? `${error.message.slice(0, 300)}\n${err.slice(-600)}` : ""));
  });
}

const emit = (id: string) => LANGUAGES.find((it) => it.id === id)?.emit ?? (() => "");

for (const data of all) {
  for (const { name, values } of forms(data)) {
    const what = `${data.id}, ${name}`;
    const here = { ...data, server: server.url };
    for (const language of ["curl", "gh"]) {
      const atHome = language === "gh" && data.server === "https://api.github.com";
      const text = emit(language)(atHome ? data : here, values);
      server.received.length = 0;
      await writeFile(join(place, "snippet"), text.replace(/curl -L/, "curl -sS -L"));
      const failure = await run("sh", ["snippet"], place);
      const problem = failure || (server.received.length === 1 ? departure(data, values, server.received[0], false) : `${server.received.length} requests`);
      tally.check(!problem, `${language}: ${what}`, () => `${problem}\n${text.slice(0, 800)}`);
      const authorization = server.received[0]?.headers.authorization;
      if (language === "curl") tally.check(authorization === "Bearer canary-token" && !text.includes("canary"), `the token of ${what}`);
    }
    const form = emit("utdk")(data, values);
    const read = await transform(form, { loader: "ts" }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    tally.check(read === undefined, `@utdk/github: ${what}`, () => `${read}\n${form.slice(0, 600)}`);
  }
}

// All modules by one Node: each is imported when the one before it is done.
const modules = join(root, "node_modules/.tests/octokit");
await rm(modules, { recursive: true, force: true });
execFileSync("mkdir", ["-p", modules]);
await writeFile(join(modules, "FILE"), "bytes");
const cases = all.flatMap((data) => forms(data).map((form) => ({ data, ...form })));
// Of itself, octokit sends one write a second, for GitHub's sake: that would be minutes here.
const unhurried = "new Octokit({ throttle: { enabled: false },";
const texts = cases.map(({ data, values }) =>
  emit("octokit")({ ...data, server: server.url }, values).replace("new Octokit({", unhurried),
);
await Promise.all(texts.map((text, index) => writeFile(join(modules, `${index}.mjs`), text)));
await writeFile(
  join(modules, "all.mjs"),
  `console.log = () => {};\nfor (let at = 0; at < ${cases.length}; at += 1) {\n  try { await import(\`./\${at}.mjs\`); } catch (error) { console.error(at, error.message); }\n  await fetch("${server.url}/-/next");\n}\n`,
);
server.received.length = 0;
const failure = await run(process.execPath, ["all.mjs"], modules);
tally.check(failure === "", "octokit's modules run", () => failure);
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
    tally.check(own[0]?.headers.authorization === "token canary-token", `octokit's token of ${it.data.id}`);
  }
  at += 1;
  own = [];
}
tally.check(at === cases.length, "all of octokit's modules were run");

server.close();
await rm(place, { recursive: true, force: true });
await rm(modules, { recursive: true, force: true });
tally.close();
