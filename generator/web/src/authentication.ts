// The panel that says how requests go out.

import type { Access, Way } from "./access.ts";
import { button, make } from "./dom.ts";
import { describe } from "./form.ts";
import { address, allows, ask } from "./gateway.ts";
import { forgetAll } from "./storage.ts";
import type { Where } from "./storage.ts";

export class Authentication {
  private readonly access: Access;
  private readonly operation: string;
  private readonly changed: () => void;
  private readonly forgotten: () => void;
  private readonly gateway = make("input", { id: "gateway-url", type: "url", inputmode: "url", autocomplete: "off", spellcheck: "false", placeholder: "http://127.0.0.1:8787" });
  private readonly status = make("p", { id: "gateway-status", class: "status hint", role: "status" });
  private readonly error = make("p", { id: "gateway-error", class: "field-error" });
  private readonly callerToken = secret("caller-token");
  private readonly caller = make("details", {}, make("summary", {}, "The gateway asks for a token"), make("label", { for: "caller-token" }, "Caller token"), this.callerToken);
  private readonly keeping: HTMLElement;
  private readonly token = secret("direct-token");
  private readonly warning = make("p", { class: "warning", role: "status" });
  private readonly ways: Record<Way, { radio: HTMLInputElement; part: HTMLElement }>;
  private readonly keeps: Record<Where, HTMLInputElement>;

  constructor(access: Access, operation: string, changed: () => void, forgotten: () => void) {
    this.access = access;
    this.operation = operation;
    this.changed = changed;
    this.forgotten = forgotten;
    describe(this.gateway, "gateway-help gateway-error");
    describe(this.token, "direct-token-help");
    this.ways = {
      gateway: { radio: this.way("gateway"), part: this.gatewayPart() },
      direct: { radio: this.way("direct"), part: this.directPart() },
    };
    this.keeps = { tab: this.keep("tab"), computer: this.keep("computer") };
    this.keeping = make(
      "fieldset",
      { class: "keeps" },
      make("legend", {}, "Tokens are held in memory alone, and gone with this page"),
      make("label", { class: "check" }, this.keeps.tab, "keep in this tab"),
      make("label", { class: "check" }, this.keeps.computer, "keep on this computer"),
    );
    this.caller.addEventListener("toggle", () => this.showKeeping());
    this.gateway.addEventListener("input", () => {
      access.gateway = this.gateway.value;
      access.tested = undefined;
      this.status.textContent = "";
      this.update();
    });
    this.callerToken.addEventListener("input", () => {
      access.callerToken = this.callerToken.value.trim();
      this.update();
    });
    this.token.addEventListener("input", () => {
      access.token = this.token.value.trim();
      this.update();
    });
  }

  /** Builds the panel into its section. */
  show(section: HTMLElement): void {
    section.append(
      make(
        "fieldset",
        { class: "ways" },
        make("legend", { class: "hidden" }, "Send through"),
        make("label", { class: "check" }, this.ways.gateway.radio, "Through a gateway"),
        make("label", { class: "check" }, this.ways.direct.radio, "Directly, with a token"),
      ),
      this.ways.gateway.part,
      this.ways.direct.part,
      this.keeping,
      this.warning,
      make("p", { class: "hint" }, "The gateway URL and the form are saved automatically to browser storage. ", button("Forget all", () => this.forget(), { id: "forget", class: "small" })),
    );
    this.fill();
    this.update(false);
    void this.offer();
  }

  /** Offers the gateway that this page comes from, if it comes from one, and asks it what it allows. */
  private async offer(): Promise<void> {
    const isServed = /^https?:$/.test(location.protocol) && location.pathname.startsWith("/reference/");
    const isOther = (): boolean => this.access.gateway !== "" && this.access.gateway !== location.origin;
    if (!isServed || isOther() || window.top !== window) return;
    const found = await ask(location.origin, "", AbortSignal.timeout(5000));
    if ("problem" in found || isOther()) return;
    this.access.gateway = location.origin;
    this.access.tested = found;
    this.fill();
    this.status.textContent = `This page comes from a gateway. ${allows(found, this.operation)}`;
    this.update();
  }

  private async test(): Promise<void> {
    const found = address(this.access.gateway);
    if ("problem" in found) {
      this.update();
      this.gateway.focus();
      return;
    }
    this.status.textContent = "Asking the gateway …";
    const gateway = await ask(found.url, this.access.callerToken, AbortSignal.timeout(10_000));
    this.access.tested = "problem" in gateway ? undefined : gateway;
    this.status.textContent = "problem" in gateway ? gateway.problem : allows(gateway, this.operation);
    this.caller.open ||= "problem" in gateway && gateway.isCaller === true;
    this.changed();
  }

  private forget(): void {
    this.access.forget();
    forgetAll();
    this.status.textContent = "";
    this.fill();
    this.forgotten();
    this.update(false);
    this.warning.textContent = "Forgotten: tokens, gateway URL, forms and history.";
  }

  private fill(): void {
    this.gateway.value = this.access.gateway;
    this.callerToken.value = this.access.callerToken;
    this.caller.open ||= this.access.callerToken !== "";
    this.token.value = this.access.token;
    this.ways[this.access.way].radio.checked = true;
    for (const where of ["tab", "computer"] as const) this.keeps[where].checked = this.access.keep === where;
  }

  private update(save = true): void {
    const found = this.access.gateway.trim() === "" ? { url: "" } : address(this.access.gateway);
    this.error.textContent = "problem" in found ? found.problem : "";
    this.gateway.setAttribute("aria-invalid", String("problem" in found));
    for (const way of ["gateway", "direct"] as const) this.ways[way].part.hidden = this.access.way !== way;
    this.showKeeping();
    this.warning.textContent =
      this.access.keep === "computer"
        ? `Whoever uses this browser, and every page on ${location.protocol === "file:" ? "this computer's disk" : location.origin}, can read what is kept. Prefer a token that may do little and expires soon.`
        : "";
    if (save) this.access.save();
    this.changed();
  }

  /** What is kept of tokens is asked where one may be entered, and while any is kept. */
  private showKeeping(): void {
    this.keeping.hidden = this.access.way === "gateway" && !this.caller.open && this.access.keep === undefined;
  }

  private way(way: Way): HTMLInputElement {
    const choose = (): void => {
      this.access.way = way;
      this.update();
    };
    return make("input", { type: "radio", name: "way", value: way, onchange: choose });
  }

  private keep(where: Where): HTMLInputElement {
    const choose = (event: Event): void => {
      this.access.keep = (event.target as HTMLInputElement).checked ? where : undefined;
      this.fill();
      this.update();
    };
    return make("input", { type: "checkbox", id: `keep-${where}`, onchange: choose });
  }

  private gatewayPart(): HTMLElement {
    return make(
      "div",
      { class: "part" },
      make("label", { for: "gateway-url" }, "Gateway URL"),
      make("div", { class: "row" }, this.gateway, button("Test", () => void this.test(), { id: "gateway-test" })),
      this.error,
      make("p", { id: "gateway-help", class: "hint" }, "The gateway proxies requests and injects credentials server-side."),
      this.status,
      this.caller,
    );
  }

  private directPart(): HTMLElement {
    return make(
      "div",
      { class: "part" },
      make("label", { for: "direct-token" }, "Token"),
      this.token,
      make("p", { id: "direct-token-help", class: "hint" }, "It is sent to api.github.com and to no one else, and stands in no link, snippet or history."),
    );
  }
}

function secret(id: string): HTMLInputElement {
  return make("input", { id, type: "password", autocomplete: "off", spellcheck: "false", autocapitalize: "off" });
}
