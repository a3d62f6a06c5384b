// The panel for authentication, which collapses to one line when a gateway or a token works.

import type { Access, Way } from "./access.ts";
import { button, isComposing, make, outward } from "./dom.ts";
import { describe } from "./form.ts";
import { address, allows, ask } from "./gateway.ts";
import { forgetAll } from "./storage.ts";
import type { Where } from "./storage.ts";

export class Authentication {
  private readonly access: Access;
  private readonly operation: string;
  private readonly changed: () => void;
  private readonly forgotten: () => void;
  private readonly panel: HTMLDetailsElement;
  private readonly state = make("span", { id: "authentication-state", class: "faint" });
  private readonly gateway = make("input", { id: "gateway-url", type: "url", inputmode: "url", autocomplete: "off", spellcheck: "false", placeholder: "http://127.0.0.1:8787" });
  private readonly status = make("p", { id: "gateway-status", class: "status hint", role: "status" });
  private readonly error = make("p", { id: "gateway-error", class: "field-error" });
  private readonly callerToken = secret("caller-token");
  private readonly caller = make("details", {}, make("summary", {}, "The gateway requires a token"), make("label", { for: "caller-token" }, "Caller token"), this.callerToken);
  private readonly keeping: HTMLElement;
  private readonly token = secret("direct-token");
  private readonly warning = make("p", { class: "warning", role: "status" });
  private readonly ways: Record<Way, { radio: HTMLInputElement; part: HTMLElement }>;
  private readonly keeps: Record<Where, HTMLInputElement>;

  constructor(panel: HTMLDetailsElement, access: Access, operation: string, changed: () => void, forgotten: () => void) {
    this.panel = panel;
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
      make("legend", {}, "Tokens are stored only in this page's memory"),
      make("label", { class: "check" }, this.keeps.tab, "store in this tab"),
      make("label", { class: "check" }, this.keeps.computer, "store on this computer"),
    );
    this.caller.addEventListener("toggle", () => this.showKeeping());
    this.gateway.addEventListener("input", () => {
      access.gateway = this.gateway.value;
      access.tested = undefined;
      this.status.textContent = "";
      this.update();
    });
    for (const field of [this.gateway, this.callerToken]) {
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || isComposing(event)) return;
        event.preventDefault();
        void this.test();
      });
    }
    this.callerToken.addEventListener("input", () => {
      access.callerToken = this.callerToken.value.trim();
      this.update();
    });
    this.token.addEventListener("input", () => {
      access.token = this.token.value.trim();
      this.update();
    });
  }

  /** Shows the panel, collapsed if the credentials are likely to work. */
  show(): void {
    this.panel.querySelector("summary")?.append(this.state);
    this.panel.append(
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
      make("p", { class: "hint" }, "The gateway URL and the form are saved automatically to browser storage, without secrets. ", button("Forget all", () => this.forget(), { id: "forget", class: "small" })),
    );
    this.fill();
    this.update(false);
    const { way, gateway, token } = this.access;
    this.panel.open = way === "direct" ? token === "" : !this.isOffered() && "problem" in address(gateway);
    if (way === "gateway") void this.begin();
  }

  /** Shows that requests succeed, and collapses the panel. */
  works(): void {
    const { way, gateway } = this.access;
    const found = address(gateway);
    this.state.textContent = way === "direct" ? " · works: a token" : ` · works: ${"url" in found ? new URL(found.url).host : ""}`;
    const hadFocus = this.panel.contains(document.activeElement);
    this.panel.open = false;
    if (hadFocus) this.panel.querySelector("summary")?.focus({ preventScroll: true });
  }

  /** Expands the panel, and focuses the missing or invalid field. */
  ask(): void {
    this.fails();
    const field = this.access.way === "direct" ? this.token : this.caller.open && this.access.callerToken === "" ? this.callerToken : this.gateway;
    field.focus();
  }

  /** Expands the panel. `asksForToken` adds the field for the caller token. */
  fails(asksForToken = false): void {
    this.state.textContent = "";
    this.caller.open ||= asksForToken && this.access.way === "gateway";
    this.panel.open = true;
  }

  /** Whether a gateway may serve this page and the reader chose no other gateway. */
  private isOffered(): boolean {
    const isServed = /^https?:$/.test(location.protocol) && location.pathname.startsWith("/reference/");
    return isServed && window.top === window && (this.access.gateway === "" || this.access.gateway === location.origin);
  }

  /**
   * Requests the allowed operations from the gateway that serves this page, or from the gateway of the previous visit.
   */
  private async begin(): Promise<void> {
    const isOwn = this.isOffered();
    const found = isOwn ? { url: location.origin } : address(this.access.gateway);
    if ("problem" in found || window.top !== window) return;
    const before = this.access.gateway;
    const response = await ask(found.url, this.access.callerToken, AbortSignal.timeout(10_000));
    if (this.access.gateway !== before || this.access.way !== "gateway") return;
    const isGateway = !("problem" in response) || response.isCaller === true;
    if (isOwn && isGateway) {
      this.access.gateway = location.origin;
      this.fill();
    }
    if (isOwn && !isGateway && before === "") this.fails();
    else this.describe(response, isOwn ? "A gateway serves this page. " : "");
    this.update(isOwn && isGateway);
  }

  private async test(): Promise<void> {
    const found = address(this.access.gateway);
    if ("problem" in found) {
      this.update();
      this.gateway.focus();
      return;
    }
    this.status.textContent = "Testing the gateway …";
    const { gateway, callerToken } = this.access;
    const response = await ask(found.url, callerToken, AbortSignal.timeout(10_000));
    if (this.access.gateway !== gateway) return;
    this.describe(response, "");
    this.changed();
  }

  private describe(response: Awaited<ReturnType<typeof ask>>, before: string): void {
    const isProblem = "problem" in response;
    this.access.tested = isProblem ? undefined : response;
    this.status.textContent = before + (isProblem ? response.problem : allows(response, this.operation));
    if (isProblem && response.link) this.status.append(" ", outward(response.link));
    if (isProblem) this.fails(response.isCaller);
    else this.works();
  }

  private forget(): void {
    this.access.forget();
    forgetAll();
    this.status.textContent = "";
    this.fill();
    this.forgotten();
    this.update(false);
    this.warning.textContent = "Deleted: tokens, gateway URL, forms and history.";
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
    if (this.panel.open) this.state.textContent = "";
    this.warning.textContent =
      this.access.keep === "computer"
        ? `Anyone who uses this browser, and every page on ${location.protocol === "file:" ? "this computer's disk" : location.origin}, can read stored tokens. Prefer a token with few permissions that expires soon.`
        : "";
    if (save) this.access.save();
    this.changed();
  }

  /** The options for storage are visible where the reader can enter a token, and while a token is stored. */
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
      make("p", { id: "direct-token-help", class: "hint" }, "The token is sent only to api.github.com. Links, snippets and the history never contain it."),
    );
  }
}

function secret(id: string): HTMLInputElement {
  return make("input", { id, type: "password", autocomplete: "off", spellcheck: "false", autocapitalize: "off" });
}
