// Checks that no secret of GitHub's API reaches a link, the storage or the history.
//
//     npm run secrets -- --site DIR
//
// `secrets.json` was collected from the description by hand. It contains parameter names and body paths by operation.
// On a partial site, only the operations of the site are checked.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { plain } from "../src/data.ts";
import type { OperationData, TypeRef } from "../src/data.ts";
import { launch } from "./chromium.ts";
import { mock } from "./mock.ts";
import { pages } from "./operations.ts";
import { Stories, sendable, stored } from "./stories.ts";
import { Tally, options, required } from "./tally.ts";

const given = options();
const tally = new Tally();
const site = resolve(required(given, "site"));
const expected = JSON.parse(await readFile(new URL("../../tests/secrets.json", import.meta.url), "utf8")) as Record<string, string[]>;
const all = (await pages(site)).map((it) => it.data);

/** Returns the paths of a body that the page treats as secrets. */
function places(type: TypeRef, data: OperationData, path: string, depth: number, found: Set<string>): void {
  const here = plain(type, data.types);
  if (typeof here === "string" || depth > 8) return;
  if ("list" in here) return places(here.list, data, `${path}[]`, depth + 1, found);
  if ("map" in here) return places(here.map, data, `${path}.*`, depth + 1, found);
  const shape = "ref" in here ? data.types[here.ref]?.shape : undefined;
  if (!shape) return;
  if ("variants" in shape) for (const it of shape.variants) places(it.type, data, path, depth + 1, found);
  if (!("members" in shape)) return;
  for (const it of shape.members) {
    if (it.secret) found.add(`${path}.${it.wire}`);
    else places(it.type, data, `${path}.${it.wire}`, depth + 1, found);
  }
}

function secretsOf(data: OperationData): string[] {
  const found = new Set(data.parameters.filter((it) => it.secret).map((it) => `${it.in}.${it.wire}`));
  if (data.body?.secret) found.add("$");
  if (data.body?.json) places(data.body.json, data, "$", 0, found);
  return [...found].sort();
}

const isWhole = all.length > 1000;
const compared = isWhole ? [...new Set([...all.map((it) => it.id), ...Object.keys(expected)])] : all.map((it) => it.id);
for (const id of compared) {
  const data = all.find((it) => it.id === id);
  const found = data ? secretsOf(data) : [];
  const wanted = expected[id] ?? [];
  tally.check(found.join() === wanted.join(), `${id}: the secrets are those in secrets.json`, () => `expected ${wanted.join(" ")}\nfound    ${found.join(" ")}`);
}
console.log(`${Object.keys(expected).length} operations with secrets are expected of the whole, ${all.filter((it) => secretsOf(it).length > 0).length} of ${all.length} have some`);

/** Returns a body that has a value at each of these paths. */
function bodyWith(places: string[], value: string): string {
  const body: Record<string, unknown> = { plain: "is kept" };
  for (const place of places) {
    const steps = place.split(".").slice(1);
    let here = body;
    steps.forEach((step, index) => {
      if (index === steps.length - 1) here[step] = step === "credentials" ? [value] : value;
      else here = (here[step] ??= {}) as Record<string, unknown>;
    });
  }
  return JSON.stringify(body);
}

const browser = await launch();
const gateway = await mock({ site });
const stories = new Stories(browser, tally, given.get("only"));
for (const data of all.filter((it) => expected[it.id])) {
  const wanted = expected[data.id] ?? [];
  await stories.story(data.id, async (page, context) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const canary = `canary-${data.id.length}`;
    const kept = async (when: string): Promise<void> => {
      const texts = [page.url(), await stored(page), await page.evaluate(() => JSON.stringify(history.state))];
      stories.holds(`${data.id}: ${when}, neither the URL nor the storage contains a secret`, !texts.join().includes("canary"), texts.join("\n"));
    };
    const folder = `${data.tag.replaceAll(" ", "-")}/${data.id.split("/").slice(1).join("-")}`;
    const secretBody = wanted.filter((it) => it.startsWith("$"));
    // Secrets in a link are ignored, even if the link contains some.
    const pairs = new URLSearchParams(wanted.filter((it) => !it.startsWith("$")).map((it) => [it, canary]));
    if (secretBody.length > 0) pairs.set("body", bodyWith(secretBody, canary));
    await page.goto(`${gateway.url}/reference/${folder}/index.html#${pairs.toString()}`);
    await page.waitForSelector("#gateway-url", { state: "attached" });
    await kept("after a link was opened");
    for (const parameter of data.parameters) {
      const control = page.locator(`#try [name="${parameter.in}.${parameter.wire}"]`).first();
      const isSecret = wanted.includes(`${parameter.in}.${parameter.wire}`);
      if (isSecret) stories.same(`${data.id}: the field hides a secret`, await control.getAttribute("type"), "password");
      if (isSecret || (parameter.required && (await control.evaluate((it) => it instanceof HTMLInputElement && it.type === "text")))) await control.fill(isSecret ? canary : "1");
    }
    if (secretBody.length > 0) {
      await page.fill("#try-body", `${bodyWith(secretBody, canary).slice(0, -1)}, "half`);
      await page.waitForTimeout(350);
      await kept("while the body is incomplete");
      await page.fill("#try-body", bodyWith(secretBody, canary));
    }
    await page.waitForTimeout(350);
    await kept("after the form was filled");
    await page.click("#copy-link");
    const link = await page.evaluate(() => navigator.clipboard.readText());
    stories.holds(`${data.id}: the copied link contains no secret`, link.startsWith(gateway.url) && !link.includes("canary"), link);
    const note = (await page.textContent("#link-note")) ?? "";
    for (const it of wanted) stories.has(`${data.id}: the page lists what the link omits`, note, it.replace(/^(query|path)\./, ""));
    if (secretBody.length > 0) stories.has(`${data.id}: the copied link contains the other values`, decodeURIComponent(link.replaceAll("+", " ")), "is kept");
    await sendable(page);
    await page.click("#send-button");
    await page.waitForTimeout(100);
    if ((await page.locator("#confirm .danger").count()) > 0) await page.click("#confirm .danger");
    await page.waitForTimeout(150);
    await kept("sent");
    await page.reload();
    await page.waitForSelector("#gateway-url", { state: "attached" });
    await kept("after the page was reloaded");
    stories.holds(`${data.id}: the restored form contains no secret`, !(await page.evaluate(() => [...document.querySelectorAll<HTMLInputElement>("#try input, #try textarea")].map((it) => it.value).join())).includes("canary"));
  });
}
await browser.close();
gateway.close();
tally.close();
