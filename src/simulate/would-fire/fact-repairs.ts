import { findEvent, providersSending } from "../../catalogue/events/events.ts";
import { answerTo } from "../../catalogue/open-questions.ts";
import { skipStrings } from "../../catalogue/skip-strings.ts";
import type { Located } from "../../document/located.ts";
import { exampleFiles } from "../../match/glob/examples.ts";
import type { GlobOptions } from "../../match/glob/index.ts";
import { longerTexts } from "../../match/regex/examples.ts";
import type { GitTrigger } from "../../pipeline/model.ts";
import { providerOf } from "../../pipeline/model.ts";
import type { ConditionResult } from "../condition.ts";
import { eventOfTrigger } from "../conditions/context.ts";
import type { ConditionId } from "../evaluation/evaluation-rules.ts";
import {
  type Fact,
  factRows,
  type GitEvent,
  type GitFactKey,
  type gitFacts,
  type OpenEventName,
} from "../event/event.ts";
import { applyChanges } from "../event/event-diff.ts";
import { eventTraits, isDeletion } from "../event/event-kind.ts";
import { globOptions } from "../patterns.ts";
import type { Assumptions, EvaluationSettings } from "../settings.ts";
import { filterExamples, sharedName } from "./common-facts.ts";

/** Names to prefer in examples. */
export interface KnownNames {
  readonly branches?: readonly string[];
  readonly files?: readonly string[];
}

/** The input of a repair. */
export interface RepairContext {
  readonly condition: ConditionResult;
  readonly trigger: GitTrigger;
  readonly event: GitEvent;
  readonly known: KnownNames;
  readonly settings: EvaluationSettings;
}

/** Returns facts that make one condition pass, or undefined. The caller verifies them. */
type Repair = (context: RepairContext) => Partial<GitEvent> | undefined;

/** Evaluation rules with which another name of the repository may pass. */
const renamable: ReadonlySet<string> = new Set(["repository-same", "repository-case", "repository-alias"]);

/** Conditions that no fact makes pass: other events are tried instead. */
type Unrepaired = "enabled" | "schedule" | "git-trigger";

/** Conditions that pass with one value of a fact, from the table of facts. */
type RepairedByFact = {
  [K in keyof typeof gitFacts]: (typeof gitFacts)[K] extends { repair: { condition: infer Id } } ? Id : never;
}[keyof typeof gitFacts];

/** A release of which the filter sees a name: without an answer, the tag or the target. */
function releaseNamed(name: string, sees: string | undefined): Partial<GitEvent> {
  return { ...(sees !== "target" && { tag: name }), ...(sees !== "tag" && { targetBranch: name }) };
}

/**
 * How each of the other conditions is made to pass; forgetting a new one is a type error here. If
 * one value of a fact suffices, `repair` in its row of `gitFacts` gives it instead.
 */
const repairsByExample = {
  repository: ({ condition, trigger, settings }) => {
    if (condition.rule === "provider-differs") {
      const provider = providerOf(trigger, settings.integrations);
      return provider && { provider: provider.id };
    }
    if (!renamable.has(condition.rule)) return undefined;
    return trigger.repo && { repository: trigger.repo.value };
  },
  // A push in general is that of its branch or tag; other events are tried by their names.
  event: ({ condition, trigger, event, known, settings }) => {
    if (condition.rule !== "event-too-wide" || eventTraits(event).kind !== "push") return undefined;
    const isTag = trigger.events.every(({ value }) => value === "push.tags");
    const [usual, names] = isTag ? [usualTags, noNames] : [usualBranches, known];
    const { branchRegex: filter } = trigger;
    const name = filter?.value ? exampleName(filter, usual, names, settings) : usual[0];
    return name === undefined ? undefined : isTag ? { tag: name } : { branch: name };
  },
  "skip-message": ({ event: { message, earlierMessages } }) => ({
    message: withoutSkipStrings(message),
    ...(earlierMessages && { earlierMessages: earlierMessages.map(withoutSkipStrings) }),
  }),
  branch: ({ trigger, event, known, settings }) => {
    const { kind } = eventTraits(event);
    const isTag = kind === "tag-push" || kind === "release";
    const name = isTag
      ? exampleName(trigger.branchRegex, usualTags, noNames, settings)
      : exampleName(trigger.branchRegex, usualBranches, known, settings);
    if (name === undefined) return undefined;
    if (kind === "release") return releaseNamed(name, settings.assume["release-branch"]);
    if (kind.startsWith("change") && event.targetBranch !== undefined) return { targetBranch: name };
    return isTag ? { tag: name } : { branch: name };
  },
  "target-branch": ({ trigger, event, known, settings }) => {
    const name = exampleName(trigger.pullRequestTargetBranchRegex, usualBranches, known, settings);
    if (name === undefined) return undefined;
    const ofChange = !eventTraits(event).pullRequest && event.targetBranch === undefined;
    return ofChange ? { branch: name } : { targetBranch: name };
  },
  comment: ({ trigger, settings }) => {
    const [text] = filterExamples(trigger.commentRegex?.value ?? "", settings);
    return text === undefined ? undefined : { comment: text };
  },
  files: ({ trigger, known, settings: { assume, budget, patterns } }) => {
    const glob = trigger.modifiedFilesGlob?.value ?? "";
    const path = patterns.kept(
      `files ${glob}`,
      known,
      () =>
        examplePath(glob, known, { ...globOptions(assume), budget }) ??
        anyReadings
          .map((reading) => examplePath(glob, known, { ...globOptions({ ...assume, ...reading }), budget }))
          .find((path) => path !== undefined),
    );
    return path === undefined ? undefined : { changedFiles: [{ path }], changedFilesIncomplete: false };
  },
} satisfies Record<Exclude<ConditionId, Unrepaired | RepairedByFact>, Repair>;

/** How each condition is made to pass, without those that no fact changes. */
export const repairs: Readonly<Partial<Record<ConditionId, Repair>>> = {
  ...repairsByExample,
  ...Object.fromEntries(
    Object.entries(factRows).flatMap(([key, row]) => valueRepair(key as GitFactKey, row)),
  ),
};

function valueRepair(key: GitFactKey, { repair }: Fact): [string, Repair][] {
  return repair ? [[repair.condition, () => ({ [key]: repair.value })]] : [];
}

/** A path that matches in some reading shows that only an open question is left. */
const anyReadings: readonly Assumptions[] = ["minimatch", "picomatch"].map((engine) => ({
  "glob-engine": engine,
  "glob-leading-slash": "root",
}));

/** Common file names, preferred to literal parts of a glob. */
const usualFiles = ["src/app.ts", "README.md", "package.json", "docs/guide.md"];

function examplePath(glob: string, { files = [] }: KnownNames, options: GlobOptions): string | undefined {
  return exampleFiles(glob, { ...options, prefer: [...files, ...usualFiles], limit: 1 })[0];
}

function withoutSkipStrings(message = ""): string {
  let text = message;
  for (const skip of skipStrings) {
    for (let at = indexOf(text, skip); at >= 0; at = indexOf(text, skip)) {
      text = text.slice(0, at) + text.slice(at + skip.length);
    }
  }
  return text.trim() || "update";
}

function indexOf(text: string, skip: string): number {
  return text.toLowerCase().indexOf(skip);
}

const noNames: KnownNames = {};

/** Common names of branches and tags, preferred to literal parts of a filter. */
const usualBranches = ["main", "master", "develop"];
const usualTags = ["v1.0.0"];

function exampleName(
  filter: Located<string> | undefined,
  usual: readonly string[],
  known: KnownNames,
  settings: EvaluationSettings,
): string | undefined {
  if (!filter?.value) return undefined;
  const { branches = [] } = known;
  const nameAmong = (names: readonly string[]) => sharedName([filter], names, settings);
  return settings.patterns.kept(
    `${usual === usualTags ? "tag" : "branch"} ${filter.value}`,
    known,
    // An example may be no name, such as the "-" of `/-/`.
    () =>
      nameAmong([...branches, ...usual]) ??
      nameAmong(filterExamples(filter.value, settings).flatMap(longerTexts)),
  );
}

/** The usual event of a trigger that lists all of a kind, in the spellings of the providers. */
const narrowed: Readonly<Record<string, readonly string[]>> = {
  push: ["push.heads"],
  pullrequest: ["pullrequest.opened", "pullrequest.created", "pullrequest:created"],
  "ref-updated": ["push.heads"],
};

/** The events to try for a trigger. */
interface Attempts {
  /** The given event, and one for each name that the trigger lists and its provider sends. */
  readonly own: readonly GitEvent[];
  /** For a trigger without a known provider, events that the event's provider never sends. */
  readonly ofOthers: readonly GitEvent[];
}

/**
 * Returns the events to try, those about the same subject first; a wide name that the trigger lists
 * becomes the usual narrow one.
 */
export function eventsFor(
  trigger: GitTrigger,
  event: GitEvent,
  { integrations, assume }: Pick<EvaluationSettings, "integrations" | "assume">,
): Attempts {
  // A deletion is never turned into the push that a trigger waits for.
  if (isDeletion(event)) return { own: [event], ofOthers: [] };
  const given = event.draft ? [event, { ...event, draft: false }] : [event];
  // An open question is named, and not answered by another event.
  const { openNames = [] } = eventOfTrigger(event, trigger, integrations);
  const isListed = (name: string): boolean => trigger.events.some(({ value }) => value === name);
  const isOpen = ({ name, question }: OpenEventName): boolean =>
    question !== undefined && answerTo(question, assume) === "unknown" && isListed(name);
  if (openNames.some(isOpen)) return { own: given, ofOthers: [] };
  const known = providerOf(trigger, integrations)?.id;
  const subjects = new Set(event.names.map((name) => findEvent(name)?.subject));
  const isFar = (name: string): number => (subjects.has(findEvent(name)?.subject) ? 0 : 1);
  const listed = [...new Set(trigger.events.map(({ value }) => value))]
    .filter((name) => findEvent(name))
    .sort((a, b) => isFar(a) - isFar(b));
  const [own, ofOthers]: [GitEvent[], GitEvent[]] = [given, []];
  for (const name of listed) {
    const senders = providersSending(name);
    const sender = known ?? event.provider;
    const isSent = sender === undefined || senders.includes(sender);
    if (!isSent && known !== undefined) continue;
    for (const to of isSent ? [sender] : senders) {
      const usual =
        narrowed[name]?.find((each) => to === undefined || providersSending(each).includes(to)) ?? name;
      const changes = [
        ...(isSent ? [] : [{ fact: "provider" as const, from: null, to: to! }]),
        ...(event.names.includes(usual) ? [] : [{ fact: "event" as const, from: null, to: usual }]),
      ];
      if (changes.length > 0) (isSent ? own : ofOthers).push(applyChanges(event, changes));
    }
  }
  return { own, ofOthers };
}
