// Starts Debian's Chromium through playwright-core.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const PLACES = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export function path(): string {
  const found = PLACES.find((it) => it && existsSync(it));
  if (found) return found;
  console.error("error: there is no Chromium\n  help: install the package chromium, or set CHROMIUM to where it is");
  process.exit(2);
}

export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export function launch(...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: path(), headless: true, args: [...FLAGS, ...more] });
}
