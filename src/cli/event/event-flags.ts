import type { ChangedFile, GitEvent } from "../../simulate/event/event.ts";
import { factRows, type GitFactKey } from "../../simulate/event/event.ts";
import type { Arguments } from "../command.ts";
import { eventOptions } from "./event-options.ts";
import { OptionError, parsingOption } from "./option-error.ts";
import {
  changedFilesOf,
  parseAssociation,
  parseBranch,
  parseProvider,
  parseRepository,
  parseTag,
} from "./parse-values.ts";

/** The options for what happened; at most one of them may be given. */
export const FORMS = ["push", "pr", "release", "event", "at"] as const;

/** An option for what happened; a comment or tag counts only if none of the others is given. */
export type EventForm = (typeof FORMS)[number] | "comment" | "tag";

/** The parsed options of an event. */
export interface EventFlags {
  /** The option for what happened, with its value; undefined if the options only give facts. */
  readonly form: { readonly name: EventForm; readonly value: string } | undefined;
  /** Whether it is an option of its own, not a comment or tag. */
  readonly explicit: boolean;
  readonly action: string | undefined;
  readonly facts: Partial<GitEvent>;
  /** The names of the given options. */
  readonly given: ReadonlySet<string>;
}

/**
 * Parses the options that describe an event. `changedFrom` is the text of `--changed-from`. Throws
 * `OptionError` for a wrong value, and for two options for what happened.
 */
export function parseEventFlags(args: Arguments, changedFrom?: string): EventFlags {
  const [explicit, other] = FORMS.filter((name) => args.string(name) !== undefined);
  if (other) throw twoEvents(explicit!, other);
  const name = explicit ?? (["comment", "tag"] as const).find((each) => args.string(each) !== undefined);
  return {
    form: name && { name, value: args.string(name)! },
    explicit: explicit !== undefined,
    action: args.string("action"),
    facts: parseFacts(args, changedFrom),
    given: new Set(Object.keys(eventOptions).filter((option) => args.has(option))),
  };
}

/** The error for two options, or an option and an event, of which only one can happen. */
export function twoEvents(one: string, other: string): OptionError {
  return new OptionError(
    [one, other],
    ({ quoted }) => `${quoted(one)} and ${quoted(other)} are two different events; remove one of them`,
  );
}

/** Parsers of the facts that are not plain texts. */
const PARSERS: Readonly<Partial<Record<GitFactKey, (text: string, option: string) => string>>> = {
  branch: parseBranch,
  tag: parseTag,
  targetBranch: parseBranch,
  provider: parseProvider,
  repository: parseRepository,
  authorAssociation: parseAssociation,
};

/** The facts that options give: names of branches and tags first, the changed files last. */
function parseFacts(args: Arguments, changedFrom: string | undefined): Partial<GitEvent> {
  const keys = new Set<GitFactKey>([
    "branch",
    "tag",
    "targetBranch",
    ...(Object.keys(factRows) as GitFactKey[]),
  ]);
  const facts: Record<string, unknown> = {};
  for (const key of keys) {
    const { flag } = factRows[key];
    if (!flag || key === "changedFiles") continue;
    const { name } = flag;
    const text = args.string(name);
    if (text !== undefined) facts[key] = parsingOption(name, () => PARSERS[key]?.(text, name) ?? text);
    else if (args.has(name)) facts[key] = args.flag(name);
  }
  const changedFiles = parseChanged(args, changedFrom);
  return { ...facts, ...(changedFiles && { changedFiles }) };
}

function parseChanged(args: Arguments, changedFrom: string | undefined): ChangedFile[] | undefined {
  const named = args.strings("changed");
  if (named.length === 0 && changedFrom === undefined) return undefined;
  return parsingOption("changed-from", () => changedFilesOf(named, changedFrom));
}
