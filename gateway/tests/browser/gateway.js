// Runs the gateway as a process.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, connect } from "node:net";

/** What must be seen by the upstream alone. */
export const CREDENTIAL = "ghp_browser00000000000000000000000000000";

/** Starts a gateway; `written()` returns all that it has written so far. */
export async function gateway(program, upstreamPort, flags) {
  const port = await freePort();
  const own = [`--listen=127.0.0.1:${port}`, `--upstream=http://127.0.0.1:${upstreamPort}`, "--credential=env:GITHUB_TOKEN"];
  const child = spawn(program, [...own, ...flags], {
    env: { ...process.env, GITHUB_TOKEN: CREDENTIAL },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (text += piece));
  let failure;
  child.on("error", (error) => (failure = error.message));
  child.on("exit", (code) => (failure ??= `it ended with ${code}: ${text}`));
  const begin = Date.now();
  while (!(await connects(port))) {
    if (failure || Date.now() - begin > 10_000) {
      child.kill();
      throw new Error(`${program} does not start: ${failure ?? text}`);
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, "exit");
    }
  };
  return { port, written: () => text, stop };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

function connects(port) {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => done(true) ?? socket.destroy());
    socket.on("error", () => done(false));
  });
}
