#!/usr/bin/env node
// A fake gh, which records its arguments and sends the request that `gh api` would send.
import { appendFileSync, readFileSync } from "node:fs";

const [command, ...rest] = process.argv.slice(2);
if (command !== "api") throw new Error(`gh ${command} is not known here`);
appendFileSync(process.env.GH_ARGUMENTS, `${JSON.stringify(rest)}\n`);
let method = "GET";
let endpoint;
let body;
const headers = { authorization: "token of-gh" };
for (let at = 0; at < rest.length; at += 1) {
  const word = rest[at];
  if (word === "--method") method = rest[(at += 1)];
  else if (word === "-H") {
    const [name, ...value] = rest[(at += 1)].split(":");
    headers[name.toLowerCase()] = value.join(":").trim();
  } else if (word === "--input") {
    const file = rest[(at += 1)];
    body = readFileSync(file === "-" ? 0 : file);
  } else if (endpoint === undefined && !word.startsWith("-")) endpoint = word;
  else throw new Error(`gh api does not know ${word}`);
}
// gh adds these headers by itself.
endpoint = endpoint.replace(/\{(owner|repo|branch)\}/g, "of-the-folder");
const url = /^https?:/.test(endpoint) ? endpoint : `${process.env.GH_SERVER}/${endpoint.replace(/^\//, "")}`;
const response = await fetch(url, { method, headers, body, redirect: "follow" });
process.stdout.write(await response.text());
