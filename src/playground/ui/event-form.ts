import { eventFacts, eventNames, findEvent, surelySends } from "../../catalogue/events/events.ts";
import { findProvider, type ProviderId, providers } from "../../catalogue/providers.ts";
import {
  ASSOCIATIONS,
  actionNames,
  actionsOf,
  commentNames,
  namesOfAction,
} from "../../simulate/event/action-names.ts";
import type { GitEvent, GitFactKey, SimulatedEvent } from "../../simulate/event/event.ts";
import { canHave } from "../../simulate/event/fact-faults.ts";
import type { NamesAnswer } from "../core/protocol.ts";
import { button, type Choice, type ChoiceList, field, newValue, plainChoices, select } from "./controls.ts";
import { type Child, h, show } from "./dom.ts";

/** The kinds of events that the form offers, with their words. */
export const KINDS = {
  push: "Push to a branch",
  tag: "Push of a tag",
  pr: "Pull request",
  comment: "Comment on a pull request",
  release: "Release",
  other: "Any event by name",
  webhook: "Webhook that was sent",
  time: "Time (cron)",
} as const;

/** A kind of event. */
export type Kind = keyof typeof KINDS;

/** Returns the kind of the form that shows an event. */
export function kindOf(event: SimulatedEvent): Kind {
  if (event.kind === "time") return "time";
  if (event.webhook || event.exact) return "webhook";
  const [name = ""] = event.names;
  const facts = eventFacts(name);
  if (name === "push.heads" || (name === "push" && event.tag === undefined)) return "push";
  if (name === "push.tags" || name === "push") return "tag";
  if (facts?.comment) return "comment";
  if (actionOf(event) !== undefined || name === "pullrequest") return "pr";
  return facts?.release && event.names.length === 1 ? "release" : "other";
}

/** Returns an ordinary event of a kind, with names from the specs. */
export function eventOfKind(kind: Kind, names: NamesAnswer, before: SimulatedEvent): SimulatedEvent {
  const facts: Partial<GitEvent> = before.kind === "git" ? before : {};
  const provider =
    facts.provider ?? (names.providers.length === 1 ? providerOf(names.providers[0]!) : undefined);
  const { repository } = facts;
  const base = { kind: "git" as const, ...(provider && { provider }), ...(repository && { repository }) };
  const files = facts.changedFiles && { changedFiles: facts.changedFiles };
  const branch = facts.branch ?? names.branches[0] ?? "main";
  const source = facts.branch ?? names.branches.find((name) => name.includes("/")) ?? "feature/x";
  const targetBranch = facts.targetBranch ?? "main";
  switch (kind) {
    case "time":
      return { kind: "time", at: names.nextRun ?? new Date().toISOString().replace(/:\d\d\.\d+Z$/, ":00Z") };
    case "push":
    case "webhook":
      return { ...base, names: ["push.heads"], branch, ...files };
    case "tag":
      return { ...base, names: ["push.tags"], tag: facts.tag ?? names.tags[0] ?? "v1.0.0" };
    case "pr":
      return withAction({ ...base, names: [], branch: source, targetBranch, ...files }, "opened");
    case "comment": {
      const comment = facts.comment ?? names.comments[0] ?? "/test";
      return { ...base, names: commentNames(provider), comment, branch: source, targetBranch };
    }
    case "release":
      return { ...base, names: [releaseNames(provider)[0] ?? "release"], tag: names.tags[0] ?? "v1.0.0" };
    case "other":
      return { ...base, names: [names.events[0] ?? "push.heads"] };
  }
}

function providerOf(word: string): ProviderId | undefined {
  return findProvider(word)?.id;
}

/** Sets the action of a pull request; an unknown one of a provider becomes its first. */
function withAction(event: GitEvent, wanted: string): GitEvent {
  const actions = actionChoices(event.provider);
  const action = actions.includes(wanted) ? wanted : actions[0];
  if (action === undefined) return withNames(event, ["pullrequest"]);
  return { ...withNames(event, []), ...namesOfAction(action, event.provider) };
}

/** Sets the names, and removes facts of the pull request that may belong to other names. */
function withNames(
  { pullRequest: _, openNames: __, ...event }: GitEvent,
  names: readonly string[],
): GitEvent {
  return { ...event, names };
}

/** The event with another name, without the facts that such an event never has. */
function renamed(event: GitEvent, name: string): GitEvent {
  const isKept = ([fact]: readonly [string, unknown]): boolean => canHave([name], fact as GitFactKey);
  return withNames(Object.fromEntries(Object.entries(event).filter(isKept)) as unknown as GitEvent, [name]);
}

/** The action of a pull request by its names; undefined for an event of other names. */
function actionOf({ names, provider }: GitEvent): string | undefined {
  return actionChoices(provider).find((action) => String(actionNames(action, provider)) === String(names));
}

function actionChoices(provider: ProviderId | undefined): string[] {
  return [...new Set(actionsOf(provider))];
}

function releaseNames(provider: ProviderId | undefined): string[] {
  const all = eventNames.filter((name) => eventFacts(name)?.release);
  const own = all.filter((name) => provider && surelySends(provider, name));
  return own.length > 0 ? own : all;
}

/** The parts of the page that the form uses. */
export interface FormHost {
  readonly names: NamesAnswer;
  readonly event: SimulatedEvent;
  readonly kind: Kind;
  /** Tests another event. */
  setEvent(event: SimulatedEvent, kind?: Kind, isTyping?: boolean): void;
  /** Reads a webhook; the result is a sentence for people. */
  readWebhook(body: string, headers: string): void;
  /** The texts that were pasted before. */
  readonly webhook: { readonly body: string; readonly headers: string; readonly note: string };
  /** Reads the JSON of an event. Returns the fault, if there is one. */
  readJson(text: string): string | undefined;
}

/** Draws the form of an event. */
export function drawForm(element: HTMLElement, host: FormHost): void {
  const { kind, event, names } = host;
  show(
    element,
    choiceField("Kind of event", {
      key: "kind",
      choices: Object.entries(KINDS),
      value: kind,
      set: (value) =>
        host.setEvent(value === "webhook" ? event : eventOfKind(value as Kind, names, event), value as Kind),
    }),
    kind === "webhook" && webhookFields(host),
    event.kind === "time" ? timeFields(host, event.at) : kind !== "webhook" && gitFields(host, event),
    jsonFields(host),
  );
}

/** Draws the JSON of an event again, and leaves the other fields as they are. */
export function drawEventJson(element: HTMLElement, host: FormHost): void {
  element.querySelector(".json")?.replaceWith(jsonFields(host));
}

function timeFields({ names, setEvent }: FormHost, at: string): HTMLElement {
  const next = names.nextRun;
  return h(
    "div",
    { class: "fields" },
    field(
      "Minute (UTC)",
      h("input", {
        type: "datetime-local",
        "data-key": "at",
        value: new Date(at).toISOString().slice(0, 16),
        min: "1000-01-01T00:00",
        max: "9999-12-31T23:59",
        // Browsers report each typed part of a time.
        onchange: ({ target }: Event) => {
          const { value, validity } = target as HTMLInputElement;
          if (value !== "" && validity.valid) setEvent({ kind: "time", at: `${value}:00Z` }, "time", true);
        },
      }),
    ),
    next !== null &&
      button(
        `Next run: ${next.replace("T", " ").replace(":00Z", " UTC")}`,
        () => setEvent({ kind: "time", at: next }),
        { "data-key": "next" },
      ),
  );
}

/** Changes facts of an event; an undefined one is removed. */
type SetFacts = (facts: { readonly [K in keyof GitEvent]?: GitEvent[K] | undefined }) => void;

function gitFields(host: FormHost, event: GitEvent): HTMLElement {
  const { kind, names, setEvent } = host;
  const set: SetFacts = (facts) => {
    const changed = Object.entries({ ...event, ...facts }).filter(([, value]) => value !== undefined);
    setEvent(Object.fromEntries(changed) as unknown as GitEvent);
  };
  const text = (label: string, key: keyof GitEvent & string, options: readonly string[]) =>
    textField(label, {
      key,
      value: String(event[key] ?? ""),
      options,
      set: (value) => set({ [key]: value || undefined }),
    });
  const carried = event.names.map((name) => eventFacts(name));
  const has = (fact: "branch" | "tag" | "targetBranch" | "files" | "comment" | "pullRequest") =>
    carried.some((facts) => facts?.[fact]);
  const isPullRequest = has("pullRequest");
  return h(
    "div",
    { class: "fields" },
    nameField(host, event, set),
    has("comment") && text("Comment", "comment", names.comments),
    kind !== "tag" &&
      has("branch") &&
      text(isPullRequest ? "Source branch" : "Branch", "branch", names.branches),
    has("targetBranch") && text("Target branch", "targetBranch", names.targets),
    kind !== "push" && has("tag") && text("Tag", "tag", names.tags),
    (has("files") || isPullRequest || kind === "other") && kind !== "tag" && filesField(event, names, set),
    text("Commit message", "message", ["[skip ci] docs"]),
    isPullRequest && pullRequestFields(event, set),
    textField("Repository", {
      key: "repository",
      value: event.repository ?? "",
      options: names.repositories,
      set: (value) => set({ repository: value || undefined }),
      placeholder: "each trigger’s own",
    }),
    providerField(host, event),
  );
}

/** The field that decides the names of an event, where its kind has several. */
function nameField({ kind, names, setEvent }: FormHost, event: GitEvent, set: SetFacts): Child {
  switch (kind) {
    case "pr":
      return choiceField("Action", {
        key: "action",
        choices: [["", "any (not given)"], ...plainChoices(actionChoices(event.provider))],
        value: actionOf(event) ?? "",
        set: (action) =>
          setEvent(action === "" ? withNames(event, ["pullrequest"]) : withAction(event, action)),
      });
    case "release":
      return choiceField("Release event", {
        key: "release",
        choices: plainChoices(releaseNames(event.provider)),
        value: event.names[0] ?? "",
        set: (name) => set({ names: [name] }),
      });
    case "other":
      return eventSelect(event, names, (name) => setEvent(renamed(event, name)));
    default:
      return null;
  }
}

function pullRequestFields(event: GitEvent, set: SetFacts): Child {
  return [
    yesOrNo("From a fork", "fork", event.fork, (fork) => set({ fork })),
    yesOrNo("A draft", "draft", event.draft, (draft) => set({ draft })),
    choiceField("Author’s association (GitHub)", {
      key: "authorAssociation",
      choices: [["", "not given"], ...plainChoices(ASSOCIATIONS)],
      value: event.authorAssociation ?? "",
      set: (value) => set({ authorAssociation: value || undefined }),
    }),
  ];
}

/** With the provider, names change that only one provider sends. */
function providerField({ kind, setEvent }: FormHost, event: GitEvent): HTMLElement {
  const set = (value: string): void => {
    const { provider: _, ...rest } = event;
    const changed: GitEvent = value === "" ? rest : { ...rest, provider: value as ProviderId };
    const action = actionOf(event);
    if (kind === "pr" && action !== undefined) setEvent(withAction(changed, action));
    else if (kind === "comment") setEvent({ ...changed, names: commentNames(changed.provider) });
    else setEvent(changed);
  };
  const own = providers.map(({ id, title }): Choice => [id, title]);
  return choiceField("Provider", {
    key: "provider",
    choices: [["", "each trigger’s own"], ...own],
    value: event.provider ?? "",
    set,
  });
}

/** Every event name, those of the specs first, the others by provider. */
function eventSelect(event: GitEvent, names: NamesAnswer, set: (name: string) => void): HTMLElement {
  const chosen = event.names[0] ?? "";
  const option = (name: string) => h("option", { value: name, selected: name === chosen }, name);
  const known = names.events.filter((name) => findEvent(name));
  const groups = [
    ["In these specs", known] as const,
    ...providers.map(({ id, title }) => [title, eventNames.filter((name) => surelySends(id, name))] as const),
  ].filter(([, list]) => list.length > 0);
  const grouped = new Set(groups.flatMap(([, list]) => list));
  const rest = eventNames.filter((name) => !grouped.has(name));
  // A name may be in several groups, and only the first is the selected one.
  const element = h(
    "select",
    { "data-key": "event", onchange: newValue(set) },
    [...groups, ["Others", rest] as const].map(([label, list]) => h("optgroup", { label }, list.map(option))),
  );
  element.value = chosen;
  return field("Event", element);
}

function webhookFields({ webhook, readWebhook }: FormHost): HTMLElement {
  const area = (key: "body" | "headers", rows: number, placeholder: string) => {
    const element = h("textarea", {
      id: `webhook-${key}`,
      "data-key": key,
      rows,
      spellcheck: "false",
      placeholder,
    });
    element.value = webhook[key];
    return element;
  };
  const wide = (label: string, element: HTMLElement) =>
    h("label", { class: "field wide" }, h("span", {}, label), element);
  const body = area("body", 6, '{ "ref": "refs/heads/main", … }');
  const headers = area("headers", 2, "X-GitHub-Event: push");
  return h(
    "div",
    { class: "fields" },
    wide("Body (JSON), as the Git provider sent it", body),
    wide("Headers, one per line (only if the body does not identify the event)", headers),
    button("Read the webhook", () => readWebhook(body.value, headers.value), {
      class: "primary",
      "data-key": "read",
    }),
    webhook.note !== "" && h("p", { class: "note wide", role: "status" }, webhook.note),
  );
}

function jsonFields({ event, readJson }: FormHost): HTMLElement {
  const fault = h("p", { class: "note", role: "alert" });
  const text = h("textarea", { rows: 8, spellcheck: "false", "aria-label": "The event as JSON" });
  text.value = JSON.stringify(event, null, 2);
  const apply = (): void => fault.replaceChildren(readJson(text.value) ?? "");
  return h(
    "details",
    { class: "json" },
    h("summary", { "data-key": "json" }, "All facts, as JSON (the file of --event-file)"),
    text,
    button("Use this event", apply),
    fault,
  );
}

/** A list to choose from, which also has a value that is not one of its choices. */
function choiceField(label: string, list: ChoiceList): HTMLElement {
  const { choices, value } = list;
  const isKnown = choices.some(([id]) => id === value);
  return field(label, select(isKnown ? list : { ...list, choices: [...choices, [value, value]] }));
}

function yesOrNo(
  label: string,
  key: string,
  value: boolean | undefined,
  set: (value: boolean | undefined) => void,
): HTMLElement {
  return choiceField(label, {
    key,
    choices: [
      ["", "not given"],
      ["true", "yes"],
      ["false", "no"],
    ],
    value: value === undefined ? "" : String(value),
    set: (chosen) => set(chosen === "" ? undefined : chosen === "true"),
  });
}

/** A text of one line, with options to take. */
interface TextValue {
  readonly key: string;
  readonly value: string;
  readonly options: readonly string[];
  set(value: string): void;
  readonly placeholder?: string;
}

function textField(
  label: string,
  { key, value, options, set, placeholder = "not given" }: TextValue,
): HTMLElement {
  const list = `list-${key}`;
  return field(
    label,
    h("input", {
      type: "text",
      "data-key": key,
      value,
      placeholder,
      autocomplete: "off",
      spellcheck: "false",
      list: options.length > 0 ? list : undefined,
      onchange: newValue(set),
    }),
    options.length > 0 &&
      h(
        "datalist",
        { id: list },
        options.map((each) => h("option", { value: each })),
      ),
  );
}

function filesField(event: GitEvent, { files }: NamesAnswer, set: SetFacts): HTMLElement {
  const value = event.changedFiles?.map(({ path }) => path).join("\n") ?? "";
  const setFiles = (text: string): void =>
    set({ changedFiles: parsed(text), changedFilesIncomplete: undefined });
  const text = h("textarea", {
    "data-key": "changedFiles",
    rows: 2,
    spellcheck: "false",
    placeholder: "not given",
    onchange: newValue(setFiles),
  });
  text.value = value;
  const lines = value.split("\n").filter((line) => line !== "");
  const more = files.filter((path) => !lines.includes(path)).slice(0, 3);
  const add = (path: string) =>
    button(`+ ${path}`, () => setFiles([...lines, path].join("\n")), {
      class: "chip",
      "data-key": `add ${path}`,
    });
  return h(
    "div",
    { class: "field wide" },
    h("label", {}, h("span", {}, "Changed files, one per line"), text),
    more.length > 0 && h("p", { class: "suggestions" }, "Matches a glob: ", more.map(add)),
  );
}

function parsed(text: string): GitEvent["changedFiles"] {
  const paths = text.split("\n").map((line) => line.trim().replace(/^(?:\.?\/)+/, ""));
  const given = [...new Set(paths.filter((path) => path !== ""))];
  return given.length > 0 ? given.map((path) => ({ path })) : undefined;
}
