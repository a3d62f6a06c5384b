// Tests that need no browser: JSON parsing, validation, links, URLs. Also checks that no source of the scripts parses
// text as markup.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { checkBody, checkParameters, compare, isDate, isTime } from "../src/check.ts";
import type { Frame, OperationData, Slot, TypeRef, Types } from "../src/data.ts";
import { fromFragment, toFragment } from "../src/fragment.ts";
import { address, problemOf } from "../src/gateway.ts";
import { named, quoted } from "../src/invisible.ts";
import { NotJson, below, compact, parse } from "../src/json.ts";
import { contentOf, fileName } from "../src/media.ts";
import { next } from "../src/next.ts";
import { request, target } from "../src/request.ts";
import { withoutSecrets } from "../src/secrets.ts";
import { colour } from "../src/snippet/colour.ts";
import { Fill, Unfit } from "../src/snippet/fill.ts";
import { EMIT } from "../src/snippet/index.ts";
import { layout } from "../src/snippet/layout.ts";
import { languages } from "../src/snippet/names.ts";
import { cmd, float, int, powershell, script, shell, string } from "../src/snippet/quote.ts";
import { TEXTS } from "./hostile.ts";
import { Tally } from "./tally.ts";

const tally = new Tally();
const same = (what: string, found: unknown, expected: unknown): void => {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  tally.check(a === b, what, () => `expected ${b}\nfound    ${a}`);
};

// The scripts must not parse text as markup or code.
const source = new URL("../../src", import.meta.url).pathname;
const FORBIDDEN = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML|\beval\(|new Function|srcdoc|setAttribute\("on|javascript:/;
for (const name of await readdir(source, { recursive: true })) {
  if (!name.endsWith(".ts")) continue;
  const text = await readFile(join(source, name), "utf8");
  const found = text.split("\n").findIndex((line) => FORBIDDEN.test(line));
  tally.check(found < 0, `${name} parses no text as markup or code`, () => `line ${found + 1}`);
}

// JSON.
for (const text of ['{"a":[1,2.50,-0,1e400,9007199254740993],"a":null}', '"\\ud800\\n"', "[[],{},true,false]", '{"__proto__":1}']) {
  same(`${text} is parsed and written unchanged`, compact(parse(text)).replaceAll('"\\ud800\\n"', '"\\ud800\\n"'), text);
}
for (const [text, at] of [["", 0], ["{", 1], ['{"a" 1}', 5], ["[1,]", 3], ["01", 1], ['"a\nb"', 0], ["nul", 0], ["1 2", 2], ["[".repeat(300), 201]] as [string, number][]) {
  let found = -1;
  try {
    parse(text);
  } catch (error) {
    if (error instanceof NotJson) found = error.at;
  }
  same(`${text.slice(0, 20)} is not JSON, and the error has a position`, found, at);
}
for (const text of TEXTS) same("strings are parsed and written unchanged", compact(parse(JSON.stringify(text))), JSON.stringify(text));
same("paths of properties and items", [below("$", "a"), below("$", "a b"), below("$.a", 0), below("$", '"')], ["$.a", '$["a b"]', "$.a[0]", '$["\\""]']);

// Validation.
const types: Types = {
  s: { name: "S", shape: { members: [{ wire: "a", type: "str", required: true, bounds: [["maxLength", "3"]] }, { wire: "n", type: { ref: "e" }, nullable: true }] } },
  e: { name: "E", shape: { values: ["x"] } },
  u: { name: "U", shape: { variants: [{ name: "A", type: "int" }, { name: "B", type: { list: { ref: "s" } } }] } },
};
const deviations = (text: string, type: TypeRef): string[] => compare(parse(text), type, types).map((it) => `${it.path} ${it.message}`);
same("an object that matches its type", deviations('{"a":"abc","n":null}', { ref: "s" }), []);
same("all deviations of an object", deviations('{"n":"y","z":1}', { ref: "s" }), ["$.n Not one of “x”.", "$.z The description does not declare this property.", "$.a The property is required."]);
same("a constraint", deviations('{"a":"abcd"}', { ref: "s" }), ["$.a The maximum length is 3 characters; the current length is 4."]);
same("null where it is not allowed", deviations('{"a":null}', { ref: "s" }), ["$.a The property must not be null."]);
same("a deviation within a variant of a union", deviations('[{"a":1}]', { ref: "u" }), ["$[0].a Expected a string."]);
same("a value that matches no variant of a union", deviations('"x"', { ref: "u" }), ["$ The value matches no variant of the union."]);
same("integers", [deviations("9223372036854775807", "int"), deviations("9223372036854775808", "int").length, deviations("1.0", "int").length], [[], 1, 1]);
same("times", ["2026-11-27T09:30:00Z", "2026-02-29T00:00:00Z", "2026-11-27T09:30:00", "2024-02-29T23:59:60.5+14:00"].map(isTime), [true, false, false, true]);
same("dates", ["2024-02-29", "2026-02-29", "2026-2-9"].map(isDate), [true, false, false]);

// Forms and links.
const frame: Frame = { use: "use c::OperationExt as _;", client: ["let client = c::Client::builder()", ".build()?;"], gateway: ["let client = c::Client::builder()", ".base_url({s})", ".build()?;"], allow: "#[allow(deprecated)]", call: "let response = client", caller: ".header({s})", end: ".await?;", show: "show(response);" };
Object.assign(globalThis, { tagsmith: { frame } });
const data: OperationData = {
  id: "t/op", method: "GET", path: "/a/{p}/{s}", server: "https://api.github.com", accept: "application/json", profile: "neutral", tokenVariable: "TOKEN", tag: "t", responses: [], types,
  call: [".t()", ".op({})"],
  parameters: [
    { wire: "p", in: "path", required: true, type: "str", code: "{s}", sample: "P" },
    { wire: "s", in: "segments", required: true, type: "str", code: "{s}", sample: "S" },
    { wire: "l", in: "query", type: { list: "str" }, list: "joined", code: { in: ".l({})", of: { list: "{s}", in: "[{}]", none: "Vec::<String>::new()" } }, bounds: [["maxItems", "2"]] },
    { wire: "page", in: "query", type: "int", code: ".page({i})", default: "1" },
    { wire: "per_page", in: "query", type: "int", code: ".per_page({i})", default: "2", bounds: [["maximum", "100"]] },
    { wire: "X-H", in: "header", type: "str", code: ".x_h({s})" },
  ],
  body: { given: "or-not", json: { ref: "s" }, code: { in: ".body({})", of: { ref: "s" } }, sample: "{}" },
  pagination: { number: "page", size: "per_page", items: "items" },
};
const none = { parameters: {}, body: "{}" };
for (const text of TEXTS) {
  const values = { parameters: { "path.p": text, "path.s": "a/b", "query.l": [text.replaceAll("\n", ""), "b"] }, body: text };
  const back = fromFragment(data, toFragment(data, values, none), none);
  same("a form is restored from its link", toFragment(data, back ?? none, none), toFragment(data, values, none));
}
same("an anchor is not a form", fromFragment(data, "path-org", none), undefined);
same("undeclared parameters in a fragment are not a form", fromFragment(data, "a=b&token=x", none), undefined);
same("parameters are encoded in the request", target(request(data, { parameters: { "path.p": "a/b '", "path.s": "x y/z", "query.l": ["1,2", "3"], "query.page": "7" }, body: "" })), "/a/a%2Fb%20%27/x%20y/z?l=1%2C2,3&page=7");
same("missing parameters become placeholders", target(request(data, { parameters: {}, body: "" })), "/a/P/S");
const problems = checkParameters(data, { parameters: { "path.p": "..", "path.s": "a//b", "query.l": ["1", "2", "3"], "query.page": "1.5", "query.per_page": "101", "header.X-H": "a\nb" }, body: "" });
same("each invalid parameter has a message", [...problems.keys()], ["path.p", "path.s", "query.l", "query.page", "query.per_page", "header.X-H"]);
const segments = (path: string, text: string): boolean => checkParameters({ ...data, path }, { parameters: { "path.p": "p", "path.s": text }, body: "" }).has("path.s");
same("a slash at the end of a path", ["a/", "/", "a//", "a/../", "/a"].map((it) => segments("/a/{p}/{s}", it)), [false, true, true, true, true]);
same("a parameter inside a path cannot end with a slash", segments("/a/{s}/{p}", "a/"), true);
const rooted = (method: string, path: string, p: string): string[] => {
  const values = { parameters: { "path.p": p, "path.s": "" }, body: "" };
  const here = { ...data, method, path };
  const display = languages({ ...here, profile: "github" }).map((it) => EMIT[it.id](here, values)).join("\n");
  return [checkParameters(here, values).get("path.s") ?? "", target(request(here, values)), `${display.split('"S"').length - 1}`];
};
same("in a GET, the last parameter of the path may be empty", rooted("GET", "/a/{p}/{s}", "x"), ["", "/a/x/", "0"]);
same("an empty last parameter is a placeholder until the request can be sent", rooted("GET", "/a/{p}/{s}", "")[1], "/a/P/S");
same("in a PUT, the last parameter of the path must not be empty", rooted("PUT", "/a/{p}/{s}", "x").slice(0, 2), ["s is required.", "/a/x/S"]);
same("a parameter inside a path must not be empty", rooted("GET", "/a/{s}/{p}", "x").slice(0, 2), ["s is required.", "/a/S/x"]);
same("an optional body may be missing", checkBody(data, " ").deviations, []);
same("an incomplete body is an error", checkBody(data, "{").deviations[0]?.fatal, true);

// Rust code templates.
const coded: Types = {
  s: { name: "S", shape: { members: [{ wire: "id", type: "int", required: true, argument: "{i}", sample: 1 }, { wire: "kind", type: { ref: "e" }, setter: { in: ".kind({})", of: { into: "e" } } }, { wire: "at", type: "str" }], new: "c::S::new({})", additional: "str", rest: { map: "{s}.to_owned()", key: "{s}.to_owned()", in: ["let mut value = {};", "value.additional.insert({});", "value"] } } },
  e: { name: "E", shape: { values: ["x-y"], names: ["XY"], in: ["c::E::{}", "from({s})"] } },
  u: { name: "U", shape: { variants: [{ name: "Text", type: "str", in: "c::U::from({})", of: "{s}" }, { name: "Many", type: { list: "int" }, in: "c::U::Many({})", of: { list: "{i}", in: "vec![{}]", none: "Vec::<i64>::new()" } }] } },
};
const filled = (slot: Slot, text: string): string => {
  const fill = new Fill(coded);
  try {
    return [layout(fill.slot(parse(text), slot, "$")), ...fill.notes].join(" | ");
  } catch (error) {
    return error instanceof Unfit ? error.message : String(error);
  }
};
for (const [slot, text, expected] of [
  ["{b}", "true", "true"], ["{i}", "1", "1"], ["{i}", "9223372036854775808", "$ is too large"], ["{u}", "18446744073709551615", "18_446_744_073_709_551_615_u64"], ["{u}", "-1", "$ is too large"],
  ["{f}", "1", "1.0"], ["{s}.to_owned()", '"$&"', '"$&".to_owned()'], ["{t}.parse()?", '"x"', "$ is not a time"], ["c::date({d})", '"2026-02-08"', "c::date(2026, 2, 8)"], ["{s}", "1", "$ is not a string"],
  [{ any: ["Null", "json!({})", "read({s})?"] }, '{"a":[1.50]}', 'read("{\\"a\\":[1.50]}")?'], [{ any: ["Null", "json!({})", "read({s})?"] }, "null", "Null"],
  [{ null: "None", some: { in: "Some({})", of: "{s}.to_owned()" } }, '"x"', 'Some("x".to_owned())'], [{ null: "None", some: "{s}" }, "null", "None"],
  [{ list: "{s}", in: "[{}]", none: "none" }, '["a","b"]', '["a", "b"]'], [{ list: "{s}", in: "[{}]", none: "none" }, "[]", "none"],
  [{ map: "{i}", key: "{s}.to_owned()", entry: "({})", in: "from([{}])", none: "none" }, '{"a":1}', 'from([("a".to_owned(), 1)])'],
  [{ ref: "e" }, '"x-y"', "c::E::XY"], [{ ref: "e" }, '"z"', 'c::E::from("z")'], [{ into: "e" }, '"z"', '"z"'],
  [{ ref: "u" }, '"a"', 'c::U::from("a")'], [{ into: "u" }, '"a"', '"a"'], [{ ref: "u" }, "[1]", "c::U::Many(vec![1])"], [{ ref: "u" }, "true", "$ matches no variant of the union"],
  [{ ref: "s" }, '{"id":7,"kind":"x-y"}', "c::S::new(7).kind(c::E::XY)"], [{ ref: "s" }, "{}", "c::S::new(1) | $.id is required; this is a placeholder"],
  [{ ref: "s" }, '{"id":7,"at":"x"}', "c::S::new(7) | $.at is not sent and omitted here"],
  [{ ref: "s" }, '{"id":7,"more":"x"}', '{\n    let mut value = c::S::new(7);\n    value.additional.insert(\n        "more".to_owned(),\n        "x".to_owned(),\n    );\n    value\n}'],
] as [Slot, string, string][]) same(`${text} in ${JSON.stringify(slot)}`, filled(slot, text), expected);

// Pages.
const form = { parameters: { "query.page": "2" }, body: "" };
// Snippets of GitHub's clients and tokens are offered only for GitHub's API.
const display = (it: OperationData): string[] => languages(it).map((language) => language.id);
same("the languages of a neutral API", display(data), ["rust", "curl"]);
same("the languages of GitHub's API", display({ ...data, profile: "github" }), ["rust", "curl", "octokit", "utdk", "gh"]);
const empty = { parameters: {}, body: "" };
const texts = (it: OperationData): string => languages(it).map((language) => EMIT[language.id](it, empty)).join("\n");
const other = { ...data, server: "https://api.example.com" };
tally.check(!/github|from_env/i.test(texts(other)) && texts(other).includes("$TOKEN"), "snippets of a neutral API do not mention GitHub", () => texts(other));
const github: OperationData = { ...data, profile: "github", tokenVariable: "GITHUB_TOKEN", version: ["X-GitHub-Api-Version", "1"] };
tally.check(["$GITHUB_TOKEN", "env.GITHUB_TOKEN", "X-GitHub-Api-Version: 1"].every((it) => texts(github).includes(it)), "snippets of GitHub's API send its token and version", () => texts(github));

same("the next page is found by its link", next(data, form, '<https://api.github.com/a?page=9&per_page=5>; rel="next", <x>; rel="last"', null)?.parameters["query.page"], "9");
same("without a link to the next page, there is none", next(data, form, '<https://api.github.com/a?page=1>; rel="first"', { items: [1, 2] }), undefined);
same("without links, the next page number is used", next(data, form, null, { items: [1, 2] })?.parameters["query.page"], "3");
same("without links, a page that is not full is the last one", next(data, form, null, { items: [1] }), undefined);

// Response bodies: their kind follows from media type and bytes.
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const kind = (it: string | number[], type: string): string => contentOf(typeof it === "string" ? bytes(it) : Uint8Array.from(it), type).kind;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0];
for (const [type, body, expected] of [
  ["application/json; charset=utf-8", '{"a":1}', "json"],
  ["application/vnd.github.raw+json; charset=utf-8", "# A file\n", "text"],
  ["application/vnd.github.raw+json", '{"name":"x"}', "json"],
  ["application/vnd.github.raw+json", PNG, "image"],
  ["application/vnd.github.raw", PNG, "image"],
  ["application/octet-stream", PNG, "image"],
  ["application/vnd.github.raw+json", [0x7f, 0x45, 0x4c, 0x46, 0, 1, 2], "text"],
  ["application/vnd.github.html+json; charset=utf-8", "<p>x</p>", "text"],
  ["application/vnd.github.html; charset=utf-8", "<p>x</p>", "text"],
  ["application/vnd.github.diff; charset=utf-8", "diff --git a/a b/a\n", "text"],
  ["application/vnd.github.patch", "From 1\n", "text"],
  ["application/vnd.github.sha", "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d", "text"],
  ["application/octocat-stream", "MMM. .MMM\n", "text"],
  ["application/sarif+json", "[]", "json"],
  ["application/scim+json", "{}", "json"],
  ["application/zip", [0x50, 0x4b, 3, 4, 0, 0], "bytes"],
  ["application/octet-stream", [0xff, 0xfe, 0xfd], "bytes"],
  ["", "text", "text"],
  ["image/svg+xml", "<svg/>", "text"],
  ["image/gif", [...bytes("GIF89a"), 1, 0, 1, 0], "image"],
  ["text/plain", "GIF89a is a header", "text"],
  ["text/event-stream", "data: 1\n\n", "text"],
  ["application/json", "", "empty"],
] as [string, string | number[], string][]) same(`${type} with ${JSON.stringify(body).slice(0, 30)}`, kind(body, type), expected);
const textOf = (it: number[], type: string): string => contentOf(Uint8Array.from(it), type).text;
same("texts are decoded by their charset", [textOf([0xe9], "text/plain; charset=iso-8859-1"), textOf([0xe9], 'text/plain;charset="latin1"'), textOf([0x82, 0xa0], "text/plain; charset=Shift_JIS"), textOf([0xff, 0xfe, 0x61, 0], "text/plain"), textOf([0xef, 0xbb, 0xbf, 0x31], "application/json"), textOf([0xe9], "text/plain")], ["é", "é", "あ", "a", "1", "é"]);
same("decoding problems have a message", [contentOf(Uint8Array.from([0xe9]), "text/plain").note, contentOf(Uint8Array.from([0x61, 0xff]), "application/json; charset=utf-8").note, contentOf(Uint8Array.from([0x61, 0xff]), "text/plain; charset=nonsense").note?.includes("nonsense"), contentOf(bytes("é"), "text/plain; charset=utf-8").note], ["The body is not UTF-8 and declares no charset. It is decoded as windows-1252.", "Some bytes are invalid in utf-8 and shown as \ufffd.", true, undefined]);
const digits = (text: string): string => JSON.stringify(contentOf(bytes(text), "application/json").value, (_, it: unknown) => (it instanceof Object && "text" in it ? `=${String(it.text)}` : it));
for (const number of ["1.10", "1e400", "-0", "1.0", "1E5", "0.10", "-0.0", "9007199254740993", "-12345678901234567890", "0.1e1", "100000000000000000000000"]) {
  same(`${number} keeps its digits`, [digits(number), digits(`[${number}]`), digits(`{"a": ${number}}`), digits(`{"a":${number},"b":"1.0"}`)], [`"=${number}"`, `["=${number}"]`, `{"a":"=${number}"}`, `{"a":"=${number}","b":"1.0"}`]);
}
same("numbers that JavaScript represents exactly are numbers", digits('{"a":[0,1,-1,1.5,0.25,123456789012345]}'), '{"a":[0,1,-1,1.5,0.25,123456789012345]}');
same("invisible characters are escaped", ["a\u202eb", "\u200b", "\u00ad", "\ufeff", "\u{e0041}", "\u3164", "\u034f", "a\ufe0f"].map(quoted), ['"a\\u202eb"', '"\\u200b"', '"\\u00ad"', '"\\ufeff"', '"\\udb40\\udc41"', '"\\u3164"', '"\\u034f"', '"a\\ufe0f"']);
same("visible characters are not escaped", ["👩‍💻", "❤️", "1️⃣", "שלום", "日本 é", "\t\n"].map(quoted), ['"👩‍💻"', '"❤️"', '"1️⃣"', '"שלום"', '"日本 é"', '"\\t\\n"']);
same("a property name that contains a backslash is quoted", [named("\\u202e"), named("\u202e"), named("a b")], ['"\\\\u202e"', '"\\u202e"', "a b"]);
const saved = (type: string, path: string, disposition?: string): string => fileName(contentOf(bytes("x"), type), new Headers(disposition === undefined ? {} : { "content-disposition": disposition }), path);
same("file names of saved bodies", [saved("application/json", "/repos/a/b"), saved("application/vnd.github.raw", "/repos/a/b/contents/src%2Fmain.rs"), saved("text/plain", "/x", 'attachment; filename="../../etc/passwd"'), saved("application/zip", "/x", "attachment; filename*=UTF-8''a%E2%80%AEb.zip"), saved("application/vnd.github.diff", "/r/pulls/1"), saved("application/octocat-stream", "/octocat"), saved("text/plain", "/")], ["b.txt", "src_main.rs", "_.._etc_passwd", "a_b.zip", "1.diff", "octocat.txt", "response.txt"]);

// URLs of gateways.
Object.assign(globalThis, { location: { hostname: "x" } });
same("only https and loopback URLs are accepted", ["https://g.example/x/", "http://127.0.0.1:1/", "http://localhost", "http://g.example", "http://127.0.0.1.evil.example", "javascript:alert(1)", "https://a@b", "https://x?y", ""].map((it) => "url" in address(it)), [true, true, true, false, false, false, false, false, false]);
const marked = new Headers({ "x-tagsmith-problem": "x" });
same("only a gateway's own problems are reported as refusals", [problemOf(marked, { title: "t", detail: "d" }), problemOf(new Headers(), { title: "t" }), problemOf(marked, null)], ["The gateway refused: t: d", undefined, "The gateway refused: no reason given"]);

same("accepted spellings of a gateway's URL", ["localhost:8787", "127.0.0.1:8787/", "http://localhost:8787/reference/copilot/x/index.html#a=b", "https://g.example/base/reference/", "g.example", "g.example:8443/reference", "http://localhost:1/-/gateway", "[::1]:8787", "localhost", "nonsense", "ftp://x", "//x", "a b"].map((it) => { const found = address(it); return "url" in found ? found.url : "-"; }), ["http://localhost:8787", "http://127.0.0.1:8787", "http://localhost:8787", "https://g.example/base", "https://g.example", "https://g.example:8443", "http://localhost:1", "-", "http://localhost", "-", "-", "-", "-"]);

// Secrets.
const deep: OperationData = {
  ...data,
  parameters: [{ wire: "token", in: "query", type: "str", code: ".token({s})", secret: true }, { wire: "q", in: "query", type: "str", code: ".q({s})" }],
  body: { given: "or-not", json: { ref: "either" }, code: { ref: "either" }, sample: "{}" },
  secretNames: ["password"],
  types: {
    either: { name: "Either", shape: { variants: [{ name: "A", type: { ref: "a" } }, { name: "B", type: { list: { ref: "a" } } }, { name: "C", type: { ref: "c" } }] } },
    a: { name: "A", shape: { members: [{ wire: "key", type: "str", secret: true }, { wire: "n", type: "float" }, { wire: "more", type: { map: { ref: "a" } } }] } },
    c: { name: "C", shape: { members: [{ wire: "key", type: "str" }, { wire: "free", type: "json" }] } },
  },
};
const kept = (body: string, parameters: Record<string, string> = {}): unknown => {
  const { values, left } = withoutSecrets(deep, { parameters, body });
  return [compactOr(values.body), values.parameters, left];
};
const compactOr = (text: string): string => (text === "" ? "" : compact(parse(text)));
same("a secret parameter is removed", kept("", { "query.token": "x", "query.q": "y" }), ["", { "query.q": "y" }, ["token"]]);
same("a property that is secret in one variant is removed", kept('{"key":"x","n":1.10}'), ['{"n":1.10}', {}, ["$.key"]]);
same("secrets in lists and maps are removed", kept('[{"key":"x","more":{"a":{"key":"y","n":1}}}]'), ['[{"more":{"a":{"n":1}}}]', {}, ["$[0].key", "$[0].more.a.key"]]);
same("secret names in arbitrary JSON are removed", kept('{"free":{"password":"x","b":{"password":["y"]}},"password":1}'), ['{"free":{"b":{}}}', {}, ["$.free.password", "$.free.b.password", "$.password"]]);
same("duplicate secret properties are removed", kept('{"key":"x","key":"y"}'), ["{}", {}, ["$.key", "$.key"]]);
same("a secret property with an escaped name is removed", kept('{"k\\u0065y":"x"}'), ["{}", {}, ["$.key"]]);
same("a body that is not JSON is removed completely", withoutSecrets(deep, { parameters: {}, body: '{"key":"x' }).values.body, "");
same("a body without secrets stays unchanged", withoutSecrets(deep, { parameters: {}, body: '{ "n":  1 }' }).values.body, '{ "n":  1 }');
same("a secret body is removed completely", withoutSecrets({ ...deep, body: { given: "always", secret: true, text: [], code: "{s}", sample: "" } }, { parameters: {}, body: "x" }), { values: { parameters: {}, body: "" }, left: ["the body"] });

// Quoting.
same("sh: quoting", shell("it's"), `'it'\\''s'`);
// Expected by PowerShell's "about_Quoting_Rules". PowerShell's lexer also treats typographic quotes as quotes.
for (const [text, expected] of [
  ["plain", "'plain'"], ["it's", "'it''s'"], ["‘x’", "'‘‘x’’'"], ["‚a‛", "'‚‚a‛‛'"], ['"', `'"'`], ["$env:PATH `n", "'$env:PATH `n'"], ["a\nb", "'a\nb'"], ["@{x}; & |", "'@{x}; & |'"], ["", "''"], ["“x”", "'“x”'"],
] as [string, string][]) same(`PowerShell: ${text}`, powershell(text), expected);
// Expected by the documentation of cmd and of the C runtime of Windows.
for (const [text, expected] of [
  ["plain", '"plain"'], ["a b & c | d < e > f ^ (g)", '"a b & c | d < e > f ^ (g)"'], ['{"a":"b"}', '^"{\\^"a\\^":\\^"b\\^"}^"'], ["%PATH%", '^"^%PATH^%^"'], ["https://x/a%2Fb%20c", '"https://x/a%2Fb%20c"'], ["100%", '^"100^%^"'],
  ["ends with \\", '"ends with \\\\"'], ['\\"', '^"\\\\\\^"^"'], ["!x!", '"!x!"'], ['"&|"', '^"\\^"^&^|\\^"^"'], ["", '""'],
] as [string, string][]) same(`cmd: ${text}`, cmd(text), expected);
const coloured = (language: string, text: string): string => colour(language, text).map(([class_, part]) => (class_ ? `<${class_}:${part}>` : part)).join("");
same("highlighting of Rust", coloured("rust", 'let response = client.f("a\\"b", Type::new(30_000_i64, 1.5))?; // x'), '<k:let> response = client.<f:f>(<s:"a\\"b">, <t:Type>::<f:new>(<n:30_000_i64>, <n:1.5>))?; <c:// x>');
same("highlighting of sh", coloured("sh", `curl -L \\\n  -H "Authorization: Bearer $TOKEN" \\\n  --data-raw 'it'\\''s'`), `<f:curl> <k:-L> \\\n  <k:-H> <s:"Authorization: Bearer ><v:$TOKEN><s:"> \\\n  <k:--data-raw> <s:'it'>\\<s:''>s<s:'>`);
same("highlighting of PowerShell", coloured("powershell", `curl.exe -L \`\n  -H "A: $env:TOKEN" 'it''s'`), `<f:curl.exe> <k:-L> \`\n  <k:-H> <s:"A: ><v:$env:TOKEN><s:"> <s:'it''s'>`);
same("highlighting of cmd", coloured("cmd", 'curl.exe -L ^\n  -H "A: %TOKEN%" ^\n  --data-raw ^"{\\^"a^"}^"'), '<f:curl.exe> <k:-L> ^\n  <k:-H> <s:"A: ><v:%TOKEN%><s:"> ^\n  <k:--data-raw> <s:^"{\\^"a^"}^">');
same("highlighting of TypeScript", coloured("script", "import { Octokit } from \"octokit\";\nawait f({ a: 1.5, b: 'x' }); // c"), "<k:import> { <t:Octokit> } <k:from> <s:\"octokit\">;\n<k:await> <f:f>({ a: <n:1.5>, b: <s:'x'> }); <c:// c>");
same("highlighting keeps the text", Object.keys({ rust: 0, script: 0, sh: 0, powershell: 0, cmd: 0, other: 0 }).flatMap((language) => TEXTS.filter((text) => colour(language, text).map((it) => it[1]).join("") !== text)), []);
same("JavaScript literals", script("\u2028\u202e"), '"\\u2028\\u202e"');
same("Rust literals", [string('"\\\n\u202e$'), int("3000000000", "i64"), int("-7", "i64"), int("007", "i64"), float("1"), float("1e3")], ['"\\"\\\\\\n\\u{202e}$"', "3_000_000_000_i64", "-7", "7", "1.0", "1e3"]);

tally.close();
