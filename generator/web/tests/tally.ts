// Counts passed and failed checks, and ends with `N passed, N failed`.

export class Tally {
  passed = 0;
  failed = 0;

  check(holds: boolean, what: string, more: () => string = () => ""): void {
    if (holds) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    if (this.failed <= 25) console.error(`failed: ${what}\n${more().replace(/^/gm, "    ")}`);
  }

  close(): void {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed > 0 || this.passed === 0 ? 1 : 0;
  }
}

/** Returns the values of `--name value`; a flag without value is "". */
export function options(): Map<string, string> {
  const found = new Map<string, string>();
  const given = process.argv.slice(2);
  given.forEach((it, index) => {
    const next = given[index + 1];
    if (it.startsWith("--")) found.set(it.slice(2), next !== undefined && !next.startsWith("--") ? next : "");
  });
  return found;
}

export function required(options: Map<string, string>, name: string): string {
  const value = options.get(name);
  if (value) return value;
  console.error(`error: --${name} is missing\n  help: CONTRIBUTING.md contains the command`);
  process.exit(2);
}
