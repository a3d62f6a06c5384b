// Compiles the Rust snippets as one crate, and checks that each sends the same request as Send.
//
//     npm run rust -- --site DIR --crate DIR/of/the/generated/crate [--sample N] [--compile]
//
// `--sample N` selects N operations. `--compile` runs nothing. `--docs` compiles nothing: it compares the snippets of
// empty forms with the crate's documentation and with the initial snippets of the pages. `--docs` also checks that
// valid values need no comment.

import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkBody, checkParameters } from "../src/check.ts";
import type { Values } from "../src/data.ts";
import { rust } from "../src/snippet/rust.ts";
import { colour } from "../src/snippet/colour.ts";
import type { Piece } from "../src/snippet/colour.ts";
import { curl } from "../src/snippet/curl.ts";
import { departure } from "./expected.ts";
import { forms } from "./hostile.ts";
import { listen } from "./loopback.ts";
import { operations, pages } from "./operations.ts";
import type { Filled } from "./operations.ts";
import { Tally, options, required } from "./tally.ts";

const given = options();
const tally = new Tally();
const root = resolve(new URL("../../../../", import.meta.url).pathname);
const crate = resolve(required(given, "crate"));
const all = await operations(required(given, "site"));

if (given.has("docs")) {
  await compareWithDocs();
  await compareWithPages();
} else await compile();
tally.close();

async function compile(): Promise<void> {
  const size = Number(given.get("sample") ?? all.length);
  const chosen = all.filter((_, index) => Math.floor((index * size) / all.length) !== Math.floor(((index - 1) * size) / all.length));
  // In a sample, each operation uses two of the hostile texts, so that all texts are used.
  const isTurn = (form: number, operation: number): boolean => form < 2 || !given.has("sample") || (form - operation) % 7 === 0;
  const cases = chosen.flatMap((data, operation) => forms(data).filter((_, form) => isTurn(form, operation)).map((form) => ({ data, ...form })));
  const place = await mkdtemp(join(tmpdir(), "rust-snippets-"));
  await mkdir(join(place, "src"));
  const krate = /^name = "([^"]+)"/m.exec(await readFile(join(crate, "Cargo.toml"), "utf8"))?.[1] ?? "";
  const runtime = join(root, "runtime");
  await writeFile(
    join(place, "Cargo.toml"),
    `[package]
name = "snippets"
version = "0.0.0"
edition = "2024"

[dependencies]
${krate} = { path = ${JSON.stringify(crate)} }
tokio = { version = "1", features = ["macros", "rt"] }

[patch.crates-io]
tagsmith-runtime = { path = ${JSON.stringify(runtime)} }

[workspace]
`,
  );
  await copyFile(join(root, "Cargo.lock"), join(place, "Cargo.lock"));
  await writeFile(join(place, "FILE"), "bytes");
  await writeFile(join(place, "src/main.rs"), program(cases));
  const target = given.get("target") ?? join(root, "target");
  const build = given.has("compile") ? "check" : "build";
  const cargo = await run("cargo", [build, "--quiet", "--offline", "--target-dir", target], place, {});
  tally.check(cargo.failed === "", `${cases.length} snippets compile`, () => cargo.failed.slice(0, 12_000));
  if (cargo.failed === "" && build === "build") await send(cases, join(target, "debug/snippets"), place);
  else if (cargo.failed === "") tally.passed += cases.length - 1;
  if (cargo.failed === "") await rm(place, { recursive: true, force: true });
  else console.error(`the crate is kept: ${place}`);
}

interface Case {
  data: Filled;
  name: string;
  values: Values;
}

function program(cases: Case[]): string {
  const functions = cases.map(({ data, values, name }, index) => {
    const text = rust(data, values).replace(/^println!.*$/m, "let _ = response;");
    const body = text.replace(/^/gm, "    ");
    return `/// ${data.id}: ${name}\nasync fn case_${index}() -> Result<(), Box<dyn std::error::Error>> {\n${body}\n    Ok(())\n}\n`;
  });
  const calls = cases.map((_, index) => `    report(${index}, case_${index}().await);`);
  // Each call is in its own function, so that no function becomes large.
  return `#![deny(warnings)]
#![allow(clippy::all)]

fn report(index: usize, result: Result<(), Box<dyn std::error::Error>>) {
    let base = std::env::var("GITHUB_API_URL").unwrap_or_default();
    let address = base.trim_start_matches("http://").to_owned();
    // Tells the server that the next call begins.
    let mut stream = std::net::TcpStream::connect(address).expect("the server is there");
    std::io::Write::write_all(&mut stream, format!("GET /-/next HTTP/1.1\\r\\nhost: x\\r\\nconnection: close\\r\\n\\r\\n").as_bytes()).expect("it is sent");
    let mut all = String::new();
    let _ = std::io::Read::read_to_string(&mut stream, &mut all);
    if let Err(error) = result {
        println!("{index} {error}");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
${calls.join("\n")}
}

${functions.join("\n")}`;
}

async function send(cases: Case[], binary: string, place: string): Promise<void> {
  const server = await listen();
  const ran = await run(binary, [], place, { GITHUB_API_URL: server.url, GITHUB_TOKEN: "canary-token", NO_PROXY: "*" });
  tally.check(ran.failed === "", "the compiled program runs", () => ran.failed);
  const reported = new Map(ran.out.split("\n").map((it) => [Number(it.split(" ")[0]), it]));
  const groups: (typeof server.received)[] = [[]];
  for (const it of server.received) {
    if (it.target === "/-/next") groups.push([]);
    else groups.at(-1)?.push(it);
  }
  cases.forEach(({ data, values, name }, index) => {
    const own = groups[index] ?? [];
    // Uploads use a different host, which a client for a local server does not know.
    const problem = own.length === 1 ? departure(data, values, own[0], true) : `${own.length} requests; it said: ${reported.get(index) ?? "nothing"}`;
    tally.check(!problem, `rust: ${data.id}, ${name}`, () => `${problem}\n${rust(data, values).slice(0, 1500)}`);
    tally.check(own[0]?.headers.authorization === "Bearer canary-token", `the token of ${data.id}, ${name}`, () => String(own[0]?.headers.authorization));
  });
  server.close();
}

/** The page's snippet for an empty form is equal to the crate's example. */
async function compareWithDocs(): Promise<void> {
  const examples = new Map<string, string>();
  const src = join(crate, "src");
  for (const name of await readdir(src, { recursive: true })) {
    if (!name.endsWith(".rs")) continue;
    const text = await readFile(join(src, name), "utf8");
    const id = /^\/\/ Generated by `tagsmith generate` from operation `([^`]+)`/.exec(text)?.[1];
    const example = /# Examples\n\s*\/\/\/\n\s*\/\/\/ ```no_run\n([\s\S]*?)\n\s*\/\/\/ ```/.exec(text)?.[1];
    if (id && example) examples.set(id, example.replace(/^\s*\/\/\/ ?/gm, "").replace(/^#(?!\[).*$/gm, ""));
  }
  const tokens = (text: string): string => text.replace(/\s+/g, "").replace(/,([)\]}])/g, "$1");
  for (const data of all) {
    const displayed = rust(data, { parameters: {}, body: "" });
    const example = examples.get(data.id);
    tally.check(example !== undefined && tokens(displayed) === tokens(example), `the example of ${data.id}`, () => `page:\n${displayed}\ncrate:\n${example ?? "none"}`);
  }
  let fitting = 0;
  for (const data of all) {
    for (const { name, values } of forms(data).slice(2)) {
      const fits = checkParameters(data, values).size === 0 && checkBody(data, values.body).deviations.length === 0;
      fitting += Number(fits);
      const text = fits ? rust(data, values) : "";
      tally.check(!text.startsWith("//"), `valid values need no comment: ${data.id}, ${name}`, () => `${values.body.slice(0, 500)}\n${text.slice(0, 1000)}`);
    }
  }
  console.log(`${fitting} filled forms fit the description`);
  tally.check(examples.size === all.length, "each operation has an example", () => `${examples.size}, ${all.length}`);
}

/** The script generates the same initial snippets as the pages contain, including their highlighting. */
async function compareWithPages(): Promise<void> {
  for (const { data, displayed } of await pages(required(given, "site"))) {
    const expected: [string, Piece[]][] = [
      ["curl", colour("sh", curl(data, { parameters: {}, body: data.example }))],
      ["rust", colour("rust", rust(data, { parameters: {}, body: "" }))],
    ];
    for (const [language, pieces] of expected) {
      const found = displayed.get(language) ?? [];
      tally.check(JSON.stringify(found) === JSON.stringify(pieces), `the page's ${language} of ${data.id}`, () => `page:\n${found.map((it) => it[1]).join("")}\nprogram:\n${pieces.map((it) => it[1]).join("")}\n${JSON.stringify(found.find((it, at) => it.join() !== pieces[at]?.join()))}`);
    }
  }
}

function run(program: string, args: string[], cwd: string, more: Record<string, string>): Promise<{ failed: string; out: string }> {
  return new Promise((done) => {
    execFile(program, args, { cwd, env: { ...process.env, ...more }, maxBuffer: 1 << 28 }, (error, out, err) => {
      done({ failed: error ? `${error.message.slice(0, 200)}\n${err}` : "", out });
    });
  });
}
