// The servers of the tests: an upstream that records requests, and pages of several origins.

import { createServer } from "node:http";

/** Starts an upstream; `taken()` returns what has reached it since the last time. */
export async function upstream() {
  let received = [];
  const server = createServer((request, response) => {
    received.push({ method: request.method, url: request.url, headers: request.headers });
    response.setHeader("content-type", "application/json");
    response.setHeader("set-cookie", "upstream=1");
    response.setHeader("x-ratelimit-remaining", "4999");
    response.setHeader("x-internal", "not for browsers");
    response.end(JSON.stringify({ from: "upstream" }));
  });
  const port = await listen(server);
  const taken = () => {
    const before = received;
    received = [];
    return before;
  };
  return { port, taken, stop: () => stop(server) };
}

/** Starts a server of pages; each is empty, and one path leads on to where its query says. */
export async function pages() {
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://pages.test");
    if (url.pathname === "/onward") {
      response.writeHead(302, { location: url.searchParams.get("to"), "access-control-allow-origin": "*" });
      response.end();
      return;
    }
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>a page</title>");
  });
  return { port: await listen(server), stop: () => stop(server) };
}

function listen(server) {
  return new Promise((done, failed) => {
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => done(server.address().port));
  });
}

function stop(server) {
  server.closeAllConnections();
  server.close();
}
