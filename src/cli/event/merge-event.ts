import { eventFacts, findEvent } from "../../catalogue/events/events.ts";
import { actionOfNames } from "../../catalogue/events/webhooks.ts";
import { findProvider, type ProviderId } from "../../catalogue/providers.ts";
import { commentNames, namesOfAction } from "../../simulate/event/action-names.ts";
import { factRows, type GitEvent, type GitFactKey, type SimulatedEvent } from "../../simulate/event/event.ts";
import { withFacts } from "../../simulate/event/event-diff.ts";
import { type EventFlags, type EventForm, twoEvents } from "./event-flags.ts";
import { OptionError, type OptionStyle, parsingOption } from "./option-error.ts";
import {
  assertEventName,
  knownActionNames,
  parseBranch,
  parseInstant,
  parseTag,
  releaseName,
} from "./parse-values.ts";

/** The facts that a checkout gives before the options are read. */
type Checkout = Pick<GitEvent, "provider" | "branch">;

/**
 * Returns the event that the options describe. With a checkout, `--pr TARGET` is the target only.
 * Throws `OptionError` for contradicting options, and if none is for what happened.
 */
export function eventOfFlags(flags: EventFlags, checkout?: Checkout): SimulatedEvent {
  const { form } = flags;
  if (!form) throw noEvent(flags);
  if (form.name === "at") return timeEvent(form.value, flags);
  const provider = flags.facts.provider ?? checkout?.provider;
  const own = factsOfForm(form.name, form.value, flags, provider, checkout);
  assertAllowed(flags, own.names[0]!, ({ quoted }) =>
    quoted(form.name, form.name === "tag" ? undefined : form.value),
  );
  return { kind: "git", ...own, ...flags.facts, ...(provider && { provider }) };
}

function noEvent({ facts: { branch, targetBranch } }: EventFlags): OptionError {
  return new OptionError(["branch"], ({ plain }) => {
    const forms = [
      plain("push", "BRANCH"),
      plain("tag", "TAG"),
      plain("pr", "SOURCE:TARGET"),
      plain("comment", "TEXT"),
      plain("release", "ACTION"),
    ];
    if (branch !== undefined)
      return `the event is missing; give one, such as ${plain("push", branch)}, or ${plain("pr", `${branch}:${targetBranch ?? "TARGET"}`)} for a pull request`;
    return `the event is missing; give ${forms.join(", ")}, ${plain("event", "NAME")} or ${plain("at", "TIME")}, or read it with --git, ${plain("payload", "FILE")} or ${plain("event-file", "FILE")}`;
  });
}

function timeEvent(at: string, { given }: EventFlags): SimulatedEvent {
  const other = [...given].find((name) => name !== "at");
  if (other !== undefined) {
    throw new OptionError(
      ["at", other],
      ({ quoted }) =>
        `${quoted("at")} is for cron triggers and ${quoted(other)} for Git events; remove one of them`,
    );
  }
  return { kind: "time", at: parsingOption("at", () => parseInstant(at)) };
}

/** The names of the event, and the facts in the value of its option. */
function factsOfForm(
  form: Exclude<EventForm, "at">,
  value: string,
  flags: EventFlags,
  provider: ProviderId | undefined,
  checkout: Checkout | undefined,
): Omit<GitEvent, "kind"> {
  switch (form) {
    case "push":
      if (flags.facts.branch !== undefined) throw namedTwice("branch", form, value);
      return { names: ["push.heads"], branch: parseBranch(value, "push") };
    case "tag":
      return { names: ["push.tags"], tag: parseTag(value) };
    case "release":
      return { names: [parsingOption("release", () => releaseName(value))] };
    case "comment":
      return { names: commentNames(provider) };
    case "pr":
      return pullRequest(value, flags, provider, checkout);
    case "event":
      parsingOption("event", () => assertEventName(value));
      return value === PLAIN && flags.action !== undefined
        ? ofAction(flags.action, provider)
        : { names: [narrowName(value, flags.facts)] };
  }
}

/** Any event of a pull request, of which `--action` gives the action. */
const PLAIN = "pullrequest";

function ofAction(
  action: string,
  provider: ProviderId | undefined,
): Pick<GitEvent, "names" | "openNames" | "pullRequest"> {
  const names = parsingOption("action", () => knownActionNames(action, provider));
  const about = actionOfNames(names, provider);
  return { ...namesOfAction(action, provider), ...(about.action !== undefined && { pullRequest: about }) };
}

function pullRequest(
  value: string,
  { facts, action }: EventFlags,
  provider: ProviderId | undefined,
  checkout: Checkout | undefined,
): Omit<GitEvent, "kind"> {
  if (facts.comment !== undefined && action !== undefined) throw twoEvents("comment", "action");
  const own =
    action !== undefined
      ? ofAction(action, provider)
      : { names: facts.comment !== undefined ? commentNames(provider) : [PLAIN] };
  const { source, target } = parsePullRequest(value, checkout !== undefined);
  if (source !== undefined && facts.branch !== undefined) throw namedTwice("branch", "pr", value);
  if (target !== undefined && facts.targetBranch !== undefined) throw namedTwice("target", "pr", value);
  const branch = source ?? facts.branch ?? checkout?.branch;
  return {
    ...own,
    ...(branch !== undefined && { branch }),
    ...(target !== undefined && { targetBranch: target }),
  };
}

/** The branches of `SOURCE:TARGET`; either may be missing if a checkout has it. */
export function parsePullRequest(
  value: string,
  targetAlone: boolean,
): { readonly source?: string; readonly target?: string } {
  const parts = value.split(":");
  // Two names with another sign between them, such as `feature/x -> main`.
  const isOtherForm = parts.length === 1 ? /\s|\.\./.test(value.trim()) : /^https?:\/\//i.test(value);
  if (parts.length > 2 || parts.includes("") || isOtherForm) {
    throw new OptionError(
      ["pr"],
      ({ quoted, plain }) =>
        `${quoted("pr", value)} is not in the form SOURCE:TARGET; write, for example, ${plain("pr", "feature/x:main")}`,
    );
  }
  if (/^[#!]?\d+$/.test(value)) {
    throw new OptionError(
      ["pr"],
      ({ quoted, plain }) =>
        `${quoted("pr", value)} looks like the number of a pull request; write its branches, such as ${plain("pr", "feature/x:main")}`,
    );
  }
  const [first, target] = parts.map((part) => parseBranch(part, "pr"));
  if (target !== undefined) return { source: first!, target };
  return targetAlone ? { target: first! } : { source: first! };
}

/** The name of a push by its branch or tag. Throws `OptionError` if both are given. */
function narrowName(name: string, facts: Partial<GitEvent>): string {
  if (findEvent(name)?.subject !== "push") return name;
  if (facts.branch !== undefined && facts.tag !== undefined) {
    throw new OptionError(
      ["branch", "tag"],
      ({ quoted }) =>
        `${quoted("branch")} and ${quoted("tag")} contradict each other: a push has only one of them; remove one`,
    );
  }
  return pushOf(name, facts);
}

function pushOf(name: string, { branch, tag }: Partial<GitEvent>): string {
  if (name !== "push") return name;
  return tag !== undefined ? "push.tags" : branch !== undefined ? "push.heads" : "push";
}

/** Adds facts of options to an event. Throws `OptionError` for one that it cannot have. */
export function withFlags(event: GitEvent, flags: EventFlags): GitEvent {
  if (flags.explicit) throw twoEvents(flags.form!.name, "event");
  const sender = event.webhook && event.provider && findProvider(event.provider);
  if (sender && (flags.facts.provider ?? sender.id) !== sender.id)
    throw contradiction(
      "provider",
      () => "the event",
      () => `it is a webhook of ${sender.title}`,
    );
  const name = event.names.at(-1) ?? event.openNames?.[0]?.name ?? "push";
  const { action, facts } = flags;
  const isRefined = action !== undefined && name === PLAIN && !event.exact && !event.webhook;
  const given = isRefined ? { ...flags, action: undefined } : flags;
  assertAllowed(given, narrowName(pushOf(name, event), facts), () => "the event", event);
  if (!isRefined) return withFacts(event, facts);
  const { pullRequest, ...names } = ofAction(action, facts.provider ?? event.provider);
  const about = { ...event.pullRequest, ...pullRequest };
  return withFacts(event, { ...facts, ...names, ...(pullRequest && { pullRequest: about }) });
}

/** An event of the commits of a checkout: a push, or what the options describe. */
export function eventOfCheckout(commits: GitEvent, flags: EventFlags): GitEvent {
  const { form, facts } = flags;
  const branch = form?.name === "push" ? form.value : facts.branch;
  const own = branch === undefined || branch === commits.branch ? commits : ofOtherBranch(commits);
  if (!form) return withFlags(own, flags);
  const known = factsFor(form.name, own, tagOf(flags) !== undefined);
  const replaced = (Object.keys(facts) as GitFactKey[]).flatMap((key) => factRows[key].replaces ?? []);
  return { ...without(known, ...replaced), ...(eventOfFlags(flags, commits) as GitEvent) };
}

/** Whether another branch than that of the checkout is new is unknown. */
function ofOtherBranch(commits: GitEvent): GitEvent {
  const { names: _, ...facts } = without(commits, "newBranch", "exact");
  return { ...(facts as Omit<GitEvent, "names">), names: ["push.heads"] };
}

/**
 * Returns the tag of an event that is about one: null for a release or tag push without its name,
 * undefined for any other event.
 */
export function tagOf({ form, facts }: EventFlags): string | null | undefined {
  if (form?.name === "tag") return form.value;
  const carried = form?.name === "event" ? eventFacts(form.value) : undefined;
  const isOfTag = form?.name === "release" || (carried?.tag && (facts.tag !== undefined || !carried.branch));
  return isOfTag ? (facts.tag ?? null) : undefined;
}

/** The webhooks of tags and releases have no branch, and do not list the files of the commits. */
const NOT_OF_TAGS = ["branch", "changedFiles", "changedFilesIncomplete", "earlierMessages"] as const;

function factsFor(form: EventForm, commits: GitEvent, isOfTag: boolean): Partial<GitEvent> {
  const all = without(commits, "names", "exact");
  if (form === "push") return all;
  return isOfTag ? without(all, "newBranch", ...NOT_OF_TAGS) : without(all, "newBranch");
}

/** An event without some of its facts. */
function without<T extends Partial<GitEvent>, K extends keyof GitEvent>(
  event: T,
  ...keys: readonly K[]
): Omit<T, K> {
  const dropped: ReadonlySet<string> = new Set(keys);
  return Object.fromEntries(Object.entries(event).filter(([key]) => !dropped.has(key))) as Omit<T, K>;
}

/**
 * Throws `OptionError` for a fact that the event cannot have; `shown` contradicts it. `known` are
 * facts that it has.
 */
function assertAllowed(
  flags: EventFlags,
  name: string,
  shown: (style: OptionStyle) => string,
  known: Partial<GitEvent> = {},
): void {
  const { facts, action, form } = flags;
  const traits = eventFacts(name)!;
  const hasAction = form?.name === "pr" || (form?.name === "event" && form.value === PLAIN);
  if (action !== undefined && !hasAction)
    throw contradiction("action", shown, ({ plain }) => `only ${plain("pr")} has an action`);
  for (const key of Object.keys(facts) as GitFactKey[]) {
    const { flag } = factRows[key];
    const [needed, why] = flag?.needs ?? [];
    if (needed && facts[key] !== false && known[key] === undefined && !needed.some((trait) => traits[trait]))
      throw contradiction(flag!.name, shown, () => why!);
  }
}

function namedTwice(option: "branch" | "target", form: EventForm, value: string): OptionError {
  return contradiction(
    option,
    ({ quoted }) => quoted(form, value),
    () => `it already names the ${option}`,
  );
}

function contradiction(
  option: string,
  shown: (style: OptionStyle) => string,
  why: (style: OptionStyle) => string,
): OptionError {
  return new OptionError(
    [option],
    (style) => `${style.quoted(option)} contradicts ${shown(style)}: ${why(style)}; remove one of them`,
  );
}
