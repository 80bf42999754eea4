import { eventFromJson } from "../../event-json/event-from-json.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { applyChanges, type Change } from "../../simulate/event/event-diff.ts";
import type { NamesAnswer, PageContent } from "../core/protocol.ts";
import { type Client, unlessSuperseded } from "./client.ts";
import { announce, byId } from "./dom.ts";
import { drawEventJson, drawForm, eventOfKind, type Kind, kindOf } from "./event-form.ts";

/** The names before the specs were read. */
const NO_NAMES: NamesAnswer = {
  repositories: [],
  providers: [],
  branches: [],
  targets: [],
  tags: [],
  files: [],
  events: [],
  comments: [],
  nextRun: null,
};

/** The event of the page, with the form that shows and changes it. */
export class EventPanel {
  readonly #client: Client;
  readonly #content: () => PageContent;
  readonly #onChange: (event: SimulatedEvent) => void;
  #event: SimulatedEvent;
  #kind: Kind;
  #webhook = { body: "", headers: "", note: "" };
  #names = NO_NAMES;

  constructor(
    client: Client,
    content: () => PageContent,
    event: SimulatedEvent,
    onChange: (event: SimulatedEvent) => void,
  ) {
    this.#client = client;
    this.#content = content;
    this.#onChange = onChange;
    this.#event = event;
    this.#kind = kindOf(event);
    this.#draw();
  }

  get event(): SimulatedEvent {
    return this.#event;
  }

  /** With `isTyping`, the fields of the form stay: a new one would lose its half-typed part. */
  set(event: SimulatedEvent, kind: Kind = this.#kindAfter(event), isTyping = false): void {
    this.#event = event;
    this.#kind = kind;
    this.#draw(isTyping);
    this.#onChange(event);
  }

  /** Sets an ordinary event that the specs are about. */
  setUsual(): void {
    const onlyCron = this.#names.events.length === 0 && this.#names.nextRun !== null;
    const kind = onlyCron ? "time" : this.#kind;
    this.set(eventOfKind(kind, this.#names, onlyCron ? this.#event : { kind: "git", names: [] }), kind);
  }

  change(changes: readonly Change[]): void {
    const [first] = changes;
    if (first?.fact === "at") this.set({ kind: "time", at: String(first.to) });
    else if (this.#event.kind === "git") this.set(applyChanges(this.#event, changes));
    announce("event changed");
  }

  /** Reads the names of the specs, which the form offers. */
  async readNames(): Promise<void> {
    const names = await unlessSuperseded(this.#client.ask("names", this.#content()));
    if (!names) return;
    this.#names = names;
    const form = byId("event-form");
    // A text that is being typed would be lost; the next event shows the names.
    const isInUse = form.contains(document.activeElement) || form.querySelector(".json[open]") !== null;
    if (!isInUse && this.#kind !== "webhook") this.#draw();
  }

  /** The form keeps its kind as long as it fits. */
  #kindAfter(event: SimulatedEvent): Kind {
    const kind = kindOf(event);
    const fits = this.#kind === "other" && event.kind === "git" && kind !== "webhook";
    return fits ? "other" : kind;
  }

  #draw(onlyJson = false): void {
    const draw = onlyJson ? drawEventJson : drawForm;
    draw(byId("event-form"), {
      names: this.#names,
      event: this.#event,
      kind: this.#kind,
      webhook: this.#webhook,
      setEvent: (event, kind, isTyping) => this.set(event, kind, isTyping),
      readWebhook: (body, headers) => void this.#readWebhook(body, headers),
      readJson: (text) => this.#readJson(text),
    });
  }

  #readJson(text: string): string | undefined {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return `not JSON: ${(error as Error).message}`;
    }
    const result = eventFromJson(value);
    if ("error" in result) return result.error;
    this.set(result.event);
    announce(result.notes?.join("; ") ?? "event changed");
    return undefined;
  }

  async #readWebhook(body: string, headers: string): Promise<void> {
    const result = await unlessSuperseded(this.#client.ask("payload", { body, headers }));
    if (!result) return;
    if ("error" in result) {
      this.#webhook = { body, headers, note: `Not read: ${result.error}.` };
      this.#draw();
      return;
    }
    const [event, ...more] = result.offered ? result.events : [result.event];
    const notes = [
      `Read ${result.what}.`,
      !result.offered && `Triggers do not get it: ${result.reason}.`,
      more.length > 0 && `It means ${more.length + 1} events, and the first is shown.`,
      ...(result.offered ? result.notes.map((note) => `${note}.`) : []),
    ];
    this.#webhook = { body, headers, note: notes.filter((note) => note !== false).join(" ") };
    this.set(event!, "webhook");
  }
}
