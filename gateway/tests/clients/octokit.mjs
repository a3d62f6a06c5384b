// Typical calls of programs with octokit and @octokit/rest: at least 40 of each.

/** Calls, and returns a row for each: its name, and what was wrong, if anything was. */
export async function session(octokit, rest) {
  const rows = [];
  const call = async (name, run, holds = (it) => it.status < 300) => {
    try {
      const got = await run();
      rows.push([name, holds(got) ? "" : `unexpected: ${JSON.stringify(got)?.slice(0, 200)}`]);
    } catch (error) {
      rows.push([name, String(error)]);
    }
  };
  const repo = { owner: "octo", repo: "r" };
  const org = { org: "octo" };
  // Octokit percent-encodes whole values, including slashes and percents.
  for (const path of ["", "README.md", "src/lib.rs", "a b/ü.txt", "100%.md", "src/a+b#c?.rs"]) await call(`content ${path}`, () => rest.repos.getContent({ ...repo, path }));
  for (const ref of ["heads/main", "heads/feature/x", "tags/v1.0"]) await call(`ref ${ref}`, () => rest.git.getRef({ ...repo, ref }));
  for (const ref of ["main", "feature/x", "v1.0"]) await call(`commit ${ref}`, () => rest.repos.getCommit({ ...repo, ref }));
  await call("status", () => rest.repos.getCombinedStatusForRef({ ...repo, ref: "feature/x" }));
  await call("compare", () => rest.repos.compareCommitsWithBasehead({ ...repo, basehead: "main...feature/x" }));
  for (const name of ["bug", "area/api", "100%", "a b"]) await call(`label ${name}`, () => rest.issues.getLabel({ ...repo, name }));
  for (const name of ["area/api", "100%"]) await call(`removing ${name}`, () => rest.issues.removeLabel({ ...repo, issue_number: 1, name }));
  for (const environment_name of ["production", "a/b"]) await call(`environment ${environment_name}`, () => rest.repos.getEnvironment({ ...repo, environment_name }));
  for (const package_name of ["n", "@s/n"]) await call(`package ${package_name}`, () => rest.packages.getPackageForOrganization({ ...org, package_type: "npm", package_name }));
  await call("repo", () => rest.repos.get(repo));
  await call("create an issue", () => rest.issues.create({ ...repo, title: "t", labels: ["a/b"] }));
  await call("update an issue", () => rest.issues.update({ ...repo, issue_number: 1, state: "closed" }));
  await call("comment", () => rest.issues.createComment({ ...repo, issue_number: 1, body: "b" }));
  await call("merge", () => rest.pulls.merge({ ...repo, pull_number: 1 }));
  await call("file", () => rest.repos.createOrUpdateFileContents({ ...repo, path: "docs/a.md", message: "m", content: "" }));
  await call("star", () => rest.activity.starRepoForAuthenticatedUser(repo));
  await call("unstar", () => rest.activity.unstarRepoForAuthenticatedUser(repo));
  for (const list of ["listForRepo", "listLabelsForRepo", "listMilestones"]) await call(`issues.${list}`, () => rest.paginate(rest.issues[list], { ...repo, per_page: 2 }), isAll);
  for (const list of ["listBranches", "listTags", "listReleases", "listContributors"]) await call(`repos.${list}`, () => rest.paginate(rest.repos[list], { ...repo, per_page: 2 }), isAll);
  await call("a raw file", () => rest.repos.getContent({ ...repo, path: "a.md", mediaType: { format: "raw" } }));
  await call("an etag", () => rest.repos.get({ ...repo, headers: { "if-none-match": '"e"' } }));
  await call("what is refused says why", () => rest.request("GET /no/such/path").then(() => ({}), (error) => error), (it) => /no operation with this path/.test(it.message));
  const calls = rows.length;

  for (const route of ["GET /user", "GET /rate_limit", "GET /meta", "GET /emojis", "GET /gitignore/templates", "GET /licenses", "GET /octocat", "GET /zen", "GET /events", "GET /feeds", "GET /gists/public", "GET /notifications", "GET /user/orgs", "GET /versions", "GET /users"]) await call(`octokit ${route}`, () => octokit.request(route));
  for (const route of ["members", "repos", "teams", "hooks", "events", "actions/secrets", "actions/variables", "rulesets"]) await call(`octokit orgs ${route}`, () => octokit.request(`GET /orgs/{org}/${route}`, org));
  for (const route of ["forks", "stargazers", "subscribers", "keys", "collaborators", "pulls", "commits", "languages", "topics", "actions/runs"]) await call(`octokit repos ${route}`, () => octokit.request(`GET /repos/{owner}/{repo}/${route}`, repo));
  for (const route of ["members", "repos", "teams/t/members"]) await call(`octokit pages of ${route}`, () => octokit.paginate(`GET /orgs/{org}/${route}`, { ...org, per_page: 2 }), isAll);
  for (const route of ["GET /users/{username}/repos", "GET /users/{username}/followers"]) await call(`octokit pages of ${route}`, () => octokit.paginate(route, { username: "u", per_page: 2 }), isAll);
  await call("octokit pages one by one", async () => {
    const all = [];
    for await (const { data } of octokit.paginate.iterator("GET /repos/{owner}/{repo}/issues", { ...repo, per_page: 2 })) all.push(...data);
    return all;
  }, isAll);
  await call("octokit dispatches", () => octokit.request("POST /repos/{owner}/{repo}/dispatches", { ...repo, event_type: "e" }));
  await call("octokit is told why", () => octokit.request("GET /repos/{owner}/{repo}/issues", { ...repo, unknown: 1 }).then(() => ({}), (error) => error), (it) => /declares the query parameters/.test(it.message));
  return { rows, least: Math.min(calls, rows.length - calls) };
}

const isAll = (items) => items.map((it) => it.id).join() === "1,2,3,4,5,6";
