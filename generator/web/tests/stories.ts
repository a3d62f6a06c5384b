// Runs tests in a browser. Each test has its own context, and no page may log an error.

import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { Tally } from "./tally.ts";

/** Runs one test. */
export type Tell = (page: Page, context: BrowserContext) => Promise<void>;

export class Stories {
  private readonly browser: Browser;
  private readonly tally: Tally;
  private readonly only: string | undefined;

  constructor(browser: Browser, tally: Tally, only: string | undefined) {
    this.browser = browser;
    this.tally = tally;
    this.only = only;
  }

  async story(name: string, tell: Tell, more: BrowserContextOptions = {}): Promise<void> {
    if (this.only && !name.includes(this.only)) return;
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...more });
    context.setDefaultTimeout(8000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // Ignores error responses, which the test itself checks.
      if (message.type() === "error" && !/Failed to load resource|blocked by CORS|net::ERR/.test(message.text())) complaints.push(message.text());
    });
    page.on("dialog", (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    try {
      await tell(page, context);
      this.tally.check(complaints.length === 0, `${name}: the page logs no errors`, () => complaints.join("\n"));
    } catch (error) {
      this.tally.check(false, name, () => (error instanceof Error ? error.stack ?? error.message : String(error)).slice(0, 1500));
    }
    await context.close();
  }

  holds(what: string, is: boolean, more = ""): void {
    this.tally.check(is, what, () => more);
  }

  same(what: string, found: unknown, expected: unknown): void {
    this.holds(what, found === expected, `expected ${JSON.stringify(expected)}\nfound ${JSON.stringify(found)}`);
  }

  has(what: string, text: string | null, part: string): void {
    this.holds(what, (text ?? "").includes(part), `expected ${JSON.stringify(part)} in\n${text ?? "nothing"}`);
  }
}

export const text = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();
export const snippet = async (page: Page): Promise<string> => {
  await page.waitForSelector("#snippet-panel:not([aria-busy])");
  return text(page, "#snippet-panel pre");
};
export const stored = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

/** Waits until Send is enabled. */
export async function sendable(page: Page): Promise<void> {
  await page.waitForSelector('#send-button[aria-disabled="false"]');
}

/** Expands the authentication panel, after the state of the gateway is known. */
export async function unfold(page: Page): Promise<void> {
  await page.waitForSelector("#gateway-url", { state: "attached" });
  await page.waitForFunction(() => (document.querySelector("#authentication") as HTMLDetailsElement).open || document.querySelector("#authentication-state")?.textContent !== "");
  await page.evaluate(() => ((document.querySelector("#authentication") as HTMLDetailsElement).open = true));
}
