// Test cases: requests that pages attempt, and the expected results.
//
// `from` is the page's origin. `run` runs in the page with the gateway's URL, and returns what the page could read.
// With `isLedOn`, the page requests a foreign server that redirects to the gateway. `sent` is the expected number of
// requests at the upstream. `reads` checks what the page could read.

const OPERATION = "/orgs/octo-org/copilot/billing";

/** A request as the reference site sends it, told as the page sees it. */
async function ask({ url, path, init }) {
  try {
    const response = await fetch(url + path, init);
    const names = ["x-ratelimit-remaining", "x-internal", "set-cookie"];
    const headers = Object.fromEntries(names.map((name) => [name, response.headers.get(name)]));
    return { type: response.type, status: response.status, headers, body: await response.text() };
  } catch (error) {
    return { error: String(error) };
  }
}

/** Loads the gateway's URL by an element, and waits until that has ended well or not. */
async function load({ url, path, element, attribute }) {
  const made = document.createElement(element);
  const ended = new Promise((done) => {
    made.onload = () => done("load");
    made.onerror = () => done("error");
    setTimeout(() => done("nothing"), 1500);
  });
  made[attribute] = url + path;
  if (element === "link") made.rel = "stylesheet";
  document.body.append(made);
  await ended;
  let text = null;
  try {
    text = made.contentDocument?.body?.textContent ?? null;
  } catch {
    // The frame has another origin.
  }
  return { body: text };
}

/** Submits a form into a frame. */
async function submit({ url, path, method, type }) {
  const frame = Object.assign(document.createElement("iframe"), { name: "target" });
  const form = Object.assign(document.createElement("form"), { action: url + path, method, enctype: type, target: "target" });
  form.append(Object.assign(document.createElement("input"), { name: '{"selected_usernames":["mallory"],"x":"', value: '"}' }));
  document.body.append(frame, form);
  const ended = new Promise((done) => ((frame.onload = done), setTimeout(done, 1500)));
  form.submit();
  await ended;
  return {};
}

/** Asks from a frame without an origin, which tells its parent what it could read. */
async function askFromFrame({ url, path, init, attributes }) {
  const program = `
    fetch(${JSON.stringify(url + path)}, ${JSON.stringify(init)})
      .then(async (it) => ({ status: it.status, type: it.type, body: await it.text() }))
      .catch((it) => ({ error: String(it) }))
      .then((it) => parent.postMessage(it, "*"))`;
  const document_ = `<!doctype html><script>${program}<\/script>`;
  const frame = document.createElement("iframe");
  if (attributes.sandbox) frame.sandbox = attributes.sandbox;
  if (attributes.data) frame.src = `data:text/html,${encodeURIComponent(document_)}`;
  else {
    // As an injected script could: the gateway's Content Security Policy requires this Trusted Types policy for HTML.
    const trusted = window.trustedTypes?.createPolicy("tagsmith", { createHTML: (it) => it });
    frame.srcdoc = trusted?.createHTML(document_) ?? document_;
  }
  const reported = new Promise((done) => (window.onmessage = (event) => done(event.data)));
  document.body.append(frame);
  return Promise.race([reported, new Promise((done) => setTimeout(() => done({ error: "nothing" }), 3000))]);
}

async function openSocket({ url, path }) {
  const socket = new WebSocket(url.replace("http", "ws") + path);
  return new Promise((done) => {
    socket.onopen = () => done({ body: "opened" });
    socket.onerror = () => done({ error: "refused" });
  });
}

async function beacon({ url, path }) {
  navigator.sendBeacon(url + path, new Blob(["{}"], { type: "text/plain" }));
  await new Promise((done) => setTimeout(done, 500));
  return {};
}

async function listenForEvents({ url, path }) {
  const source = new EventSource(url + path);
  await new Promise((done) => ((source.onerror = done), setTimeout(done, 1500)));
  source.close();
  return {};
}

const MARK = { "X-Tagsmith-Gateway": "1" };
const JSON_BODY = { "Content-Type": "application/json" };
const WRITE = "/orgs/octo-org/copilot/billing/selected_users";

const responded = (read) =>
  read.status === 200 &&
  read.body === '{"from":"upstream"}' &&
  (read.headers === undefined || (read.headers["x-ratelimit-remaining"] === "4999" && read.headers["x-internal"] === null));
const nothing = (read) => !(read.body ?? "").includes("upstream\"") && !(read.status >= 200 && read.status < 300);
const isToldOfRefusal = (read) => read.status === 403 && read.body.includes("#origin") && !/copilot|upstream"|127\.0\.0\.1/.test(read.body);
const opaque = (read) => read.status === undefined || (read.type === "opaque" && read.body === "") || nothing(read);

const asks = (name, from, init, sent, reads, path = OPERATION) => ({ name, from, run: ask, given: { path, init }, sent, reads });
const refused = (name, from, init, path) => asks(name, from, init, 0, nothing, path);

export const CASES = [
  asks("the site's page sends", "site", { headers: MARK }, 1, responded),
  asks("the site's page of the gateway's own origin sends", "own", { headers: MARK }, 1, responded),
  asks("the site's page sends a write that is allowed", "site", { method: "POST", headers: { ...MARK, ...JSON_BODY }, body: '{"selected_usernames":["a"]}' }, 1, responded, WRITE),
  asks("the gateway's own page sends a write that is allowed", "own", { method: "POST", headers: { ...MARK, ...JSON_BODY }, body: '{"selected_usernames":["a"]}' }, 1, responded, WRITE),
  refused("the site's page without the mark", "site", {}),
  refused("the site's page with cookies", "site", { headers: MARK, credentials: "include" }),
  refused("the site's page with a credential of its own", "site", { headers: { ...MARK, Authorization: "Bearer own" } }),
  refused("the site's page with a header to override the method", "site", { headers: { ...MARK, "X-HTTP-Method-Override": "DELETE" } }),
  refused("the site's page asks for a write that is not allowed", "site", { method: "DELETE", headers: { ...MARK, ...JSON_BODY }, body: "{}" }, WRITE),

  refused("a foreign page", "foreign", {}),
  refused("a foreign page with the mark", "foreign", { headers: MARK }),
  refused("a page of another port", "port", { headers: MARK }),
  refused("a page of another port without the mark", "port", {}),
  refused("a page of the site's name at another port", "sibling", { headers: MARK }),
  refused("a page whose origin begins as the site's does", "prefix", { headers: MARK }),
  ...["foreign", "port"].map((from) => asks(`a page that asks whether it is refused (${from})`, from, {}, 0, isToldOfRefusal, "/-/gateway")),
  refused("a foreign page that asks the gateway what it is", "foreign", { headers: MARK }, "/-/gateway"),
  { ...refused("a foreign page that asks for no response", "foreign", { mode: "no-cors" }), reads: opaque },
  { ...refused("a foreign page that asks for a write and no response", "foreign", { mode: "no-cors", method: "POST", body: "{}" }, WRITE), reads: opaque },
  { ...refused("a page of another port that asks for no response", "port", { mode: "no-cors" }), reads: opaque },

  ...["foreign", "port"].flatMap((from) => [
    { name: `an image of a page (${from})`, from, run: load, given: { path: OPERATION, element: "img", attribute: "src" }, sent: 0, reads: opaque },
    { name: `a script of a page (${from})`, from, run: load, given: { path: OPERATION, element: "script", attribute: "src" }, sent: 0, reads: opaque },
    { name: `a style sheet of a page (${from})`, from, run: load, given: { path: OPERATION, element: "link", attribute: "href" }, sent: 0, reads: opaque },
    { name: `a frame of a page (${from})`, from, run: load, given: { path: OPERATION, element: "iframe", attribute: "src" }, sent: 0, reads: nothing },
    { name: `a form that reads (${from})`, from, run: submit, given: { path: OPERATION, method: "get" }, sent: 0, reads: opaque },
    { name: `a form that writes (${from})`, from, run: submit, given: { path: WRITE, method: "post", type: "text/plain" }, sent: 0, reads: opaque },
    { name: `a beacon (${from})`, from, run: beacon, given: { path: WRITE }, sent: 0, reads: opaque },
    { name: `a source of events (${from})`, from, run: listenForEvents, given: { path: OPERATION }, sent: 0, reads: opaque },
    { name: `a socket (${from})`, from, run: openSocket, given: { path: OPERATION }, sent: 0, reads: nothing },
  ]),
  { name: "a form that writes, of the site's page", from: "site", run: submit, given: { path: WRITE, method: "post", type: "text/plain" }, sent: 0, reads: opaque },
  { name: "a form that writes, of the gateway's own page", from: "own", run: submit, given: { path: WRITE, method: "post", type: "text/plain" }, sent: 0, reads: opaque },
  { name: "a socket of the site's page", from: "site", run: openSocket, given: { path: OPERATION }, sent: 0, reads: nothing },

  ...[{ headers: MARK }, {}].flatMap((init) =>
    [{ sandbox: "allow-scripts" }, { data: true }].flatMap((attributes) =>
      ["site", "own"].map((from) => ({
        name: `a frame with origin null in the page (${from}, ${Object.keys(attributes)}${init.headers ? ", with the mark" : ""})`,
        from,
        run: askFromFrame,
        given: { path: OPERATION, init, attributes },
        sent: 0,
        reads: nothing,
      })),
    ),
  ),

  { ...refused("the site's page that a foreign server leads on to the gateway", "site", {}), isLedOn: true },
  { ...refused("a foreign page that its server leads on to the gateway", "foreign", {}), isLedOn: true },

  refused("a name that was bound anew to the gateway", "rebound", { headers: MARK }),
  refused("a name that was bound anew to the gateway, without the mark", "rebound", {}),
  { name: "a frame of a name that was bound anew", from: "rebound", run: load, given: { path: OPERATION, element: "iframe", attribute: "src" }, sent: 0, reads: nothing },
];
