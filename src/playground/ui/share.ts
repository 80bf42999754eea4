import type { Linked, MaskAnswer, PageContent } from "../core/protocol.ts";
import { type Client, Superseded, unlessSuperseded } from "./client.ts";
import { announce, byId, h, report, show } from "./dom.ts";
import { encodeHash } from "./link.ts";

/** A link with more characters than this is cut by some programs. */
const LONG_LINK = 8000;

/** An address of the page has fewer characters, since browsers limit it. */
const MOST_CHARACTERS = 500_000;

const NOT_WRITTEN =
  "these specs are too long for the address of the page: a reload loses what you change, so copy it before";

/** The hash that the page wrote itself. */
let ownHash = "";

/** True if the address of the page has a state, or names an example. */
export const isLink = (): boolean => /^#(?:p|example)=/.test(location.hash);

/** True if the page wrote its address itself. */
export const isOwnLink = (): boolean => location.hash === ownHash;

/** The state of the page as its address, and as a link to copy. */
export class Sharing {
  readonly #client: Client;
  readonly #state: () => Linked;
  /** Whether the address has the state; the other case is reported once. */
  #isWritten = true;

  constructor(client: Client, state: () => Linked) {
    this.#client = client;
    this.#state = state;
  }

  #hash(content: PageContent): Promise<string> {
    return encodeHash({ ...this.#state(), content });
  }

  /** The address of the page has its state, without secrets. */
  async writeHash(): Promise<void> {
    const asked = this.#client.ask("mask", this.#state().content);
    const hash = await unlessSuperseded(asked.then(({ content }) => this.#hash(content)));
    if (hash === undefined) return;
    const isWritten = hash.length < MOST_CHARACTERS;
    if (isWritten) history.replaceState(null, "", hash);
    else if (this.#isWritten) announce(NOT_WRITTEN);
    this.#isWritten = isWritten;
    ownHash = location.hash;
  }

  /** The address may be written at the same time, and replace the request. */
  async #masked(): Promise<MaskAnswer> {
    try {
      return await this.#client.ask("mask", this.#state().content);
    } catch (error) {
      if (error instanceof Superseded) return await this.#masked();
      throw error;
    }
  }

  /** Copies a link; a person decides whether it has the secrets. */
  async copyLink(): Promise<void> {
    announce("");
    try {
      const { content, masked, event } = await this.#masked();
      const withSecrets = masked.length > 0 || event;
      if (!withSecrets) return await this.#copy(content);
      const places = masked.slice(0, 8).map(({ path, range }) => `${path} line ${range.start.line}`);
      const more = masked.length - places.length;
      const list = [...places, ...(more > 0 ? [`${more} more`] : []), ...(event ? ["the event"] : [])];
      const choice = await askAboutSecrets(list);
      if (choice === "masked") await this.#copy(content);
      if (choice === "all") await this.#copy(this.#state().content);
    } catch (error) {
      report(error);
    }
  }

  async #copy(content: PageContent): Promise<void> {
    const link = location.href.split("#")[0]! + (await this.#hash(content));
    const long = link.length > LONG_LINK ? `; it has ${link.length} characters, which some programs cut` : "";
    try {
      await navigator.clipboard.writeText(link);
      announce(`link copied${long}`);
    } catch {
      const field = h("input", { type: "text", readonly: true, value: link, "aria-label": "The link" });
      show(byId("status"), "copy this link: ", field);
      field.select();
    }
  }
}

/** Asks whether a link may hold secrets. */
async function askAboutSecrets(places: readonly string[]): Promise<string> {
  const dialog = byId<HTMLDialogElement>("secrets");
  show(
    byId("secret-places"),
    places.map((place) => h("li", {}, place)),
  );
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue;
}
