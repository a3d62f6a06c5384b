// An upstream that records requests and responds like GitHub: lists have three pages with numeric links, a DELETE
// returns no content.

import { createServer } from "node:http";

const LISTS = new Set(["assignees", "branches", "collaborators", "comments", "commits", "contributors", "events", "followers", "forks", "gists", "hooks", "issues", "keys", "labels", "members", "milestones", "packages", "pulls", "releases", "repos", "reviews", "stargazers", "starred", "subscribers", "tags", "teams"]);
const PAGES = 3;
const BY_NUMBER = [
  [/^\/repos\/[^/]+\/[^/]+/, "/repositories/1"],
  [/^\/orgs\/[^/]+\/teams\/[^/]+/, "/organizations/1/team/1"],
  [/^\/orgs\/[^/]+/, "/organizations/1"],
  [/^\/users\/[^/]+/, "/user/1"],
];

/** Starts it; `arrived` has a row for each request. */
export async function upstream() {
  const arrived = [];
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => respond(request, response, arrived, server.address().port));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}`, arrived, close: () => (server.closeAllConnections(), server.close()) };
}

function respond(request, response, arrived, port) {
  arrived.push({ line: `${request.method} ${request.url}`, headers: request.headers });
  const url = new URL(request.url, `http://127.0.0.1:${port}`);
  const headers = { "content-type": "application/json; charset=utf-8", "x-ratelimit-remaining": "4999", "x-ratelimit-limit": "5000", "x-ratelimit-reset": "4000000000" };
  if (request.method === "DELETE") return response.writeHead(204).end();
  const last = url.pathname.split("/").at(-1);
  if (request.method !== "GET" || !LISTS.has(last)) {
    return response.writeHead(request.method === "POST" ? 201 : 200, headers).end(JSON.stringify(item(1)));
  }
  const page = Number(url.searchParams.get("page") ?? 1);
  if (page < PAGES) {
    const linked = BY_NUMBER.reduce((path, [named, numbered]) => path.replace(named, numbered), url.pathname);
    const link = (number, rel) => {
      url.searchParams.set("page", String(number));
      return `<http://127.0.0.1:${port}${linked}?${url.searchParams}>; rel="${rel}"`;
    };
    headers.link = `${link(page + 1, "next")}, ${link(PAGES, "last")}`;
  }
  response.writeHead(200, headers).end(JSON.stringify([item(page * 2 - 1), item(page * 2)]));
}

function item(number) {
  return { id: number, number, name: `n${number}`, login: `l${number}`, sha: "a".repeat(40), title: "t", full_name: "octo/r", tag_name: "v1", ref: "refs/heads/main", type: "file", path: "p", object: { sha: "a".repeat(40), type: "commit" }, names: [], content: null, commit: {} };
}
